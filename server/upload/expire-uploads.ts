import { keptDays } from "@chengxin/domain/upload/upload.ts";
import { transact, type Database } from "../platform/db.ts";
import type { UploadFiles } from "./upload-files.ts";

const dayMs = 86_400_000;

/** Throws away uploads that nobody went on with, and files that no open upload owns. @returns how many uploads */
export const expireUploads = async (database: Database, files: UploadFiles, now: Date): Promise<number> => {
  // listed first: a file that comes to be afterwards belongs to an upload that is not looked at
  const present = await files.list();
  const { rows } = await database.pool.query<{ upload_id: string; stale: boolean }>(
    "select upload_id, state = 'receiving' and changed_at < $1 as stale from upload where state in ('receiving', 'queued', 'importing')",
    [new Date(now.getTime() - keptDays * dayMs)],
  );
  const stale = rows.filter((row) => row.stale).map((row) => row.upload_id);
  if (stale.length > 0)
    await transact(database, { actor: { kind: "system", name: "uploads" }, at: now }, async ({ client, at, note }) => {
      await client.query(
        "update upload set state = 'expired', changed_at = $2 where upload_id = any ($1::uuid[]) and state = 'receiving'",
        [stale, at],
      );
      for (const upload of stale) note({ action: "upload.expired", object: `upload:${upload}`, data: {} });
    });
  const open = new Set(rows.filter((row) => !row.stale).map((row) => row.upload_id));
  for (const name of present) if (!open.has(name)) await files.remove(name);
  return stale.length;
};
