import { apiRoutes } from "./api-routes.ts";
import type { BoundRoute } from "./platform/http.ts";

/** Every route of the API as a contract; their handlers have nothing to stand on and must not be called. */
export const everyRoute = (): BoundRoute[] => {
  const nothing = new Proxy({}, { get: () => nothing }) as never;
  return apiRoutes(nothing);
};
