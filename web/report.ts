import type { RouterContextProvider } from "react-router";
import { requestIdContext } from "./context.ts";

/** One line for the operator's log: path without the query, which may say what a visitor searched for. */
export const report = (error: unknown, request: Request, context: Readonly<RouterContextProvider>): void => {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`page ${new URL(request.url).pathname} (${context.get(requestIdContext)}) failed: ${reason}\n`);
};
