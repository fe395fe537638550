import * as routes from "@chengxin/domain/account/administration-api.ts";
import { scopeOfRole } from "@chengxin/domain/access/actor.ts";
import type { WorkbenchText } from "../text/zh-CN.ts";
import type { Api } from "../../api.ts";

/** What was done, or the link that came of it. */
export type StepDone =
  | { readonly did: keyof WorkbenchText["accounts"]["done"] }
  | { readonly did: "link"; readonly link: routes.Invited };

/** What a form says in one of its fields; empty when it says nothing. */
export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

/** Takes the step that a form of the account's page names. */
export const takeStep = async (api: Api, form: FormData, accountId: string): Promise<StepDone> => {
  const text = (name: string): string => textOf(form, name);
  const [step, reason, grantId] = [text("step"), text("reason"), text("grantId")];
  switch (step) {
    case "inviteAgain":
      return { did: "link", link: await api(routes.inviteAgain, { accountId }) };
    case "resetFactor":
      return { did: "link", link: await api(routes.resetFactor, { accountId, reason }) };
    case "extend":
      await api(routes.proposeExtension, { accountId });
      return { did: step };
    case "approveExtension":
      await api(routes.approveExtension, { extensionId: grantId });
      return { did: step };
    case "endExtension":
      await api(routes.endExtension, { extensionId: grantId, reason });
      return { did: step };
    case "demandNewPassword":
      await api(routes.demandNewPassword, { accountId });
      return { did: step };
    case "enable":
      await api(routes.enableAccount, { accountId });
      return { did: step };
    case "disable":
      await api(routes.disableAccount, { accountId, reason });
      return { did: step };
    case "approve":
      await api(routes.approveGrant, { grantId });
      return { did: step };
    case "refuse":
      await api(routes.refuseGrant, { grantId, reason });
      return { did: step };
    case "end":
      await api(routes.endGrant, { grantId, reason });
      return { did: step };
    default: {
      const role = routes.Role.parse(text("role"));
      const scope = scopeOfRole[role];
      const place = {
        source: scope === "source" ? text("source") : null,
        region: scope === "region" ? text("region") : null,
      };
      await api(routes.proposeGrant, { accountId, role, ...place, reason });
      return { did: "propose" };
    }
  }
};
