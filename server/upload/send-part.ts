import { problem } from "@chengxin/domain/problem.ts";
import type { RouteArgs } from "@chengxin/domain/route.ts";
import type { sendPart as route } from "@chengxin/domain/upload/api.ts";
import type { Ask } from "../platform/ask.ts";
import { transact } from "../platform/db.ts";
import { findUpload } from "./queries.ts";
import type { UploadServices } from "./services.ts";

/**
 * Takes a part: on disk first, then acknowledged in the database, then answered. Cut off anywhere between, the same part is asked for again.
 * Parts of one upload that arrive at the same time take turns; only the one that begins at the right place is taken.
 * @throws Problem upload.closed, upload.offset_wrong (with the right one), upload.part_beyond_end, upload.disk_full, upload.file_lost
 */
export const sendPart = async (
  { database, uploads }: UploadServices,
  { upload, offset, bytes }: RouteArgs<typeof route>,
  ask: Ask<"upload.send">,
): Promise<{ received: number }> => {
  const { source } = await findUpload(database, upload);
  ask.permit({ source });
  if (bytes.length === 0) throw problem("request.invalid", { field: "", fault: "empty" });
  return uploads.inTurn(upload, () =>
    transact(database, { actor: ask.actor, at: ask.at }, async ({ client, at, note }) => {
      const { rows } = await client.query<{ state: string; bytes: number; received: number }>(
        "select state, bytes, received from upload where upload_id = $1 for update",
        [upload],
      );
      const [row] = rows;
      if (!row) throw problem("object.not_found");
      if (row.state !== "receiving") throw problem("upload.closed", { state: row.state });
      if (row.received !== offset) throw problem("upload.offset_wrong", { received: row.received });
      const received = offset + bytes.length;
      if (received > row.bytes) throw problem("upload.part_beyond_end", { bytes: row.bytes });
      await uploads.files.write(upload, offset, bytes);
      await client.query(
        "update upload set received = $2, changed_at = greatest($3, changed_at) where upload_id = $1",
        [upload, received, at],
      );
      note({ action: "upload.part", object: `upload:${upload}`, role: ask.standing, data: { offset, received } });
      return { received };
    }),
  );
};
