import type { Role } from "@chengxin/domain/access/actor.ts";
import type { listPlaces } from "@chengxin/domain/account/administration-api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { useLanguage } from "../../text/use-text.ts";
import { inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

export type Places = RouteAnswer<typeof listPlaces>;

/** A role with the place it is for, in words. A place that the catalogue no longer has is shown by its code. */
export const useRoleWords = ({ sources, regions }: Places) => {
  const text = useWorkbenchText();
  const language = useLanguage();
  return ({ role, source, region }: { role: Role; source: string | null; region: string | null }): string => {
    const name =
      sources.find(({ id }) => id === source)?.name ?? regions.find(({ code }) => code === region)?.name ?? null;
    const place = name ? inWords(name, language) : (source ?? region);
    return place === null ? text.roles[role] : text.accounts.roleAt(text.roles[role], place);
  };
};
