import { data } from "react-router";

/** Every address without a page of its own: the error page offers the search. */
export const loader = () => {
  throw data(null, { status: 404 });
};

export default function NotFoundPage() {
  return null;
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
