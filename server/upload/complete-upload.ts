import { problem } from "@chengxin/domain/problem.ts";
import type { RouteArgs } from "@chengxin/domain/route.ts";
import type { completeUpload as route, Upload } from "@chengxin/domain/upload/api.ts";
import type { Ask } from "../platform/ask.ts";
import { transact, type Tx } from "../platform/db.ts";
import { findUpload, viewUpload, type UploadHead } from "./queries.ts";
import type { UploadServices } from "./services.ts";

type Lock = Pick<UploadHead, "state" | "bytes" | "received" | "sha256">;

const lockUpload = async ({ client }: Tx, upload: string): Promise<Lock> => {
  const { rows } = await client.query<Lock>(
    "select state, bytes, received, sha256 from upload where upload_id = $1 for update",
    [upload],
  );
  if (!rows[0]) throw problem("object.not_found");
  return rows[0];
};

/**
 * All parts are there: compares size and digest, and queues the import. Said twice it changes nothing.
 * @throws Problem upload.incomplete, upload.digest_differs (the upload is cancelled), upload.closed, upload.file_lost
 */
export const completeUpload = async (
  services: UploadServices,
  { upload, sha256 }: RouteArgs<typeof route>,
  ask: Ask<"upload.send">,
): Promise<Upload> => {
  const { database, uploads } = services;
  const { source } = await findUpload(database, upload);
  ask.permit({ source });
  const object = `upload:${upload}`;
  const queued = await uploads.inTurn(upload, async () => {
    const now = await findUpload(database, upload);
    // another tab, or the same one after an answer that was lost
    if (now.sha256 !== null && (sha256 === undefined || now.sha256.toString("hex") === sha256)) return true;
    return transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
      const row = await lockUpload(tx, upload);
      if (row.state !== "receiving") throw problem("upload.closed", { state: row.state });
      if (row.received < row.bytes) throw problem("upload.incomplete", { received: row.received, bytes: row.bytes });
      const digest = await uploads.files.digest(upload, row.bytes);
      if (sha256 !== undefined && digest.toString("hex") !== sha256) {
        await tx.client.query(
          "update upload set state = 'cancelled', changed_at = greatest($2, changed_at) where upload_id = $1",
          [upload, tx.at],
        );
        tx.note({ action: "upload.digest_differed", object, role: ask.standing, data: {} });
        return false;
      }
      await tx.client.query(
        `update upload set state = 'queued', sha256 = $2, queued_at = greatest($3, created_at), changed_at = greatest($3, changed_at) where upload_id = $1`,
        [upload, digest, tx.at],
      );
      tx.note({
        action: "upload.queued",
        object,
        role: ask.standing,
        data: { bytes: row.bytes, sha256: digest.toString("hex") },
      });
      return true;
    });
  });
  if (!queued) {
    await uploads.files.remove(upload);
    throw problem("upload.digest_differs");
  }
  uploads.kick();
  return viewUpload(services, ask.actor, upload);
};

/** Throws an upload away whose import has not begun. @throws Problem upload.closed */
export const cancelUpload = async (
  services: UploadServices,
  { upload }: { readonly upload: string },
  ask: Ask<"upload.send">,
): Promise<Upload> => {
  const { database, uploads } = services;
  const { source } = await findUpload(database, upload);
  ask.permit({ source });
  await uploads.inTurn(upload, () =>
    transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
      const { state } = await lockUpload(tx, upload);
      if (state !== "receiving" && state !== "queued") throw problem("upload.closed", { state });
      await tx.client.query(
        "update upload set state = 'cancelled', changed_at = greatest($2, changed_at) where upload_id = $1",
        [upload, tx.at],
      );
      tx.note({ action: "upload.cancelled", object: `upload:${upload}`, role: ask.standing, data: {} });
    }),
  );
  await uploads.files.remove(upload);
  return viewUpload(services, ask.actor, upload);
};
