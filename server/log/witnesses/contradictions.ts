import { hash } from "node:crypto";
import { Refusal } from "@chengxin/verifier/bytes.js";
import { openCheckpoint, trustIn, type Checkpoint } from "@chengxin/verifier/checkpoint.js";
import type { Clock } from "../../platform/clock.ts";
import { NothingToDo, transactIfDue, type Database } from "../../platform/db.ts";
import { publishedKeys, type Log } from "../keys.ts";
import { rootAt } from "../tree.ts";
import { askWitness, NoAnswer } from "./ask-witness.ts";
import type { Witness } from "./configure.ts";

/**
 * A witness that knows more of our log than we do, or something else, says that the database was set back or that somebody else signs with our key. It is
 * believed when it shows a checkpoint that our own key signed, and not on its word: a witness alone can't bring the log to a stand.
 */

interface Services {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

type Kind = "ahead" | "fork";

/** What the witness cosigned last, if our own key signed it; else null. */
const shownCheckpoint = async (
  { database, log }: Services,
  { url }: Witness,
  stop: AbortSignal,
): Promise<Checkpoint | null> => {
  try {
    const { status, text } = await askWitness(`${url}/${hash("sha256", log.origin)}/checkpoint`, null, stop);
    if (status !== 200) return null;
    const keys = (await publishedKeys(database, log.origin)).map(({ vkey }) => vkey);
    return await openCheckpoint(text, await trustIn(keys));
  } catch (error) {
    if (error instanceof NoAnswer || error instanceof Refusal) return null;
    throw error;
  }
};

const newestSize = async ({ database, log }: Services): Promise<number> =>
  (
    await database.pool.query<{ size: number }>(
      "select coalesce(max(size), 0) as size from log_checkpoint where log_no = $1",
      [log.logNo],
    )
  ).rows[0]?.size ?? 0;

const kindOf = async (services: Services, { size, root }: Checkpoint): Promise<Kind | null> => {
  if (size > (await newestSize(services))) return "ahead";
  const ours = await rootAt(services.database.pool, services.log.logNo, size);
  return ours.equals(root) ? null : "fork";
};

/**
 * Looks whether a witness that refuses us has proof against us, and notes it once.
 * @returns what is proven; null: nothing
 */
export const examineWitness = async (services: Services, witness: Witness, stop: AbortSignal): Promise<Kind | null> => {
  const { database, clock, log } = services;
  const shown = await shownCheckpoint(services, witness, stop);
  const kind = shown && (await kindOf(services, shown));
  if (!shown || kind === null) return null;
  await transactIfDue(database, { actor: { kind: "system", name: "log" }, at: clock.now() }, async (tx) => {
    const { rowCount } = await tx.client.query(
      `insert into log_contradiction (log_no, size, witness_no, kind, note, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [log.logNo, shown.size, witness.witnessNo, kind, shown.note, tx.at],
    );
    if (rowCount === 0) throw new NothingToDo();
    tx.note({
      action: "log.contradicted",
      object: `log_witness:${witness.witnessNo}`,
      data: { kind, size: shown.size, witness: witness.name },
    });
  });
  return kind;
};
