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
