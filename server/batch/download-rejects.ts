import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { problem } from "@chengxin/domain/problem.ts";
import { rejectsPath, writeReceipt } from "../intake/deliver-receipt.ts";
import type { Ask } from "../platform/ask.ts";
import type { Download } from "../platform/http.ts";
import { noteReading } from "./list-rejections.ts";
import type { BatchServices } from "./services.ts";
import { findBatch, type BatchHeadRow } from "./show-batch.ts";

const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Two people who ask at once wait for one file. */
const inMaking = new Map<number, Promise<void>>();

/** Makes the workbook anew from what is stored, with the receipt beside it. */
const makeAgain = async (
  { database, catalogue, dataDir }: BatchServices,
  head: BatchHeadRow,
  language: "zh" | "en",
): Promise<void> => {
  const item = catalogue.items.get(head.item);
  if (!item) throw problem("object.not_found");
  await writeReceipt({
    database,
    dataDir,
    batch: head.batch_id,
    item,
    source: head.source,
    file: head.file_name,
    sha256: head.file_sha256,
    layout: head.layout,
    encoding: head.encoding,
    headers: JSON.parse(head.header) as string[],
    fileNotes: head.file_notes === null ? [] : (JSON.parse(head.file_notes) as never[]),
    language,
    stopped: head.failure === null ? [] : [head.failure],
  });
};

/** The marked workbook of a batch's rejected rows; made again when the file is gone. @throws Problem object.not_found (none rejected), batch.not_ended */
export const downloadRejects = async (
  services: BatchServices,
  { batch, language = "zh" }: { readonly batch: number; readonly language?: "zh" | "en" | undefined },
  ask: Ask<"rejects.read">,
): Promise<Download> => {
  const head = await findBatch(services.database, batch);
  ask.permit({ source: head.source });
  if (head.state === "running") throw problem("batch.not_ended");
  if (head.rejected === 0) throw problem("object.not_found");
  noteReading(ask, head, "workbook");
  const path = rejectsPath(services.dataDir, batch, head.item);
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  if (!there) {
    const making = inMaking.get(batch) ?? makeAgain(services, head, language).finally(() => inMaking.delete(batch));
    inMaking.set(batch, making);
    await making;
  }
  const plain = head.file_name.replace(/\.[^.]*$/, "");
  return {
    name: language === "en" ? `${plain}-returned-${batch}.xlsx` : `${plain}-退回-${batch}.xlsx`,
    type,
    body: createReadStream(path),
  };
};
