import type { listPlaces as route } from "@chengxin/domain/account/administration-api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { AccountServices } from "./services.ts";

/** What a role can be for: departments that send data, and counties of today. */
export const listPlaces = ({ catalogue }: Pick<AccountServices, "catalogue">): RouteAnswer<typeof route> => ({
  sources: [...catalogue.sources.values()].map(({ id, name }) => ({ id, name })),
  regions: [...catalogue.regions.values()]
    .filter(({ level, abolished }) => !abolished && (level === "county" || level === "zone"))
    .map(({ code, name }) => ({ code, name })),
});
