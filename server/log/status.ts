import type { Database } from "../platform/db.ts";
import { newestCheckpoint } from "./bundles.ts";
import { readGuard } from "./guard.ts";
import { presentLog, publishedKeys } from "./keys.ts";
import { checkWhatWasSigned, LogStands, type StandReason } from "./round.ts";

/** What the operator does when the log stands. Until then publication goes on, new entries wait, and nothing is lost. */
const whatToDo: Readonly<Record<StandReason, string>> = {
  rolledBack: `The database was set back, or is another installation's. Nothing more is signed, so that nobody sees two pasts.
  1. Is there a newer copy of the database (the old disk, a later backup)? Start on that one: the log goes on by itself.
  2. If what was lost is lost for good: npm run log -- continue. That begins a new log, which says which one it continues.`,
  guardMissing: `Nothing here tells whether this database is the newest: it was restored, moved, or this machine is new. Nothing is signed until somebody says so.
  1. Is the file there (log/signed.json in the data folder of before)? Put it in its place: the log goes on by itself.
  2. Otherwise ask a witness or a reader for the newest checkpoint that they have. If it is the one above: npm run log -- confirm --head "SIZE ROOT".
     If theirs is newer: npm run log -- continue --head "SIZE ROOT" with theirs.`,
  guardDamaged: `The file of what was signed can't be read. Keep it.
  1. Put an intact copy in its place, if there is one: the log goes on by itself.
  2. Otherwise ask a witness or a reader for the newest checkpoint that they have. If it is the one in the database, move the damaged file aside: the log goes on.
     If it is newer: npm run log -- continue --head "SIZE ROOT" with the second and third line of that checkpoint.`,
  treeDamaged: `Stored tiles are not what was signed: somebody or something changed the database. Keep it as it is and take a backup.
  1. npm run log -- monitor names what differs.
  2. Start on a copy that is whole: the log goes on by itself. Without one: npm run log -- continue.`,
  contradicted: `A witness has a checkpoint that this log's key signed and this database lacks (table log_contradiction).
  1. Is there a newer copy of the database? Start on that one: the log goes on by itself.
  2. Without one: npm run log -- continue. The new log says that it continues what the witness has.
  3. If the database was never set back somebody else has the log's key: find out how, and continue as well.`,
};

const standing = async (services: {
  readonly database: Database;
  readonly guardPath: string;
}): Promise<LogStands | null> => {
  try {
    await checkWhatWasSigned(services);
    return null;
  } catch (error) {
    if (error instanceof LogStands) return error;
    throw error;
  }
};

/** The log's state in words, and whether it stands. */
export const describeLog = async (
  services: { readonly database: Database; readonly guardPath: string },
  at: Date,
): Promise<{ readonly lines: readonly string[]; readonly stands: boolean }> => {
  const { database, guardPath } = services;
  const log = await presentLog(database.pool);
  if (!log) return { lines: ["there is no log yet; it begins with the first start of the program"], stands: false };
  const newest = await newestCheckpoint(database.sql, log.logNo);
  const { rows } = await database.pool.query<{ leaves: number; oldest: Date | null }>(
    "select coalesce(sum(leaves), 0)::bigint as leaves, min(at) as oldest from log_group where first_index is null",
  );
  const { leaves = 0, oldest = null } = rows[0] ?? {};
  const keys = await publishedKeys(database, log.origin);
  const stands = await standing(services);
  const signed = stands && !stands.reason.startsWith("guard") ? readGuard(guardPath) : null;
  const head = signed && (signed.intended ?? signed.committed);
  return {
    lines: [
      `log ${log.logNo}  ${log.origin}`,
      ...keys.map(({ vkey, activeFrom, activeUntil }) => {
        const ends = activeUntil === null ? "" : ` until ${activeUntil}`;
        return `key  ${vkey}  ${activeUntil !== null && Date.parse(activeUntil) <= at.getTime() ? "signed" : "signs"} from ${activeFrom}${ends}`;
      }),
      newest
        ? `size  ${newest.size}, root ${newest.root.toString("base64")}, signed ${newest.at.toISOString()}`
        : "size  nothing signed yet",
      `waiting  ${leaves}${oldest ? `, the oldest since ${oldest.toISOString()}` : ""}`,
      ...(stands
        ? [
            `STANDS (${stands.reason}): ${stands.message}`,
            ...(head ? [`signed last  ${head.size} ${Buffer.from(head.root, "hex").toString("base64")}`] : []),
            whatToDo[stands.reason],
          ]
        : ["runs: what is stored is what was signed"]),
    ],
    stands: stands !== null,
  };
};
