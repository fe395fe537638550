import { z } from "zod";
import * as calendar from "@chengxin/domain/calendar/api.ts";
import * as catalogue from "@chengxin/domain/catalogue/api.ts";
import * as log from "@chengxin/domain/log/api.ts";
import * as witnesses from "@chengxin/domain/log/witnesses-api.ts";
import * as organisation from "@chengxin/domain/organisation/api.ts";
import * as record from "@chengxin/domain/record/api.ts";
import type { Route } from "@chengxin/domain/route.ts";
import type { Words } from "@chengxin/domain/words.ts";

/** One parameter or answer field, readable. `path` is dotted, `[]` for list items. */
export interface Described {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly initial: string | null;
}

export interface RouteReference {
  readonly name: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: Words;
  readonly maxAge: number;
  readonly csv: boolean;
  readonly problems: readonly string[];
  readonly parameters: readonly (Described & { readonly where: "path" | "query" })[];
  readonly answer: readonly Described[];
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: string | number | boolean;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly default?: string | number | boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const schemaOf = (type: z.ZodType, io: "input" | "output"): Schema =>
  z.toJSONSchema(type, { io, unrepresentable: "any", reused: "inline" }) as Schema;

/** Safe-integer bounds that zod writes into every whole number say nothing to a reader. */
const bound = (value: number | undefined): number | undefined =>
  value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value;

/** A schema's type in one phrase: `integer 1–100`, `YYYY-MM-DD`, `adverse | favourable`, `text | null`. */
export const typePhrase = (schema: Schema): string => {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typePhrase))].join(" | ");
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.const !== undefined) return String(schema.const);
  if (schema.pattern === "^\\d{4}-\\d{2}-\\d{2}$") return "YYYY-MM-DD";
  if (schema.type === "array") return schema.items?.properties ? "list" : `list of ${typePhrase(schema.items ?? {})}`;
  if (schema.type === "string")
    return schema.pattern ? `text ${schema.pattern}` : schema.maxLength ? `text ≤ ${schema.maxLength}` : "text";
  if (schema.type === "integer" || schema.type === "number") {
    const [least, most] = [bound(schema.minimum), bound(schema.maximum)];
    return least !== undefined && most !== undefined ? `${schema.type} ${least}–${most}` : schema.type;
  }
  return schema.type ?? "number";
};

const nested = (schema: Schema): Schema | undefined =>
  schema.properties ? schema : (schema.anyOf ?? schema.oneOf)?.map(nested).find((found) => found !== undefined);

const describe = (schema: Schema, prefix = "", depth = 3): Described[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, its]) => {
    const path = prefix + name;
    const inner = its.type === "array" ? nested(its.items ?? {}) : nested(its);
    const own: Described = {
      path: its.type === "array" ? `${path}[]` : path,
      type: inner && its.type !== "array" ? (its.anyOf ? "object | null" : "object") : typePhrase(its),
      required: schema.required?.includes(name) ?? false,
      initial: its.default === undefined ? null : String(its.default),
    };
    return inner && depth > 1 ? [own, ...describe(inner, `${own.path}.`, depth - 1)] : [own];
  });

const isRoute = (value: unknown): value is Route =>
  typeof value === "object" && value !== null && "path" in value && "answer" in value;

/** The reference of every route, from the very contracts that the server answers by. */
export const describeRoutes = (): RouteReference[] =>
  [organisation, record, catalogue, calendar, log, witnesses].flatMap((area) =>
    Object.values<unknown>(area)
      .filter(isRoute)
      .map((route) => ({
        name: route.name,
        path: `/api/v1${route.path.replaceAll(/:(\w+)/g, "{$1}")}`,
        tag: route.tag,
        summary: route.summary,
        maxAge: route.maxAge,
        csv: route.csv !== undefined,
        problems: route.problems,
        parameters: [
          ...describe(schemaOf(route.params, "input"), "", 1).map((parameter) => ({
            ...parameter,
            required: true,
            where: "path" as const,
          })),
          ...describe(schemaOf(route.query, "input"), "", 1).map((parameter) => ({
            ...parameter,
            where: "query" as const,
          })),
        ],
        answer: describe(schemaOf(route.answer, "output")),
      })),
  );
