import type { RequestListener, Server } from "node:http";
import { randomUUID } from "node:crypto";
import { problem } from "@chengxin/domain/problem.ts";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyInstance } from "fastify";
import type { Clock } from "./clock.ts";
import { apiPrefix, type BoundRoute } from "./http.ts";
import type { AccessLog } from "./access-log.ts";
import { addRoute, type Sessions } from "./http-route.ts";
import { errorFacts, type Log } from "./log.ts";
import { describeApi } from "./open-api.ts";
import { turnAwayUnderLoad } from "./overload.ts";
import { answerProblem, problemOf } from "./problem-answer.ts";
import { callerKey, inProcessHeader, isThisMachine } from "./callers.ts";
import { assertSameOrigin } from "./same-origin.ts";
import { sendBody } from "./send-body.ts";

export interface HttpOptions {
  readonly routes: readonly BoundRoute[];
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly accessLog: Pick<AccessLog, "write" | "refused">;
  readonly log: Log;
  /** Is everything there that is needed to answer? Asked by `GET /healthz`. */
  readonly ready: () => Promise<boolean>;
  /** Requests a second that one address may make on average, over a minute; null: as many as it likes. */
  readonly rateLimit: number | null;
  /** Addresses or networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** The site's own address (`https://credit.example.cn`); null: whatever a request was addressed to. */
  readonly origin: string | null;
  /** Files to take away, which as streams are no routes of the contract. */
  readonly downloads?: (app: FastifyInstance) => Promise<void>;
  /** What speaks another protocol than ours, with addresses and answers that others laid down (c2sp.org). */
  readonly protocols?: readonly ((app: FastifyInstance) => Promise<void>)[];
  /** Counts requests; see server/metrics. */
  readonly observe?: (app: FastifyInstance) => void;
  /** The portal's pages, mounted beside the API. */
  readonly pages?: (app: FastifyInstance) => Promise<void>;
}

/** Who owns the server takes the application's listener and decides when requests reach it (`gate.ts`). */
interface Attach {
  attach(handler: RequestListener): Server;
}

const securityHeaders = {
  // The pages set their own, with a nonce (pages.ts); an answer of the API runs nothing at all.
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { "default-src": ["'none'"], "frame-ancestors": ["'none'"] },
  },
  crossOriginResourcePolicy: { policy: "cross-origin" },
  // Public pages are served over plain HTTP in a city's inner network too; the proxy that ends TLS adds it.
  strictTransportSecurity: false,
  referrerPolicy: { policy: "same-origin" },
} as const;

/** Asked by machines that watch over this one: never held up, never counted as a visitor. */
const isProbe = (url: string | undefined): boolean => url === "/healthz" || url === "/livez";

/** The methods that the API has for an address. */
const methodsOf = (routes: readonly BoundRoute[], url: string): string => {
  const asked = (url.split("?")[0] ?? "").slice(apiPrefix.length).split("/");
  const fits = (path: string): boolean => {
    const parts = path.split("/");
    return parts.length === asked.length && parts.every((part, i) => part.startsWith(":") || part === asked[i]);
  };
  const found = new Set(routes.filter(({ route }) => fits(route.path)).map(({ route }) => route.method as string));
  if (found.size === 0 || found.has("GET")) found.add("GET").add("HEAD");
  return [...found].join(", ");
};

/**
 * The HTTP side of the program: every route of the contract below `/api/v1`, its OpenAPI description, `/healthz`, and the pages.
 * @throws Error when a route names no action or two routes share a URL
 */
export const buildHttp = async (options: HttpOptions, gate?: Attach): Promise<FastifyInstance> => {
  const app = fastify({
    ...(gate ? { serverFactory: (handler: RequestListener) => gate.attach(handler) } : {}),
    logger: false,
    genReqId: () => randomUUID().slice(0, 8),
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: 64 * 1024,
    handlerTimeout: 15_000,
    routerOptions: { maxParamLength: 2000, ignoreTrailingSlash: false },
    frameworkErrors: (error, request, reply) => void answerProblem(request, reply, problemOf(error)),
  });

  app.setErrorHandler((error, request, reply) => {
    const answer = problemOf(error);
    if (answer.status >= 500)
      options.log.error({ request: request.id, route: request.routeOptions.url, ...errorFacts(error) }, answer.code);
    return answerProblem(request, reply, answer);
  });
  app.addHook("onResponse", async (request, reply) => {
    options.log.info({
      request: request.id,
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
  });

  options.observe?.(app);
  app.addHook("onRequest", async (request) => assertSameOrigin(request, options.origin));
  await app.register(cookie);
  await app.register(helmet, securityHeaders);
  await turnAwayUnderLoad(app, (request) => isProbe(request.routeOptions.url));
  if (options.rateLimit !== null) {
    await app.register(rateLimit, {
      max: options.rateLimit * 60,
      timeWindow: 60_000,
      keyGenerator: (request) => callerKey(request.ip),
      allowList: (request) =>
        isProbe(request.routeOptions.url) ||
        isThisMachine(request.ip) ||
        request.headers[inProcessHeader.name] === inProcessHeader.value,
      errorResponseBuilder: (_request, context) =>
        problem("request.too_many", { retryAfter: Math.ceil(context.ttl / 1000) }),
    });
  }

  // Alive is more than nothing and less than ready: whoever restarts what is dead asks here, whoever sends visitors asks /healthz.
  app.get("/livez", (_request, reply) => reply.header("cache-control", "no-store").send({ status: "alive" }));
  app.get("/healthz", { logLevel: "silent" }, async (_request, reply) => {
    const ready = await options.ready().catch(() => false);
    return reply
      .code(ready ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ status: ready ? "ready" : "not ready" });
  });

  await app.register(
    async (api) => {
      const description = JSON.stringify(describeApi(options.routes.map(({ route }) => route)));
      api.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) =>
        done(null, body),
      );
      const secure = options.origin?.startsWith("https:") ?? false;
      for (const bound of options.routes) addRoute(api, bound, { ...options, secure });
      api.get("/openapi.json", (request, reply) =>
        sendBody(
          request,
          reply
            .type("application/json; charset=utf-8")
            .header("cache-control", "public, max-age=300")
            .header("access-control-allow-origin", "*"),
          description,
        ),
      );
      // A route of its own, not a not-found handler: otherwise the pages' wildcard would answer here.
      api.get("/*", (request, reply) => answerProblem(request, reply, problem("route.not_found")));
      // People who open the API's own address want its description in words, which is a page of the portal.
      api.get("/", (_request, reply) => reply.redirect("/developers", 303));
      api.route({
        method: ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        url: "/*",
        handler: (request, reply) =>
          answerProblem(
            request,
            reply.header("allow", methodsOf(options.routes, request.url)),
            problem("route.method_not_allowed", { method: request.method }),
          ),
      });
    },
    { prefix: apiPrefix },
  );
  if (options.downloads) await options.downloads(app);
  for (const mount of options.protocols ?? []) await mount(app);
  if (options.pages) await options.pages(app);
  else app.setNotFoundHandler((request, reply) => answerProblem(request, reply, problem("route.not_found")));
  await app.ready();
  return app;
};
