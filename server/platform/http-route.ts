import type { AccountActor, Actor } from "@chengxin/domain/access/actor.ts";
import { isPublic, rightOf, standingFor } from "@chengxin/domain/access/policy.ts";
import { problem, type Problem } from "@chengxin/domain/problem.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AccessLog } from "./access-log.ts";
import { accessEvents, assertDecided, openAsk, type OpenAsk } from "./ask.ts";
import { callerKey } from "./callers.ts";
import { secondsToMidnight, type Clock } from "./clock.ts";
import { toCsv, type CsvColumns } from "./csv.ts";
import type { BoundRoute, Download } from "./http.ts";
import { languageOf } from "./negotiate.ts";
import { readInput } from "./read-input.ts";
import { sendBody } from "./send-body.ts";
import { keptValue, sessionToken, setKeptCookie, setSessionCookie } from "./session-cookie.ts";

/** Who a session's token stands for, now. */
export interface Sessions {
  find(token: string, at: Date): Promise<AccountActor | null>;
}

export interface RouteServices {
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly accessLog: Pick<AccessLog, "write" | "refused">;
  /** The site is reached by HTTPS: cookies are bound to it. */
  readonly secure: boolean;
  /** The site's own address; null: whatever a request was addressed to. */
  readonly origin: string | null;
}

/** What is carried is measured by the line, not by the work: a part over a slow one takes a minute, a large file longer. The gate ends what is sent too slowly. */
export const longestTransferMs = 2 * 3_600_000;

const publicActor: Actor = { kind: "public" };

const isPage = (value: unknown): value is { items: unknown[]; next?: string | null } =>
  typeof value === "object" && value !== null && "items" in value && Array.isArray(value.items);

/** The same URL with another cursor, as a `Link` header. */
const linkToNext = (request: FastifyRequest, cursor: string): string => {
  const url = new URL(request.url, "http://localhost");
  url.searchParams.set("cursor", cursor);
  return `<${url.pathname}${url.search}>; rel="next"`;
};

/** The language asked for in the address, else the reader's own. */
const csvLanguage = (request: FastifyRequest, { language }: Readonly<Record<string, unknown>>): "zh" | "en" =>
  language === "zh" || language === "en" ? language : languageOf(request.headers["accept-language"]);

const disposition = (name: string): string =>
  `attachment; filename="${name.replaceAll(/[^\w.-]/g, "_")}"; filename*=UTF-8''${encodeURIComponent(name)}`;

const sendCsv = (
  request: FastifyRequest,
  reply: FastifyReply,
  items: readonly unknown[],
  columns: CsvColumns,
  name: string,
  language: "zh" | "en",
): Promise<FastifyReply> => {
  reply
    .type("text/csv; charset=utf-8; header=present")
    .header("content-disposition", `attachment; filename="${name}.csv"`)
    .header("vary", "accept-language");
  return sendBody(request, reply, toCsv(items, columns, language));
};

/** `Host` may hold anything. */
const addressedTo = ({ protocol, host }: FastifyRequest): string | null => {
  const origin = `${protocol}://${host}`;
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(origin) ? new URL(origin).origin : null;
};

/** What may not leave gives back what it holds. */
const abandon = ({ body }: Download): void => {
  if (!Buffer.isBuffer(body)) body.destroy();
};

/** Why somebody without any standing is turned away: what would have to come first. */
const whyRefused = (actor: Actor): Problem => {
  if (actor.kind !== "account") return problem("session.required");
  return problem(actor.secondFactor ? "access.refused" : "session.second_factor_required");
};

/**
 * Puts a route of the contract on the server: session, policy, validation, handler, access event, answer cut to the contract (what the contract doesn't name
 * never leaves), ETag, cache time, CSV.
 * @throws Error when the route's action is no line of the policy
 */
export const addRoute = (app: FastifyInstance, { route, handle }: BoundRoute, services: RouteServices): void => {
  const { clock, sessions, accessLog, secure } = services;
  rightOf(route.action);
  // The same for everybody, so that caches and other sites may have it, and nobody's session is looked at.
  const open = isPublic(route.action) && route.method === "GET" && route.maxAge > 0;

  const ask = async (request: FastifyRequest): Promise<OpenAsk> => {
    const at = clock.now();
    const token = open ? null : sessionToken(request, secure);
    const actor = (token === null ? null : await sessions.find(token, at)) ?? publicActor;
    const standing = standingFor(actor, route.action);
    if (standing === null) {
      if (actor.kind === "account") await accessLog.refused(actor, at, route.action, request.id, null);
      throw whyRefused(actor);
    }
    return openAsk({
      action: route.action,
      actor,
      standing,
      at,
      requestId: request.id,
      address: callerKey(request.ip),
      userAgent: request.headers["user-agent"]?.slice(0, 200) ?? "",
      origin: services.origin ?? addressedTo(request),
      kept: keptValue(request, secure),
    });
  };

  const answerOf = async (args: Record<string, unknown>, asked: OpenAsk): Promise<unknown> => {
    try {
      const result = await handle(args, asked);
      try {
        assertDecided(asked, route.action, route.name);
        await accessLog.write(asked.actor, asked.at, accessEvents(asked, route.action));
      } catch (error) {
        if (route.download) abandon(result as Download);
        throw error;
      }
      return result;
    } catch (error) {
      if (asked.refused !== null)
        await accessLog.refused(asked.actor, asked.at, route.action, asked.requestId, asked.refused);
      throw error;
    }
  };

  app.route({
    method: route.method,
    url: route.path,
    ...(route.bytes === undefined ? {} : { bodyLimit: route.bytes, handlerTimeout: longestTransferMs }),
    ...(route.download ? { handlerTimeout: longestTransferMs } : {}),
    handler: async (request, reply) => {
      const asked = await ask(request);
      const args = readInput(route, request);
      const result = await answerOf(args, asked);
      if (asked.session !== null) setSessionCookie(reply, asked.session, secure);
      if (asked.keeping !== null) setKeptCookie(reply, asked.keeping, secure);
      if (open)
        reply
          .header("cache-control", `public, max-age=${Math.min(route.maxAge, secondsToMidnight(clock.now()))}`)
          .header("access-control-allow-origin", "*")
          .header("access-control-expose-headers", "etag, link, retry-after");
      else reply.header("cache-control", "no-store").header("vary", "cookie");
      if (route.download) {
        const { name, type, body } = result as Download;
        return reply.type(type).header("content-disposition", disposition(name)).send(body);
      }
      const answer: unknown = route.answer.parse(result);
      if (isPage(answer)) {
        if (answer.next) reply.header("link", linkToNext(request, answer.next));
        if (route.csv && args["format"] === "csv")
          return sendCsv(
            request,
            reply,
            answer.items,
            route.csv,
            `${route.name}-${clock.today()}`,
            csvLanguage(request, args),
          );
      }
      return sendBody(request, reply.type("application/json; charset=utf-8"), JSON.stringify(answer));
    },
  });
};
