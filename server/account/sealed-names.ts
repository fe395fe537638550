import type { Person } from "@chengxin/domain/account/administration-api.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { placeOf } from "../platform/keys/sealed-columns.ts";

const columns = { displayName: "display_name_sealed", contact: "contact_sealed" } as const;
const place = (column: keyof typeof columns, accountId: string): string =>
  placeOf({ table: "account", column: columns[column] }, [accountId]);

/** Names of people are sealed: the database alone tells none. */
export const sealName = (keys: Keyring, column: keyof typeof columns, accountId: string, text: string): Buffer =>
  keys.seal("account", place(column, accountId), text);

export const openName = (keys: Keyring, column: keyof typeof columns, accountId: string, sealed: Buffer): string =>
  keys.open("account", place(column, accountId), sealed);

/** Somebody as administrators see them. */
export const person = (keys: Keyring, accountId: string, sealed: Buffer): Person => ({
  accountId,
  displayName: openName(keys, "displayName", accountId, sealed),
});

const grantReason = (grantId: string): string =>
  placeOf({ table: "account_grant", column: "reason_sealed" }, [grantId]);

/** Why a role is proposed. */
export const sealGrantReason = (keys: Keyring, grantId: string, text: string): Buffer =>
  keys.seal("account", grantReason(grantId), text);

/** Proposals of before stand in clear, and the operator's fixed words do. */
export const openGrantReason = (
  keys: Keyring,
  { grant_id, reason, reason_sealed }: { grant_id: string; reason: string | null; reason_sealed: Buffer | null },
): string => (reason_sealed === null ? (reason ?? "") : keys.open("account", grantReason(grant_id), reason_sealed));
