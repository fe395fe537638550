import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { renderToPipeableStream } from "react-dom/server";
import {
  isRouteErrorResponse,
  ServerRouter,
  type EntryContext,
  type HandleErrorFunction,
  type RouterContextProvider,
} from "react-router";
import { nonceContext } from "./context.ts";
import { report } from "./report.ts";

export { apiContext, nonceContext, requestIdContext } from "./context.ts";
export { isWorkbench } from "./paths.ts";

/** Renders the whole page before the first byte leaves: a page that fails half-way answers with its true status. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  router: EntryContext,
  context: RouterContextProvider,
): Promise<Response> {
  const nonce = context.get(nonceContext);
  let answerStatus = status;
  const body = await new Promise<string>((resolve, reject) => {
    const { pipe } = renderToPipeableStream(
      <ServerRouter context={router} url={request.url} {...(nonce ? { nonce } : {})} />,
      {
        ...(nonce ? { nonce } : {}),
        onAllReady() {
          const through = new PassThrough();
          text(through).then(resolve, reject);
          pipe(through);
        },
        onShellError: reject,
        onError(error) {
          answerStatus = 500;
          report(error, request, context);
        },
      },
    );
  });
  headers.set("content-type", "text/html; charset=utf-8");
  if (!headers.has("cache-control")) headers.set("cache-control", "private, no-cache");
  headers.append("vary", "cookie");
  return new Response(body, { status: answerStatus, headers });
}

/** What was asked wrongly, such as a form sent to a page that takes none, is the visitor's answer and no fault to log. */
const isVisitors = (error: unknown): boolean => isRouteErrorResponse(error) && error.status < 500;

export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (!request.signal.aborted && !isVisitors(error)) report(error, request, context);
};
