import { useRouteLoaderData } from "react-router";
import type { SignedIn } from "@chengxin/domain/account/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { showWork } from "@chengxin/domain/workbench/api.ts";

/** What every page of the workbench knows of the one who is signed in. */
export interface LayoutData {
  readonly account: SignedIn;
  readonly work: RouteAnswer<typeof showWork>;
}

/** undefined: the frame's own loader failed, so that only the error page stands. */
export const useLayoutData = (): LayoutData | undefined => useRouteLoaderData<LayoutData>("workbench");
