import { transact, type Database } from "../platform/db.ts";
import type { ClaimedUpload } from "./run-upload.ts";

/**
 * The next upload to read in: one that a process which died has begun, else the one that waits longest of the department whose turn it is,
 * which is the one whose last file was begun longest ago. Only who holds the queue's lock may ask.
 */
export const claimUpload = (database: Database, at: Date): Promise<ClaimedUpload | null> =>
  database.pool
    .query<{ upload_id: string }>(
      `select u.upload_id from upload u
       where u.state in ('importing', 'queued')
       order by u.state = 'importing' desc,
         (select max(o.started_at) from upload o where o.source_id = u.source_id) nulls first,
         u.queued_at, u.upload_id
       limit 1`,
    )
    .then(({ rows }) => (rows[0] ? begin(database, at, rows[0].upload_id) : null));

const begin = (database: Database, now: Date, upload: string): Promise<ClaimedUpload | null> =>
  transact(database, { actor: { kind: "system", name: "uploads" }, at: now }, async ({ client, at, note }) => {
    const { rows } = await client.query<ClaimedUpload>(
      `update upload u set state = 'importing', started_at = $2, changed_at = greatest($2, u.changed_at), attempts = u.attempts + 1
       from source s, item i
       where u.upload_id = $1 and u.state in ('importing', 'queued') and s.source_id = u.source_id and i.item_id = u.item_id
       returning u.upload_id, s.code as source, i.code as item, u.file_name, u.language, u.account_id, u.role, u.attempts, u.batch_id,
         (select b.state from batch b where b.batch_id = u.batch_id) as batch_state`,
      [upload, at],
    );
    note({ action: "upload.import_begun", object: `upload:${upload}`, data: { attempt: rows[0]?.attempts ?? 0 } });
    // cancelled meanwhile
    return rows[0] ?? null;
  });
