import { useRouteLoaderData } from "react-router";

/** What every page knows of its request and its city. */
export interface RootData {
  readonly origin: string;
  readonly siteName: string;
  readonly contact: string;
  readonly demonstration: boolean;
  readonly careMode: boolean;
}

/** undefined: the root's own loader failed, so that only the error page stands. */
export const useRootData = (): RootData | undefined => useRouteLoaderData<RootData>("root");
