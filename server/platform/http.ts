import type { Route, RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { Readable } from "node:stream";
import type { Ask } from "./ask.ts";

/** A file to take away. */
export interface Download {
  /** As the reader's machine will call it; any characters. */
  readonly name: string;
  readonly type: string;
  readonly body: Buffer | Readable;
}

/** A route of the contract with the function that answers it. */
export interface BoundRoute {
  readonly route: Route;
  readonly handle: (args: Record<string, unknown>, ask: Ask) => Promise<unknown>;
}

type AnswerOf<R> = R extends { readonly download: true } ? Download : RouteAnswer<R>;

/** Joins a route and its handler; the types of both must fit the contract, and what is decided on must fit the right. */
export const bind = <R extends Route>(
  route: R,
  handler: (args: RouteArgs<R>, ask: Ask<R["action"]>) => Promise<AnswerOf<R>>,
): BoundRoute => ({
  route,
  // What arrives here was made by the route's own schemas.
  handle: (args, ask) => handler(args as RouteArgs<R>, ask),
});

/** Every URL of the API begins with this. */
export const apiPrefix = "/api/v1";
