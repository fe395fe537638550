import { parseVkey } from "@chengxin/verifier/note.js";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { transact, type Database } from "../../platform/db.ts";

/** Who witnesses our log, as the operator says it. */

export interface Witness {
  readonly witnessNo: number;
  readonly name: string;
  /** Submission and monitoring prefix, without a slash at its end. */
  readonly url: string;
  readonly vkey: string;
}

interface By {
  readonly actor: Actor;
  readonly at: Date;
}

export const listWitnesses = async ({ pool }: Pick<Database, "pool">): Promise<Witness[]> =>
  (
    await pool.query<Witness>(
      `select witness_no as "witnessNo", name, url, vkey from log_witness where ended_at is null order by witness_no`,
    )
  ).rows;

/** How many of them have to cosign, and the number of that decision. */
export interface Policy {
  readonly policyNo: number;
  readonly quorum: number;
}

/** Until anybody decides, nobody has to. */
export const presentPolicy = async ({ pool }: Pick<Database, "pool">): Promise<Policy> =>
  (await pool.query<Policy>(`select policy_no as "policyNo", quorum from log_policy order by policy_no desc limit 1`))
    .rows[0] ?? { policyNo: 0, quorum: 0 };

const isAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === "");
};

/** @throws Error in words */
export const addWitness = async (
  database: Database,
  { name, url, vkey }: Omit<Witness, "witnessNo">,
  by: By,
): Promise<void> => {
  if (name.trim() === "" || name.length > 100 || /\p{Cc}/u.test(name)) throw new Error("a name for people is needed");
  if (!isAddress(url))
    throw new Error(`an address such as https://paper.example/witness is needed, not ${JSON.stringify(url)}`);
  await parseVkey(vkey, "witness").catch(() => {
    throw new Error(
      "that is no verifier key of a witness: it has the form name+8 hexadecimal digits+base64 and begins its last part with B",
    );
  });
  if ((await database.pool.query("select from witness_key where vkey = $1", [vkey])).rowCount)
    throw new Error("that is this instance's own key: a witness of itself says nothing to others");
  const asked = await listWitnesses(database);
  if (asked.some((known) => known.name === name || known.vkey === vkey))
    throw new Error("a witness of that name or key is there already: remove it first");
  await transact(database, by, async ({ client, note }) => {
    const { rows } = await client.query<{ no: number }>(
      "insert into log_witness (name, url, vkey, added_at) values ($1, $2, $3, $4) returning witness_no as no",
      [name, url.replace(/\/+$/, ""), vkey, by.at],
    );
    note({ action: "log.witness-added", object: `log_witness:${rows[0]?.no}`, data: { name, url, vkey } });
  });
};

/** @returns whether there was one. @throws Error in words when those that are left are fewer than have to cosign */
export const removeWitness = async (database: Database, name: string, by: By): Promise<boolean> => {
  const asked = await listWitnesses(database);
  const one = asked.find((known) => known.name === name);
  if (!one) return false;
  const { quorum } = await presentPolicy(database);
  if (asked.length - 1 < quorum)
    throw new Error(`${quorum} have to cosign, and ${asked.length - 1} would be left: lower the quorum first`);
  await transact(database, by, async ({ client, note }) => {
    await client.query("update log_witness set ended_at = $2 where witness_no = $1", [one.witnessNo, by.at]);
    note({ action: "log.witness-removed", object: `log_witness:${one.witnessNo}`, data: { name } });
  });
  return true;
};

/** @throws Error in words when there are not so many */
export const setQuorum = async (database: Database, quorum: number, by: By): Promise<void> => {
  const { length } = await listWitnesses(database);
  if (!Number.isInteger(quorum) || quorum < 0 || quorum > length)
    throw new Error(`a number from 0 to ${length}, which is how many witnesses there are, is needed`);
  await transact(database, by, async ({ client, note }) => {
    await client.query("insert into log_policy (quorum, at) values ($1, $2)", [quorum, by.at]);
    note({ action: "log.quorum-set", object: "log:present", data: { quorum } });
  });
};
