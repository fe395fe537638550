import * as api from "@chengxin/domain/organisation/api.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { getOrganisation } from "./queries.ts";
import { searchOrganisations } from "./search.ts";
import type { OrganisationServices } from "./services.ts";

export const organisationRoutes = (services: OrganisationServices): BoundRoute[] => [
  bind(api.searchOrganisations, (args) => searchOrganisations(services, args)),
  bind(api.showOrganisation, ({ uscc }) => getOrganisation(services, uscc)),
];
