import type { z } from "zod";
import type { Action } from "./access/policy.ts";
import type { ProblemCode } from "./problem.ts";
import type { Words } from "./words.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** One route of the API: URL, schemas, right, OpenAPI entry and typed client in one object. */
export interface Route<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Answer extends z.ZodType = z.ZodType,
  Body extends z.ZodObject = z.ZodObject,
> {
  readonly name: string;
  readonly method: Method;
  /** Below `/api/v1`, parameters as `:name`. */
  readonly path: string;
  readonly action: Action;
  readonly tag: string;
  readonly summary: Words;
  readonly params: Params;
  readonly query: Query;
  /** JSON object sent with POST and PUT. Its names differ from those of params and query: all three arrive as one. */
  readonly body?: Body;
  /** Takes raw bytes (`application/octet-stream`) instead of JSON, at most this many; the handler finds them as `bytes`. */
  readonly bytes?: number;
  readonly answer: Answer;
  /** Answers with a file to take away instead of JSON: the handler returns a `Download`. */
  readonly download?: true;
  /** Seconds that shared caches may keep the answer, where anybody may read it; every such answer has an ETag besides. */
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

export const defineRoute = <
  const R extends Omit<Route, "params" | "query" | "answer" | "body">,
  P extends z.ZodObject,
  Q extends z.ZodObject,
  A extends z.ZodType,
  B extends z.ZodObject,
>(
  route: R & { params: P; query: Q; answer: A; body?: B },
): Route<P, Q, A, B> & Pick<R, keyof R & ("action" | "method" | "bytes" | "download")> => route;

/** zod reads an empty object as "no key may be there", which would forbid the keys of the other parts. */
type Keys<T> = string extends keyof T ? unknown : T;

type Bytes<R> = R extends { readonly bytes: number } ? { readonly bytes: Uint8Array } : unknown;

/** What a caller hands in: params, query and body of a route, before coercion. */
export type RouteInput<R> =
  R extends Route<infer P, infer Q, z.ZodType, infer B>
    ? Keys<z.input<P>> & Keys<z.input<Q>> & Keys<z.input<B>> & Bytes<R>
    : never;
/** What the handler sees: params, query and body after validation. */
export type RouteArgs<R> =
  R extends Route<infer P, infer Q, z.ZodType, infer B>
    ? Keys<z.output<P>> & Keys<z.output<Q>> & Keys<z.output<B>> & Bytes<R>
    : never;
export type RouteAnswer<R> = R extends Route<z.ZodObject, z.ZodObject, infer A, z.ZodObject> ? z.output<A> : never;
