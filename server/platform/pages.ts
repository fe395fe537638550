import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createRequestHandler, RouterContextProvider, type RouterContext, type ServerBuild } from "react-router";
import { problem } from "@chengxin/domain/problem.ts";
import type { Method } from "@chengxin/domain/route.ts";
import { inProcessHeader } from "./callers.ts";
import { answerProblem } from "./problem-answer.ts";
import { hasSessionCookie } from "./session-cookie.ts";
import { sendBody } from "./send-body.ts";

/** What `web/entry.server.tsx` exports beside its default: keys under which a request finds the API, its nonce, its code for support. */
interface EntryExports {
  readonly apiContext: RouterContext<
    (method: Method, url: string, body: string | null) => Promise<{ status: number; body: string }>
  >;
  readonly nonceContext: RouterContext<string>;
  readonly requestIdContext: RouterContext<string>;
  /** Pages of the workbench, whose parts carry style attributes. */
  readonly isWorkbench: (pathname: string) => boolean;
}

/** Stands for the nonce while a page is rendered, so that its ETag doesn't change with it; secret as long as the process lives. */
const noncePlaceholder = randomUUID();

/** @param styleAttributes allows `style="…"` on elements; style sheets and `<style>` stay the site's own (docs/decisions/0013) */
const contentSecurityPolicy = (nonce: string, styleAttributes: boolean): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    ...(styleAttributes ? ["style-src-attr 'unsafe-inline'"] : []),
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

/** A page asks the API inside the process: same validation, policy and answer as over the network, without the network. */
const apiOf =
  (app: FastifyInstance, request: FastifyRequest, cookies: string[]) =>
  async (method: Method, url: string, body: string | null) => {
    const answer = await app.inject({
      method,
      url,
      headers: {
        [inProcessHeader.name]: inProcessHeader.value,
        host: request.host,
        "accept-language": request.headers["accept-language"] ?? "",
        "user-agent": request.headers["user-agent"] ?? "",
        cookie: request.headers.cookie ?? "",
        ...(body === null ? {} : { "content-type": "application/json" }),
      },
      remoteAddress: request.ip,
      ...(body === null ? {} : { payload: body }),
    });
    cookies.push(...[answer.headers["set-cookie"] ?? []].flat());
    return { status: answer.statusCode, body: answer.body };
  };

/** Forms of the pages are small; nothing larger is read into memory. */
const formBytes = 16 * 1024;

/** The address asked for. `Host` may hold anything, so the site's own name stands where it is set; and `//` is a path. */
const urlOf = (request: FastifyRequest, site: string | null): URL => {
  const origin = site ?? `${request.protocol}://${request.host}`;
  return URL.canParse(origin)
    ? new URL(new URL(origin).origin + request.url)
    : new URL(`http://localhost${request.url}`);
};

const requestFor = (request: FastifyRequest, reply: FastifyReply, site: string | null): Request => {
  const controller = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !name.startsWith(":"))
      headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  return new Request(urlOf(request, site), {
    method: request.method,
    headers,
    signal: controller.signal,
    ...(hasBody && request.body instanceof Buffer ? { body: new Uint8Array(request.body) } : {}),
  });
};

const sendPage = async (
  request: FastifyRequest,
  reply: FastifyReply,
  response: Response,
  { isWorkbench }: EntryExports,
): Promise<FastifyReply> => {
  reply.code(response.status);
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie" && name !== "content-length") reply.header(name, value);
  }
  for (const cookie of response.headers.getSetCookie()) reply.header("set-cookie", cookie);
  // What somebody who is signed in sees is kept by no browser: the next one at the desk presses "back".
  if (hasSessionCookie(request)) reply.header("cache-control", "no-store");
  // Nothing of an official's screen stays on a shared machine: no copy on disk for whoever presses Back after signing out.
  if (isWorkbench(urlOf(request, null).pathname.replace(/\.data$/, ""))) reply.header("cache-control", "no-store");
  if (!response.body) return reply.send();
  const body = await response.text();
  if (!response.headers.get("content-type")?.startsWith("text/html")) return sendBody(request, reply, body);
  const nonce = randomBytes(16).toString("base64");
  reply.header("content-security-policy", contentSecurityPolicy(nonce, isWorkbench(urlOf(request, null).pathname)));
  return sendBody(request, reply, body.replaceAll(noncePlaceholder, nonce), body);
};

/**
 * Mounts the built portal (`web/build`) for every URL that the API doesn't have. Assets carry a hash in their name and stay in caches for a year.
 * @param buildFolder holds `server/index.js` and `client/`
 * @param site the site's own address where it is set
 */
export const mountPages =
  (buildFolder: string, site: string | null) =>
  async (root: FastifyInstance): Promise<void> => {
    const build = (await import(pathToFileURL(join(buildFolder, "server", "index.js")).href)) as ServerBuild;
    const entry = build.entry.module as unknown as EntryExports;
    const handle = createRequestHandler(build, "production");

    await root.register(async (app) => {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: formBytes }, (_request, body, done) =>
        done(null, body),
      );
      await app.register(fastifyStatic, {
        root: join(buildFolder, "client"),
        wildcard: false,
        index: false,
        preCompressed: true,
        cacheControl: false,
        setHeaders: (reply, path) =>
          void reply.header(
            "cache-control",
            path.includes("/client/assets/") ? "public, max-age=31536000, immutable" : "public, max-age=3600",
          ),
      });
      app.route({
        method: ["GET", "POST"],
        url: "/*",
        handler: async (request, reply) => {
          const context = new RouterContextProvider();
          const cookies: string[] = [];
          context.set(entry.apiContext, apiOf(root, request, cookies));
          context.set(entry.nonceContext, noncePlaceholder);
          context.set(entry.requestIdContext, request.id);
          const response = await handle(requestFor(request, reply, site), context);
          // a session that the API started or ended for this page
          for (const cookie of cookies) reply.header("set-cookie", cookie);
          return sendPage(request, reply, response, entry);
        },
      });
      // A page has no other; its actions would not ask by which method they were reached.
      app.route({
        method: ["PUT", "PATCH", "DELETE", "OPTIONS"],
        url: "/*",
        handler: (request, reply) =>
          answerProblem(
            request,
            reply.header("allow", "GET, HEAD, POST"),
            problem("route.method_not_allowed", { method: request.method }),
          ),
      });
    });
  };
