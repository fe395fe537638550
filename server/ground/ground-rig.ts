import type { AccountActor, Role } from "@chengxin/domain/access/actor.ts";
import * as api from "@chengxin/domain/ground/api.ts";
import type { Ground } from "@chengxin/domain/ground/api.ts";
import { buildRecord, type BuiltOrganisation } from "../test/build.ts";
import { official, type Files } from "../test/files.ts";

/** Where the invented organisations are, and a source of the test catalogue with its number. */
export const county = "210602";
export const department = "market-supervision";

export const officialAs = (role: Role): AccountActor =>
  official(role, {
    ...(role === "countyOffice" ? { region: county } : {}),
    ...(role === "departmentClerk" ? { source: department } : {}),
  });

/** What is said for a purpose, complete. */
export const saidFor = (purpose: string) => ({
  purpose,
  ground: "办理〔2026〕12号来件，核对档案",
  ...(purpose === "window-query" ? { relation: "employee", letterNumber: "授字〔2026〕第9号" } : {}),
  ...(purpose === "confidential-investigation" ? { visibleFrom: "2026-09-01" } : {}),
});

export const open = (
  files: Files,
  actor: AccountActor,
  { uscc }: Pick<BuiltOrganisation, "uscc">,
  said: Readonly<Record<string, unknown>> = {},
  at?: string,
): Promise<Ground> => {
  const [grant] = actor.grants;
  const role = grant?.role;
  const purpose = typeof said["purpose"] === "string" ? said["purpose"] : "objection-handling";
  const source = grant?.source ? { source: grant.source } : {};
  return files.ask(actor, api.openGround, { uscc, role, ...source, ...saidFor(purpose), ...said }, at);
};

export const read = (files: Files, actor: AccountActor, { uscc, groundId }: Ground, at?: string) =>
  files.ask(actor, api.showFileOnGround, { uscc, groundId }, at);

/** A penalty as it lies in the test catalogue. */
export const penalty = 3;
export const content = {
  CF_WSH: "样罚〔2026〕1号",
  CF_SY: "负责人孙志刚未按规定公示",
  BZ: "内部备注",
  CF_FRDB: "孙志刚",
};

export const storeRecord = (
  files: Files,
  { organisationId }: BuiltOrganisation,
  fields: Partial<Parameters<typeof buildRecord>[1]> = {},
) =>
  buildRecord(files.services.database, {
    organisation_id: organisationId,
    item_id: penalty,
    source_id: 1,
    content,
    ...fields,
  });
