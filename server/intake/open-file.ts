import { open, type FileHandle } from "node:fs/promises";
import { refuseFile } from "./file-refused.ts";
import type { IntakeFile } from "./intake-file.ts";
import { maxHeaderBytes } from "./limits.ts";
import { openTextFile } from "./text-file.ts";
import { looksUtf16 } from "./text-encoding.ts";
import { openWorkbook } from "./workbook-file.ts";

const startsWith = (head: Buffer, ...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte);

/** Formats that are no table at all, by their first bytes. */
const isForeign = (head: Buffer): boolean =>
  startsWith(head, 0x25, 0x50, 0x44, 0x46) ||
  startsWith(head, 0x89, 0x50, 0x4e, 0x47) ||
  startsWith(head, 0xff, 0xd8, 0xff) ||
  startsWith(head, 0x1f, 0x8b) ||
  startsWith(head, 0x52, 0x61, 0x72, 0x21) ||
  startsWith(head, 0x37, 0x7a, 0xbc, 0xaf) ||
  startsWith(head, 0x7f, 0x45, 0x4c, 0x46);

const dispatch = async (file: FileHandle, chunkBytes: number): Promise<IntakeFile> => {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(maxHeaderBytes + 1), 0, maxHeaderBytes + 1, 0);
  const head = buffer.subarray(0, bytesRead);
  // nothing, or nothing but blanks and line ends
  if (head.every((byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09))
    throw refuseFile("file.empty");
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw refuseFile(
      head.includes(Buffer.from("EncryptedPackage", "utf16le")) ? "file.xlsx_encrypted" : "file.xls_old_format",
    );
  }
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04) || startsWith(head, 0x50, 0x4b, 0x05, 0x06))
    return openWorkbook(file, chunkBytes);
  if (isForeign(head)) throw refuseFile("file.kind_unknown");
  if (looksUtf16(head)) throw refuseFile("file.encoding_utf16");
  return openTextFile(file, { head, chunkBytes });
};

/**
 * Opens a file by what it holds, not by its name: CSV (UTF-8 or GB18030), XLSX or JSON lines. The file is read through once, so that nothing
 * is stored of a file that turns out unreadable further down.
 * @throws FileRefused
 */
export const openFile = async (path: string, chunkBytes: number): Promise<IntakeFile> => {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    const { code } = error as { code?: string };
    throw code === "ENOENT" || code === "EACCES" ? refuseFile("file.not_found", { reason: code }) : error;
  }
  try {
    if (!(await file.stat()).isFile()) throw refuseFile("file.kind_unknown");
    return await dispatch(file, chunkBytes);
  } catch (error) {
    await file.close();
    throw error;
  }
};
