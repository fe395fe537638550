import type { RouterContextProvider } from "react-router";
import { requestIdContext } from "./context.ts";

/** The path as the log may have it: an invitation's token opens an account. */
const pathOf = (request: Request): string => new URL(request.url).pathname.replace(/(\/invitation\/)[^/]+/, "$1…");

/** One line for the operator's log: path without the query, which may say what a visitor searched for. */
export const report = (error: unknown, request: Request, context: Readonly<RouterContextProvider>): void => {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`page ${pathOf(request)} (${context.get(requestIdContext)}) failed: ${reason}\n`);
};
