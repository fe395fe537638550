import { isRouteErrorResponse, Link, useRouteError } from "react-router";
import type { PageProblem } from "../../api-problem.ts";
import { useText } from "../../text/use-text.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { WorkbenchPage } from "./WorkbenchPage.tsx";

const isProblem = (value: unknown): value is PageProblem =>
  typeof value === "object" && value !== null && "sentence" in value && "request" in value;

/** What happened, what to do now, a code for support; never a stack or a message of the program. */
export const WorkbenchError = () => {
  const error = useRouteError();
  const text = useText().errors;
  const { shell, ui } = useWorkbenchText();
  const paths = useWorkbenchPaths();
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
    <WorkbenchPage title={title} lead={missing ? text.notFoundLead : failed ? text.failedLead : problem?.sentence}>
      <p>
        <Link to={paths.work()}>{shell.toWork}</Link>
      </p>
      {problem && <p className="wb-note">{ui.code(problem.code)}</p>}
      {!missing && problem && <p className="wb-note">{text.support(problem.request)}</p>}
    </WorkbenchPage>
  );
};
