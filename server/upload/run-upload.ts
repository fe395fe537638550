import type { Actor, Role } from "@chengxin/domain/access/actor.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { UploadState } from "@chengxin/domain/upload/upload.ts";
import type { ProblemCode } from "@chengxin/domain/problem.ts";
import { FileRefused, type FileFault } from "../intake/file-refused.ts";
import { importFile, ImportRefused } from "../intake/import-file.ts";
import { ImportStopped } from "../intake/import-stopped.ts";
import type { Clock } from "../platform/clock.ts";
import { transact, type Database } from "../platform/db.ts";
import type { UploadFiles } from "./upload-files.ts";

export interface RunServices {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly dataDir: string;
  readonly files: UploadFiles;
  /** Where chunks are cut. For tests. */
  readonly chunkBytes?: number;
}

/** An upload that this process alone reads in. */
export interface ClaimedUpload {
  readonly upload_id: string;
  readonly source: string;
  readonly item: string;
  readonly file_name: string;
  readonly language: "zh" | "en";
  readonly account_id: string;
  readonly role: Role;
  readonly attempts: number;
  readonly batch_id: number | null;
  readonly batch_state: "running" | "finished" | "failed" | null;
}

interface Ending {
  readonly state: Extract<UploadState, "finished" | "refused" | "failed">;
  /** Why, where it did not finish. */
  readonly faults?: readonly { readonly code: FileFault["code"] | ProblemCode; readonly data: object }[];
}

/** So often a file is begun that fails for a reason of the moment; with the pauses between them for some minutes. */
export const mostAttempts = 10;

/** The clerk as the file was sent: what it stores is stored in that name, whatever became of the account since. */
const senderOf = ({ account_id, role, source }: ClaimedUpload): Actor => ({
  kind: "account",
  accountId: account_id,
  sessionId: "",
  unit: "",
  grants: [{ role, source: role === "departmentClerk" ? source : null, region: null }],
  mandates: [],
  secondFactor: true,
});

const endUpload = async (
  { database, clock, files }: RunServices,
  upload: ClaimedUpload,
  { state, faults }: Ending,
): Promise<void> => {
  const by = { actor: { kind: "system", name: "uploads" } as const, at: clock.now() };
  await transact(database, by, async ({ client, at, note }) => {
    await client.query(
      "update upload set state = $2, faults = $3, changed_at = greatest($4, changed_at) where upload_id = $1 and state = 'importing'",
      [upload.upload_id, state, faults ? JSON.stringify(faults) : null, at],
    );
    note({ action: `upload.${state}`, object: `upload:${upload.upload_id}`, data: faults ? { faults } : {} });
  });
  await files.remove(upload.upload_id);
};

const linkBatch = ({ database, clock }: RunServices, upload: ClaimedUpload, batch: number): Promise<void> =>
  transact(database, { actor: { kind: "system", name: "uploads" }, at: clock.now() }, async ({ client, at, note }) => {
    await client.query("update upload set batch_id = $2, changed_at = greatest($3, changed_at) where upload_id = $1", [
      upload.upload_id,
      batch,
      at,
    ]);
    note({ action: "upload.batch_begun", object: `upload:${upload.upload_id}`, data: { batch } });
  });

/** How an import that threw has ended; null: not for good, it is tried again. */
const endingOf = (error: unknown, upload: ClaimedUpload): Ending | null => {
  if (error instanceof FileRefused) return { state: "refused", faults: error.faults };
  if (error instanceof ImportStopped) return { state: "failed", faults: error.faults };
  if (error instanceof ImportRefused)
    return {
      state: "refused",
      faults: [{ code: "upload.item_not_of_source", data: { source: upload.source, item: upload.item } }],
    };
  if (upload.attempts < mostAttempts) return null;
  const where = (error as { code?: string }).code ?? (error instanceof Error ? error.name : "unknown");
  return { state: "failed", faults: [{ code: "file.import_failed", data: { where } }] };
};

/**
 * Reads an upload in, or goes on where a process that died left off: a batch that it had finished is not begun again.
 * @throws the signal's reason when told to stop, or what went wrong for the moment: then it waits for another try
 */
export const runUpload = async (services: RunServices, upload: ClaimedUpload, signal: AbortSignal): Promise<void> => {
  if (upload.batch_state === "finished") {
    return endUpload(services, upload, { state: "finished" });
  }
  if (upload.batch_state === "failed") {
    return endUpload(services, upload, {
      state: "failed",
      faults: [{ code: "file.import_failed", data: { where: "batch" } }],
    });
  }
  try {
    await importFile(services, {
      path: services.files.path(upload.upload_id),
      name: upload.file_name,
      item: upload.item,
      source: upload.source,
      actor: senderOf(upload),
      language: upload.language,
      signal,
      ...(services.chunkBytes === undefined ? {} : { chunkBytes: services.chunkBytes }),
      begun: (batch) => linkBatch(services, upload, batch),
    });
  } catch (error) {
    signal.throwIfAborted();
    const ending = endingOf(error, upload);
    if (ending === null) throw error;
    return endUpload(services, upload, ending);
  }
  return endUpload(services, upload, { state: "finished" });
};
