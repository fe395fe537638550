import type { ReadingRole } from "@chengxin/domain/access/files.ts";
import type { GroundChoice } from "@chengxin/domain/ground/api.ts";

/** A choice as the value of one control: as what, for which source, what for. */
export const writeChoice = ({ role, source, purpose }: GroundChoice): string =>
  [role, source?.id ?? "", purpose.id].join(" ");

/** The API decides whether it is one of those it offered. */
export const readChoice = (value: string): { role: ReadingRole; source: string | undefined; purpose: string } => {
  const [role = "", source = "", purpose = ""] = value.split(" ");
  return { role: role as ReadingRole, source: source === "" ? undefined : source, purpose };
};
