import { isRouteErrorResponse, Link, useRouteError } from "react-router";
import type { PageProblem } from "../api-problem.ts";
import { usePaths, useText } from "../text/use-text.ts";
import { Page } from "./Page.tsx";
import { SearchBox } from "./SearchBox.tsx";

const isProblem = (value: unknown): value is PageProblem =>
  typeof value === "object" && value !== null && "sentence" in value && "request" in value;

/** What happened, what to do now, a code for support; never a stack or a message of the program. */
export const PageError = () => {
  const error = useRouteError();
  const text = useText().errors;
  const paths = usePaths();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const problem = isRouteErrorResponse(error) && isProblem(error.data) ? error.data : null;
  const missing = status === 404;
  const failed = status >= 500 && status !== 503;
  const title = missing
    ? text.notFoundTitle
    : status === 503 || status === 429
      ? text.busyTitle
      : failed
        ? text.failedTitle
        : text.problemTitle;
  return (
    <Page title={title} robots="noindex" lead={missing ? text.notFoundLead : failed ? text.failedLead : undefined}>
      {problem && !failed && <p>{problem.sentence}</p>}
      {!failed && <SearchBox />}
      <p>
        <Link to={paths.home()}>{text.toHome}</Link>
      </p>
      {problem && <p className="hint">{text.problemCode(problem.code)}</p>}
      {!missing && problem && <p className="hint">{text.support(problem.request)}</p>}
    </Page>
  );
};
