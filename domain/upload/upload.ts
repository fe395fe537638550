import { z } from "zod";

/** Bytes in one part at most. */
export const mostPartBytes = 4 * 1024 * 1024;
/** Bytes of one file at most; larger ones go through the import command. */
export const mostUploadBytes = 512 * 1024 * 1024;
/** Unfinished uploads of one department at most. */
export const mostUnfinished = 50;
/** Days after which an upload that nobody went on with is thrown away. */
export const keptDays = 7;

/**
 * `receiving` → `queued` → `importing` → `finished` (there is a batch with a receipt), `refused` (it can't be read as this item, nothing is stored) or
 * `failed` (stopped on the way; the batch says what is stored). `cancelled` and `expired` end without an import.
 */
export const uploadStates = [
  "receiving",
  "queued",
  "importing",
  "finished",
  "refused",
  "failed",
  "cancelled",
  "expired",
] as const;
export const UploadState = z.enum(uploadStates);
export type UploadState = z.infer<typeof UploadState>;

const tabular = ["csv", "tsv", "txt", "xlsx", "json", "jsonl", "ndjson"] as const;

/** What a file is by its name: a table that can be read, the workbook format before 2007, or neither. What it really is, its content says later. */
export const kindByName = (fileName: string): "tabular" | "oldWorkbook" | "other" => {
  const ending = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
  if ((tabular as readonly string[]).includes(ending)) return "tabular";
  return ending === "xls" ? "oldWorkbook" : "other";
};

/** The last part of a path of any system, without invisible characters, short enough to keep. Empty when nothing is left. */
export const plainFileName = (name: string): string => {
  const last = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const visible = last.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu, "").trim();
  if (visible.length <= 160) return visible;
  const ending = /\.[^.]{1,10}$/.exec(visible)?.[0] ?? "";
  const head = visible.slice(0, 160 - ending.length);
  // no half of a character
  return (head.isWellFormed() ? head : head.slice(0, -1)) + ending;
};
