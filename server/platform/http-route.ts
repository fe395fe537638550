import { allowed, policy, type Actor } from "@chengxin/domain/access/policy.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { secondsToMidnight, type Clock } from "./clock.ts";
import { toCsv, type CsvColumns } from "./csv.ts";
import type { BoundRoute } from "./http.ts";
import { languageOf } from "./negotiate.ts";
import { sendBody } from "./send-body.ts";

// Nobody signs in yet: every caller of the API is the public.
const publicActor: Actor = { kind: "public" };

const hasNul = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(hasNul) : typeof value === "string" && value.includes("\0");

/** Checks one part of the input; the first fault is named in the problem's data. A field that the route doesn't know is a fault: a misspelt filter must not answer with everything. */
const read = (schema: z.ZodObject, input: unknown): Record<string, unknown> => {
  for (const [field, value] of Object.entries(input as Record<string, unknown>)) {
    if (hasNul(value)) throw problem("request.invalid", { field, fault: "characters" });
  }
  const result = schema.strict().safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.code === "unrecognized_keys" ? (issue.keys[0] ?? "") : String(issue?.path[0] ?? "");
  if (field === "cursor") throw problem("request.cursor_invalid");
  throw problem("request.invalid", { field: field.slice(0, 60), fault: issue?.code ?? "invalid" });
};

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

/**
 * Puts a route of the contract on the server: policy, validation, handler, answer cut to the contract (what the contract
 * doesn't name never leaves), ETag, cache time, CSV.
 */
export const addRoute = (app: FastifyInstance, { route, handle }: BoundRoute, clock: Clock): void => {
  if (!Object.hasOwn(policy, route.action)) throw new Error(`route ${route.name} names no action of the policy`);
  app.get(route.path, async (request, reply) => {
    if (!allowed(publicActor, route.action)) throw problem("access.refused");
    const args = { ...read(route.params, request.params), ...read(route.query, request.query) };
    const answer: unknown = route.answer.parse(await handle(args));
    reply
      .header("cache-control", `public, max-age=${Math.min(route.maxAge, secondsToMidnight(clock.now()))}`)
      .header("access-control-allow-origin", "*")
      .header("access-control-expose-headers", "etag, link, retry-after");
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
  });
};
