import type { z } from "zod";
import type { Action } from "./access/policy.ts";
import type { ProblemCode } from "./problem.ts";
import type { Words } from "./words.ts";

/** One route of the API: URL, schemas, right, OpenAPI entry and typed client in one object. */
export interface Route<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly name: string;
  readonly method: "GET";
  /** Below `/api/v1`, parameters as `:name`. */
  readonly path: string;
  readonly action: Action;
  readonly tag: string;
  readonly summary: Words;
  readonly params: Params;
  readonly query: Query;
  readonly answer: Answer;
  /** Seconds that shared caches may keep the answer; every answer has an ETag besides. */
  readonly maxAge: number;
  readonly problems: readonly ProblemCode[];
  /** Columns of the CSV form (`?format=csv`). Only for lists. */
  readonly csv?: readonly CsvColumn[];
}

/**
 * One column: a dotted path into one item (through a list: every member), the header, and words for the values where they are codes.
 * What is `Words` at the path's end stands there in the language of the answer, as the header does.
 */
export type CsvColumn = readonly [path: string, header: Words, words?: Readonly<Record<string, Words>>];

export const defineRoute = <P extends z.ZodObject, Q extends z.ZodObject, A extends z.ZodType>(
  route: Route<P, Q, A>,
): Route<P, Q, A> => route;

/** zod reads an empty object as "no key may be there", which would forbid the keys of the other half. */
type Keys<T> = string extends keyof T ? unknown : T;

/** What a caller hands in: params and query of a route, before coercion. */
export type RouteInput<R> = R extends Route<infer P, infer Q, z.ZodType> ? Keys<z.input<P>> & Keys<z.input<Q>> : never;
/** What the handler sees: params and query after validation. */
export type RouteArgs<R> = R extends Route<infer P, infer Q, z.ZodType> ? Keys<z.output<P>> & Keys<z.output<Q>> : never;
export type RouteAnswer<R> = R extends Route<z.ZodObject, z.ZodObject, infer A> ? z.output<A> : never;
