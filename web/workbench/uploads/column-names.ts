import { findHeaderRow, readBeginning } from "@chengxin/domain/intake/header-row.ts";
import { bytesOf } from "./fingerprint.ts";
import { firstRowsOfWorkbook } from "./workbook-columns.ts";

const beginningBytes = 64 * 1024;

/** UTF-8, or what Chinese systems write otherwise; a character cut at the end does not count. */
const decode = (bytes: Uint8Array<ArrayBuffer>): string => {
  const cut = bytes.length < beginningBytes ? bytes : bytes.subarray(0, bytes.lastIndexOf(10) + 1 || bytes.length);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(cut);
  } catch {
    return new TextDecoder("gb18030").decode(cut);
  }
};

const keysOfFirstLine = (text: string): string[] => {
  const line: unknown = JSON.parse(text.trimStart().split("\n", 1)[0] ?? "");
  return typeof line === "object" && line !== null ? Object.keys(line) : [];
};

/**
 * The column names of a file, to guess what it holds; empty where they can't be told. Only the beginning is read, and nothing depends on it: the clerk confirms
 * the guess, and the server reads the file for itself.
 */
export const columnNames = async (file: File): Promise<readonly string[]> => {
  try {
    if (/\.xlsx$/i.test(file.name)) return findHeaderRow(await firstRowsOfWorkbook(file))?.headers ?? [];
    const text = decode(await bytesOf(file, 0, beginningBytes));
    if (/^\s*\{/.test(text)) return keysOfFirstLine(text);
    return readBeginning(text).header?.headers ?? [];
  } catch {
    return [];
  }
};
