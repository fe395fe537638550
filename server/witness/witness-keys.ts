import { nameFault, parseVkey } from "@chengxin/verifier/note.js";
import type pg from "pg";
import { NothingToDo, transact, transactIfDue, type Database } from "../platform/db.ts";
import { ed25519Of, newSeed } from "../platform/ed25519.ts";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { placeOf, witnessSeed } from "../platform/keys/sealed-columns.ts";
import { signatureLine, vkeyOf } from "../platform/note-key.ts";

/** Keys by which this instance cosigns: never those of its own log, and known to the database only sealed. */

/** A key that signs. */
export interface WitnessKey {
  readonly name: string;
  readonly vkey: string;
  /** A signature line over a checkpoint's text, as cosignature/v1 (c2sp.org/tlog-cosignature). @param time in seconds since 1970 */
  cosign(text: string, time: number): string;
}

/** What may be told of a key. */
export interface KnownKey {
  readonly vkey: string;
  readonly madeAt: Date;
  readonly endedAt: Date | null;
}

const keyOf = (name: string, vkey: string, seed: Uint8Array): WitnessKey => {
  const { publicKey, sign } = ed25519Of(seed);
  return {
    name,
    vkey,
    cosign: (text, time) => {
      const at = Buffer.alloc(8);
      at.writeBigUInt64BE(BigInt(time));
      const signature = sign(Buffer.from(`cosignature/v1\ntime ${time}\n${text}`));
      return signatureLine(name, "witness", publicKey, at, signature);
    },
  };
};

/** The keys that sign now, the oldest first; none: this instance is no witness yet. */
export const signingKeys = async (client: pg.ClientBase | pg.Pool, keys: Keyring): Promise<WitnessKey[]> => {
  const { rows } = await client.query<{ key_no: number; name: string; vkey: string; seed_sealed: Buffer }>(
    "select key_no, name, vkey, seed_sealed from witness_key where ended_at is null order by key_no",
  );
  return rows.map(({ key_no, name, vkey, seed_sealed }) =>
    keyOf(
      name,
      vkey,
      Buffer.from(keys.open(witnessSeed.purpose, placeOf(witnessSeed, [key_no]), seed_sealed), "base64"),
    ),
  );
};

/** Every key there ever was, the oldest first. */
export const listKeys = async (client: pg.ClientBase | pg.Pool): Promise<KnownKey[]> =>
  (
    await client.query<{ vkey: string; madeAt: Date; endedAt: Date | null }>(
      `select vkey, made_at as "madeAt", ended_at as "endedAt" from witness_key order by key_no`,
    )
  ).rows;

interface Changing {
  readonly database: Database;
  readonly keys: Keyring;
}
interface By {
  readonly actor: Actor;
  readonly at: Date;
}

/**
 * A new key; those that are there go on signing beside it until they are ended.
 * @param name such as `credit.example.cn/witness`
 * @returns its verifier key
 * @throws Error in words when the name can't be one
 */
export const makeKey = async (services: Changing, name: string, by: By): Promise<string> => {
  if (name === "" || name.length > 200 || nameFault.test(name))
    throw new Error(
      `a name such as credit.example.cn/witness is needed, without spaces and +, not ${JSON.stringify(name)}`,
    );
  return transact(services.database, by, async ({ client, note }) => {
    const { rows } = await client.query<{ no: number }>("select coalesce(max(key_no), 0) + 1 as no from witness_key");
    const keyNo = rows[0]?.no ?? 1;
    const seed = newSeed();
    const vkey = vkeyOf(name, "witness", ed25519Of(seed).publicKey);
    await parseVkey(vkey, "witness");
    await client.query(
      "insert into witness_key (key_no, name, vkey, seed_sealed, made_at) values ($1, $2, $3, $4, $5)",
      [
        keyNo,
        name,
        vkey,
        services.keys.seal(witnessSeed.purpose, placeOf(witnessSeed, [keyNo]), seed.toString("base64")),
        by.at,
      ],
    );
    note({ action: "witness.key-made", object: `witness_key:${keyNo}`, data: { vkey } });
    return vkey;
  });
};

/** @returns whether there was such a key that still signed */
export const endKey = async ({ database }: Pick<Changing, "database">, vkey: string, by: By): Promise<boolean> => {
  const ended = await transactIfDue(database, by, async ({ client, note }) => {
    const { rows } = await client.query<{ key_no: number }>(
      "update witness_key set ended_at = $2 where vkey = $1 and ended_at is null returning key_no",
      [vkey, by.at],
    );
    if (!rows[0]) throw new NothingToDo();
    note({ action: "witness.key-ended", object: `witness_key:${rows[0].key_no}`, data: { vkey } });
    return true;
  });
  return ended ?? false;
};
