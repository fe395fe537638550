import type { Route } from "@chengxin/domain/route.ts";
import { z } from "zod";

const uuid = "00000000-0000-4000-8000-0000000000ff";

/** By the name of the field, where any value that its schema takes would not do. */
const ownSamples: Readonly<Record<string, unknown>> = { item: "penalty", month: "2026-04" };

/** Values that some field takes; the first that a field's own schema accepts is sent. */
const candidates: readonly unknown[] = [
  "说明理由如下",
  "2026-05-01",
  "2026-05",
  "records",
  "penalty",
  uuid,
  "a".repeat(43),
  "0".repeat(64),
  "abcdef",
  1,
  true,
  [],
  [1],
  ["penalty"],
  [uuid],
  {},
];

const enumOf = (field: z.ZodType): readonly unknown[] => {
  const { enum: values = [], const: only } = z.toJSONSchema(field, { io: "input", unrepresentable: "any" });
  return only === undefined ? values : [only];
};

/**
 * Input that the schema takes, with nothing in it that need not be.
 * @throws Error that says what to add
 */
const sampleOf = (route: Route, schema: z.ZodObject): Record<string, unknown> => {
  const sample: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape) as [string, z.ZodType][]) {
    if (!field.safeParse(undefined).success) {
      const value = [ownSamples[name], ...enumOf(field), ...candidates].find((one) => field.safeParse(one).success);
      if (value === undefined)
        throw new Error(
          `${route.name}: no sample fits the field ${name}; add one to ownSamples in server/hostile/sample-rig.ts`,
        );
      sample[name] = value;
    }
  }
  return sample;
};

export interface Sample {
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>> | Buffer | undefined;
}

/** Query and body that the route's schemas accept, so that it is decided on the object and not on a missing field. */
export const sampleFor = (route: Route): Sample => {
  const query = sampleOf(route, route.query);
  if (route.bytes !== undefined) return { query, body: Buffer.from("x") };
  return { query, body: route.body === undefined ? undefined : sampleOf(route, route.body) };
};

/** The request line of a route with these params, each already escaped. */
export const pathOf = (
  route: Route,
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, unknown>> = {},
): string => {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? "");
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return `/api/v1${path}${search === "" ? "" : `?${search}`}`;
};

export const paramsOf = (route: Route): string[] => [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? "");
