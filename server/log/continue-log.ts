import { rmSync } from "node:fs";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { readCheckpoint } from "@chengxin/verifier/checkpoint.js";
import { parseNote } from "@chengxin/verifier/note.js";
import { transact, type Database, type Tx } from "../platform/db.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { newestCheckpoint } from "./bundles.ts";
import { GuardFileDamaged, keepGuard, readGuard, type GuardState } from "./guard.ts";
import { addKey, beginLock, newOrigin, presentLog, type Log } from "./keys.ts";
import { checkWhatWasSigned, LogStands, roundLock } from "./round.ts";

/** Size and root (base64) of a tree. */
export interface SignedHead {
  readonly size: number;
  readonly root: string;
}

interface Continued {
  readonly log: Log;
  readonly continues: SignedHead & { readonly origin: string };
  /** Where the old log's file is kept; null: there was none. */
  readonly kept: string | null;
}

/** The largest tree that a witness proves to have been signed; null: none was needed. */
const provenHead = async ({ client }: Pick<Tx, "client">, { logNo }: Log): Promise<SignedHead | null> => {
  const { rows } = await client.query<{ note: string }>(
    "select note from log_contradiction where log_no = $1 order by size desc limit 1",
    [logNo],
  );
  if (!rows[0]) return null;
  const { size, root } = readCheckpoint(parseNote(rows[0].note).text);
  return { size, root: Buffer.from(root).toString("base64") };
};

/** null: there is no file, or it says nothing. */
const readableGuard = (path: string): GuardState | null => {
  try {
    return readGuard(path);
  } catch (error) {
    if (error instanceof GuardFileDamaged) return null;
    throw error;
  }
};

/**
 * The last tree that was signed for a log: what the file says; else what the operator knows, from a witness or a reader.
 * @throws Error in words when nobody knows, or they say different things
 */
const lastSigned = (log: Log, guard: GuardState | null, confirmed: SignedHead | null): SignedHead => {
  const known = guard?.logNo === log.logNo && guard.origin === log.origin ? (guard.intended ?? guard.committed) : null;
  const signed = known && { size: known.size, root: Buffer.from(known.root, "hex").toString("base64") };
  if (signed && confirmed && (signed.size !== confirmed.size || signed.root !== confirmed.root))
    throw new Error(`what was signed last is "${signed.size} ${signed.root}", not that; nothing was changed`);
  const head = signed ?? confirmed;
  if (head) return head;
  throw new Error(
    "the file of what was signed says nothing about this log: give --head with size and root of the newest checkpoint that a witness or a reader has; nothing was changed",
  );
};

interface ContinueServices {
  readonly database: Database;
  readonly keys: Keyring;
  readonly guardPath: string;
}

/** @throws Error in words when the log could go on by itself */
const refuseRunning = async (services: ContinueServices): Promise<void> => {
  try {
    await checkWhatWasSigned(services);
  } catch (error) {
    if (error instanceof LogStands) return;
    throw error;
  }
  throw new Error(
    'the log doesn\'t stand: it goes on by itself, and nothing was changed. To begin another one all the same, confirm its head: --head "SIZE ROOT"',
  );
};

/**
 * Begins another log in the place of one that can't go on. Its first entries say which key signs it and which tree of which log it continues; entries that wait
 * for a place get it here. The keys of the old log sign no more; its tiles and checkpoints stay served.
 * @param base what the new one is called; a random part follows
 * @param confirmed the old log's head as the operator knows it
 * @throws Error in words; then nothing was changed
 */
export const continueLog = async (
  services: ContinueServices,
  by: { readonly actor: Actor; readonly at: Date },
  base: string,
  confirmed: SignedHead | null,
): Promise<Continued> => {
  const { database, keys, guardPath } = services;
  if (!confirmed) await refuseRunning(services);
  const continued = await transact(database, by, async (tx): Promise<Continued> => {
    // nobody signs meanwhile
    await tx.client.query("select pg_advisory_xact_lock($1), pg_advisory_xact_lock($2)", [beginLock, roundLock]);
    const old = await presentLog(tx.client);
    if (!old) throw new Error("there is no log yet; it begins with the first start of the program");
    const stored = await newestCheckpoint(tx.sql, old.logNo);
    const proven = await provenHead(tx, old);
    const head =
      proven && proven.size > (stored?.size ?? 0) ? proven : lastSigned(old, readableGuard(guardPath), confirmed);
    if (stored && stored.size > head.size)
      throw new Error(
        `the database has a checkpoint of ${stored.size} entries, more than ${head.size}: confirm that one, or bring back the file of what was signed; nothing was changed`,
      );
    const log: Log = { logNo: old.logNo + 1, origin: newOrigin(base) };
    await tx.client.query("update log_key set active_until = $1 where coalesce(active_until, 'infinity') > $1", [
      tx.at,
    ]);
    await tx.client.query("insert into log (log_no, origin, begun_at) values ($1, $2, $3)", [
      log.logNo,
      log.origin,
      tx.at,
    ]);
    await addKey(tx, keys, log.origin, [{ kind: "continuation", origin: old.origin, ...head }]);
    tx.note({
      action: "log.continued",
      object: `log:${log.logNo}`,
      data: { origin: log.origin, continues: old.origin, size: head.size },
    });
    return { log, continues: { origin: old.origin, ...head }, kept: await keepGuard(guardPath, old.logNo) };
  });
  // a file that can't be read would hold up the new log; one that can is overtaken by its first round
  if (!readableGuard(guardPath)) rmSync(guardPath, { force: true });
  return continued;
};
