import type { Route, RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";

/** A route of the contract with the function that answers it. */
export interface BoundRoute {
  readonly route: Route;
  readonly handle: (args: Record<string, unknown>) => Promise<unknown>;
}

/** Joins a route and its handler; the types of both must fit the contract. */
export const bind = <R extends Route>(
  route: R,
  handler: (args: RouteArgs<R>) => Promise<RouteAnswer<R>>,
): BoundRoute => ({
  route,
  // What arrives here was made by the route's own schemas.
  handle: (args) => handler(args as RouteArgs<R>),
});

/** Every URL of the API begins with this. */
export const apiPrefix = "/api/v1";
