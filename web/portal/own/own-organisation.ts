import { listOwnOrganisations } from "@chengxin/domain/dossier/readers-api.ts";
import type { Api } from "../../api.ts";
import { ApiProblem } from "../../api-problem.ts";

/** The organisation of a page, as the account's own. @throws ApiProblem as for one that doesn't exist, when the account doesn't act for it */
export const ownOrganisation = async (api: Api, uscc: string): Promise<{ uscc: string; name: string }> => {
  const { items } = await api(listOwnOrganisations, {});
  const found = items.find((one) => one.uscc === uscc);
  if (!found) throw new ApiProblem("object.not_found", 404, {});
  return { uscc, name: found.name };
};
