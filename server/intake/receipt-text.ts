import type { ReceiptWords } from "@chengxin/domain/text/receipt-words.ts";
import { columnLabel, type Receipt } from "./receipt.ts";
import { mostRejectsInWorkbook } from "./rejects-workbook.ts";
import type { ChunkCounts } from "./store-chunk.ts";

/** Columns a text takes on a terminal: Chinese characters take two. */
const displayWidth = (text: string): number =>
  [...text].reduce(
    (sum, c) =>
      sum +
      (/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6]/.test(c) ? 2 : 1),
    0,
  );
const pad = (text: string, columns: number): string => text + " ".repeat(Math.max(0, columns - displayWidth(text)));

const countLines = (counts: ChunkCounts, words: ReceiptWords): string[] => {
  const { intake } = words;
  const number = (n: number): string => n.toLocaleString("en-US").padStart(12);
  const parts = [counts.accepted, counts.corrected, counts.duplicate, counts.rejected, counts.turnedAway];
  const labels = [intake.read, intake.accepted, intake.corrected, intake.duplicate, intake.rejected, intake.turnedAway];
  const columns = Math.max(...labels.map(displayWidth)) + 2;
  return [counts.read, ...parts].map(
    (n, i) =>
      `  ${pad(labels[i] as string, columns)}${number(n)}${i === 0 ? `  ${intake.adds(parts.map(String).join(" + "))}` : ""}`,
  );
};

/** What a receipt calls things: item, source and the item's fields. */
export interface ReceiptNames {
  readonly item: string;
  readonly source: string;
  field(id: string): string;
}

/** What the sender must not overlook, directly below the counts. */
const headLines = (receipt: Receipt, words: ReceiptWords): string[] => {
  const { intake } = words;
  const lines: string[] = [];
  if (receipt.read === 0) lines.push(`!! ${intake.nothingRead}`);
  for (const [code, say, mark] of [
    ["record.superseded_content", intake.superseded, "!! "],
    ["record.withdrawn_before", intake.withdrawnBefore, "!! "],
    ["record.withdrawn", intake.withdrawn, ""],
    ["record.corrected_within_file", intake.correctedWithinFile, ""],
  ] as const) {
    const n = receipt.notes[code] ?? 0;
    if (n > 0) lines.push(`${mark}${say(n, receipt.noteRows[code] ?? [])}`);
  }
  if (receipt.read > 0 && receipt.duplicate === receipt.read && lines.length === 0) lines.push(intake.nothingNew);
  return lines.length === 0 ? [] : ["", ...lines];
};

/** A receipt in words, for the terminal. */
export const receiptText = (receipt: Receipt, names: ReceiptNames, words: ReceiptWords): string => {
  const { intake } = words;
  const lines = [
    intake.receiptOf(receipt.file, names.item, names.source),
    ...(receipt.stopped.length > 0 ? [intake.stoppedReceipt] : []),
    ...countLines(receipt, words),
    ...headLines(receipt, words),
  ];
  for (const note of receipt.fileNotes) lines.push(`  · ${words.fileNote(note)}`);
  if (receipt.problems.length > 0) {
    lines.push("", intake.reasons);
    for (const { code, count, examples } of receipt.problems) {
      lines.push(`  ${code}  ${intake.times(count)}`);
      for (const { row, header, name, data } of examples)
        lines.push(`      ${intake.example(row, columnLabel(header, name))}  ${words.problem(code, data)}`);
    }
  }
  const section = (title: string, tally: Readonly<Record<string, number>>, say: (code: string) => string): void => {
    const entries = Object.entries(tally).sort((a, b) => b[1] - a[1]);
    if (entries.length === 0) return;
    lines.push("", title);
    for (const [code, n] of entries) lines.push(`  ${intake.times(n)}  ${say(code)}`);
  };
  section(intake.turnAwayReasons, receipt.reasons, words.reason);
  section(intake.notes, receipt.notes, (code) => {
    const fields = Object.entries(receipt.noteFields[code] ?? {}).sort((a, b) => b[1] - a[1]);
    return intake.byField(
      words.note(code),
      fields.map(([field, n]) => [names.field(field), n] as const),
    );
  });
  if (receipt.rejects !== null) {
    lines.push("", intake.rejects(receipt.rejects));
    if (receipt.rejected > mostRejectsInWorkbook) lines.push(intake.rejectsCut(mostRejectsInWorkbook));
  }
  lines.push("", intake.receiptFile(receipt.receipt));
  return lines.join("\n");
};

/** Counts of several files together. */
export const totalOf = (receipts: readonly ChunkCounts[]): ChunkCounts =>
  receipts.reduce<ChunkCounts>(
    (sum, one) => ({
      read: sum.read + one.read,
      accepted: sum.accepted + one.accepted,
      corrected: sum.corrected + one.corrected,
      duplicate: sum.duplicate + one.duplicate,
      rejected: sum.rejected + one.rejected,
      turnedAway: sum.turnedAway + one.turnedAway,
    }),
    { read: 0, accepted: 0, corrected: 0, duplicate: 0, rejected: 0, turnedAway: 0 },
  );

export const totalText = (counts: ChunkCounts, files: number, words: ReceiptWords): string =>
  [words.intake.total(files), ...countLines(counts, words)].join("\n");
