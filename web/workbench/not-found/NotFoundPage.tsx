import { data } from "react-router";

/** Every address of the workbench without a page of its own. */
export const loader = () => {
  throw data(null, { status: 404 });
};

export default function NotFoundPage() {
  return null;
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
