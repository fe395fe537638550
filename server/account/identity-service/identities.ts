import type { Tx } from "../../platform/db.ts";
import type { Keyring } from "../../platform/keys/keyring.ts";
import { externalIdentity, placeOf } from "../../platform/keys/sealed-columns.ts";

const { data: hashed } = externalIdentity.lookup;

/** The account that the issuer's subject is; undefined: none. */
export const findIdentity = (keys: Keyring, tx: Tx, issuer: string, subject: string) =>
  tx.sql
    .selectFrom("external_identity as i")
    .innerJoin("account as a", "a.account_id", "i.account_id")
    .select(["a.account_id", "a.kind", "a.login", "a.state", "a.valid_until", "a.must_change_password"])
    .select(["a.last_sign_in_at"])
    .where("i.issuer", "=", issuer)
    .where(
      "i.subject_mac",
      "in",
      keys.macs("account", hashed(subject)).map(({ mac }) => mac),
    )
    .executeTakeFirst();

/** Serialises linking, so that two versions of the key can't hold one subject twice. */
const oneAtATime = (tx: Tx) => tx.client.query("select pg_advisory_xact_lock(hashtext('external_identity'))");

/** Makes the subject the account's. @returns false when either is linked already */
export const addIdentity = async (
  keys: Keyring,
  tx: Tx,
  { accountId, issuer, subject }: { accountId: string; issuer: string; subject: string },
): Promise<boolean> => {
  await oneAtATime(tx);
  if (await findIdentity(keys, tx, issuer, subject)) return false;
  const { mac, keyVersion } = keys.mac("account", hashed(subject));
  const place = placeOf(externalIdentity, [accountId, issuer]);
  const { numInsertedOrUpdatedRows } = await tx.sql
    .insertInto("external_identity")
    .values({
      account_id: accountId,
      issuer,
      subject_sealed: keys.seal("account", place, subject),
      subject_mac: mac,
      subject_key_version: keyVersion,
      linked_at: tx.at,
    })
    .onConflict((conflict) => conflict.columns(["account_id", "issuer"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

export const markUsed = (tx: Tx, accountId: string, issuer: string) =>
  tx.sql
    .updateTable("external_identity")
    .set({ last_used_at: tx.at })
    .where("account_id", "=", accountId)
    .where("issuer", "=", issuer)
    .execute();
