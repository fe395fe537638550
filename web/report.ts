import type { RouterContextProvider } from "react-router";
import { requestIdContext } from "./context.ts";

/** The page as the log may have it: words of our own addresses. Whatever else stands in a path was named by a visitor: a code, a name, an invitation's token. */
const pageOf = (request: Request): string =>
  new URL(request.url).pathname
    .split("/")
    .map((part) => (/^[a-z-]{0,24}$/.test(part) ? part : "…"))
    .join("/");

/** One line for the operator's log, without what a visitor searched for. */
export const report = (error: unknown, request: Request, context: Readonly<RouterContextProvider>): void => {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`page ${pageOf(request)} (${context.get(requestIdContext)}) failed: ${reason}\n`);
};
