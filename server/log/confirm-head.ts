import type { Actor } from "@chengxin/domain/access/actor.ts";
import { transact, type Database } from "../platform/db.ts";
import { newestCheckpoint } from "./bundles.ts";
import type { SignedHead } from "./continue-log.ts";
import { readGuard, writeGuard } from "./guard.ts";
import { presentLog } from "./keys.ts";

/**
 * The file of what was signed is made anew where it is missing: the database's newest checkpoint is the newest that anybody has, says the operator. That is
 * so on a machine that joins others, and after a move without the file; after a restore a witness or a reader has to be asked first.
 * @throws Error in words; then nothing was changed
 */
export const confirmHead = async (
  { database, guardPath }: { readonly database: Database; readonly guardPath: string },
  by: { readonly actor: Actor; readonly at: Date },
  head: SignedHead,
): Promise<void> => {
  if (readGuard(guardPath)) throw new Error("the file of what was signed is there; nothing was changed");
  const log = await presentLog(database.pool);
  const newest = log && (await newestCheckpoint(database.sql, log.logNo));
  if (!log || !newest) throw new Error("nothing was signed yet: the log goes on by itself; nothing was changed");
  if (newest.size !== head.size || newest.root.toString("base64") !== head.root)
    throw new Error(
      `the newest checkpoint of this database is "${newest.size} ${newest.root.toString("base64")}", not that: if the other one is newer the database was set back (npm run log -- status); nothing was changed`,
    );
  await transact(database, by, (tx) => {
    tx.note({ action: "log.head_confirmed", object: `log:${log.logNo}`, data: { ...head } });
    return Promise.resolve();
  });
  await writeGuard(guardPath, {
    format: "chengxin-log-1",
    logNo: log.logNo,
    origin: log.origin,
    committed: { size: newest.size, root: newest.root.toString("hex") },
    intended: null,
  });
};
