import { isPublic } from "@chengxin/domain/access/policy.ts";
import { problem, problemStatus } from "@chengxin/domain/problem.ts";
import type { Route } from "@chengxin/domain/route.ts";
import { z } from "zod";
import { apiPrefix } from "./http.ts";
import { problemTitle } from "./problem-words.ts";

type Schema = Record<string, unknown>;

const schemaOf = (type: z.ZodType, io: "input" | "output"): Schema => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, {
    io,
    unrepresentable: "any",
    target: "draft-2020-12",
  }) as Schema;
  return schema;
};

/** One value of each parameter that answers on an instance with the demonstration set. */
const exampleOf: Readonly<Record<string, string | number>> = {
  q: "丹东",
  uscc: "91210602MA00013766",
  organisation: "91210602MA00013766",
  item: "penalty",
  from: "2026-01-01",
  to: "2026-12-31",
  region: "210602",
  limit: 20,
  format: "json",
  language: "zh",
  after: "2026-09-28",
  days: 7,
  year: 2026,
};

const parametersOf = (type: z.ZodObject, where: "path" | "query"): Schema[] => {
  const schema = schemaOf(type, "input");
  const required = new Set((schema["required"] as string[] | undefined) ?? []);
  return Object.entries((schema["properties"] as Record<string, Schema> | undefined) ?? {}).map(([name, its]) => {
    const { description, examples, ...rest } = its;
    return {
      name,
      in: where,
      required: where === "path" || required.has(name),
      ...(description ? { description } : {}),
      ...(Array.isArray(examples) || name in exampleOf
        ? { example: Array.isArray(examples) ? (examples[0] as unknown) : exampleOf[name] }
        : {}),
      schema: rest,
    };
  });
};

/** Problems that any route can answer with. */
const general = [
  "request.invalid",
  "request.too_many",
  "request.cross_site",
  "request.timeout",
  "service.starting",
  "service.busy",
  "service.failed",
] as const;

/** Besides, of a route that not everybody may use. */
const signedInOnly = [
  "session.required",
  "session.second_factor_required",
  "access.refused",
  "object.not_found",
] as const;

const problemResponses = (route: Route): Record<string, Schema> => {
  const codes = [
    ...new Set([
      ...route.problems,
      ...general.filter((code) => code !== "request.cross_site" || route.method !== "GET"),
      ...(isPublic(route.action) ? [] : signedInOnly),
    ]),
  ];
  const byStatus = Map.groupBy(codes, (code) => problemStatus[code]);
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, its]) => [
        String(status),
        {
          description: its.join(", "),
          ...(status === 429 || status === 503
            ? { headers: { "Retry-After": { description: "seconds", schema: { type: "integer" } } } }
            : {}),
          content: {
            "application/problem+json": {
              schema: { $ref: "#/components/schemas/Problem" },
              examples: Object.fromEntries(
                its.map((code) => [
                  code,
                  {
                    value: {
                      type: `/problems/${code}`,
                      title: problemTitle(problem(code), "zh"),
                      status,
                      code,
                      data: {},
                      request: "3f2a91c0",
                    },
                  },
                ]),
              ),
            },
          },
        },
      ]),
  );
};

const bodyOf = (route: Route): Schema => {
  if (route.bytes !== undefined)
    return {
      requestBody: {
        required: true,
        description: `at most ${route.bytes} bytes`,
        content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
      },
    };
  if (!route.body) return {};
  return {
    requestBody: { required: true, content: { "application/json": { schema: schemaOf(route.body, "input") } } },
  };
};

/** Methods of one address side by side. */
const pathItems = (routes: readonly Route[]): Record<string, Schema> => {
  const items: Record<string, Schema> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    items[path] = { ...items[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return items;
};

const operationOf = (route: Route): Schema => ({
  operationId: route.name,
  tags: [route.tag],
  summary: route.summary.zh,
  description: route.summary.en,
  parameters: [...parametersOf(route.params, "path"), ...parametersOf(route.query, "query")],
  ...bodyOf(route),
  ...(isPublic(route.action) ? {} : { security: [{ session: [] }] }),
  responses: {
    "200": {
      description: route.summary.zh,
      headers: {
        ETag: { description: "SHA-256 of the answer; send it back in If-None-Match", schema: { type: "string" } },
        "Cache-Control": {
          schema: { type: "string" },
          example: isPublic(route.action) ? `public, max-age=${route.maxAge}` : "no-store",
        },
        ...(route.csv ? { Link: { description: 'rel="next": the following page', schema: { type: "string" } } } : {}),
      },
      content: {
        ...(route.download
          ? { "application/octet-stream": { schema: { type: "string", format: "binary" } } }
          : { "application/json": { schema: schemaOf(route.answer, "output") } }),
        ...(route.csv
          ? {
              "text/csv": {
                schema: {
                  type: "string",
                  description: `UTF-8 with BOM, RFC 4180: ${route.csv.map(([, header]) => header.zh).join(", ")}`,
                },
              },
            }
          : {}),
      },
    },
    "304": { description: "unchanged" },
    ...problemResponses(route),
  },
});

/** OpenAPI 3.1 of the routes; their zod schemas are JSON Schema 2020-12, which 3.1 takes as they are. */
export const describeApi = (routes: readonly Route[]): Schema => ({
  openapi: "3.1.0",
  info: {
    title: "诚信 Chengxin",
    version: "1",
    description:
      "组织公共信用信息公开接口。Public credit information about organisations; natural persons are neither recorded nor rated.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: apiPrefix }],
  tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
  paths: pathItems(routes),
  components: {
    securitySchemes: {
      session: {
        type: "apiKey",
        in: "cookie",
        name: "session",
        description: "`__Host-session` where the site uses HTTPS",
      },
    },
    schemas: {
      Problem: {
        type: "object",
        description: "RFC 9457",
        required: ["type", "title", "status", "code", "data", "request"],
        properties: {
          type: { type: "string", format: "uri-reference" },
          title: { type: "string", description: "in the language of Accept-Language, Chinese by default" },
          status: { type: "integer" },
          code: { type: "string", enum: Object.keys(problemStatus) },
          data: { type: "object", additionalProperties: { type: ["string", "number"] } },
          request: { type: "string", description: "names the request in the operator's log" },
        },
      },
    },
  },
});
