import * as api from "@chengxin/domain/account/administration-api.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import * as change from "./change-account.ts";
import * as extensions from "./extensions.ts";
import * as grants from "./grants.ts";
import { inviteOfficial } from "./invite-official.ts";
import { listAccounts } from "./list-accounts.ts";
import { listPlaces } from "./list-places.ts";
import type { AccountServices } from "./services.ts";
import { showAccount } from "./show-account.ts";

export const administrationRoutes = (services: AccountServices): BoundRoute[] => [
  bind(api.listAccounts, (args, ask) => listAccounts(services, args, ask)),
  bind(api.showAccount, ({ accountId }, ask) => showAccount(services, accountId, ask)),
  bind(api.listPlaces, async () => listPlaces(services)),
  bind(api.inviteOfficial, (args, ask) => inviteOfficial(services, args, ask)),
  bind(api.inviteAgain, ({ accountId }, ask) => change.inviteAgain(services, accountId, ask)),
  bind(api.resetFactor, (args, ask) => change.resetFactor(services, args, ask)),
  bind(api.disableAccount, (args, ask) => change.disableAccount(services, args, ask)),
  bind(api.enableAccount, ({ accountId }, ask) => change.enableAccount(services, accountId, ask)),
  bind(api.proposeExtension, ({ accountId }, ask) => extensions.proposeExtension(services, accountId, ask)),
  bind(api.approveExtension, ({ extensionId }, ask) => extensions.approveExtension(services, extensionId, ask)),
  bind(api.endExtension, (args, ask) => extensions.endExtension(services, args, ask)),
  bind(api.demandNewPassword, ({ accountId }, ask) => change.demandNewPassword(services, accountId, ask)),
  bind(api.proposeGrant, (args, ask) => grants.proposeGrant(services, args, ask)),
  bind(api.approveGrant, ({ grantId }, ask) => grants.approveGrant(services, grantId, ask)),
  bind(api.refuseGrant, (args, ask) => grants.refuseGrant(services, args, ask)),
  bind(api.endGrant, (args, ask) => grants.endGrant(services, args, ask)),
];
