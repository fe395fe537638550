import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { FileRefused, refuseFile } from "./file-refused.ts";
import { readBeginning, type HeaderRow } from "@chengxin/domain/intake/header-row.ts";
import type { ChunkFormat, FileNote, IntakeFile, RawChunk } from "./intake-file.ts";
import { keysOfLines } from "./json-lines.ts";
import { blockBytes, maxColumns, maxHeaderBytes } from "./limits.ts";
import { recordScanner, type ByteRange } from "./scan-records.ts";
import { firstFault, isDamagedUtf8, strictDecoder, utf8Check, type TextEncodingName } from "./text-encoding.ts";

const bom = Buffer.from([0xef, 0xbb, 0xbf]);

/** Bytes [start, end) of a file; fewer when it has become shorter. */
const readRange = async (file: FileHandle, start: number, end: number): Promise<Buffer<ArrayBuffer>> => {
  const buffer = Buffer.from(new ArrayBuffer(end - start));
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
};

async function* blocks(file: FileHandle, start: number, size: number): AsyncGenerator<Buffer> {
  for (let at = start; at < size; at += blockBytes) yield await readRange(file, at, Math.min(size, at + blockBytes));
}

interface Layout {
  readonly header: HeaderRow;
  /** Null: JSON lines. */
  readonly separator: string | null;
  readonly dataStart: number;
}

/** Header, separator and where the data begin, from the first MiB. */
const layoutOf = (head: Buffer, whole: boolean, start: number): Layout => {
  const cut = whole ? head.length : head.lastIndexOf(0x0a) + 1;
  if (cut === 0) throw refuseFile("file.line_too_long", { row: 1, megabytes: maxHeaderBytes >> 20 });
  const bytes = head.subarray(start, cut);
  const utf8 = firstFault(bytes) === bytes.length || start > 0 || isDamagedUtf8(bytes);
  const text = new TextDecoder(utf8 ? "utf-8" : "gb18030").decode(bytes);
  if (/^\s*\{/.test(text))
    return { header: { headers: [], columns: [], width: 0, row: 0 }, separator: null, dataStart: start };
  if (/^\s*\[\s*[{\]]/.test(text)) throw refuseFile("file.json_array");
  const beginning = text.slice(0, 1 << 16);
  if (!beginning.includes("\n") && beginning.includes("\r")) throw refuseFile("file.line_ends_cr");
  const { separator, header } = readBeginning(beginning);
  if (!header || header.headers.length === 0) throw refuseFile("file.no_header");
  if (header.width > maxColumns) throw refuseFile("file.kind_unknown");
  const scanner = recordScanner({ separator: separator.charCodeAt(0), start, firstRow: 1, chunkBytes: 1 });
  scanner.take(bytes);
  const range = scanner.ranges[header.row - 1];
  return { header, separator, dataStart: range ? range.end : start + bytes.length };
};

/** The file's row in which an offset lies. */
const rowAt = async (
  file: FileHandle,
  offset: number,
  layout: Layout,
  ranges: readonly ByteRange[],
): Promise<number> => {
  const { start, firstRow } = ranges.findLast((range) => range.start <= offset) ?? {
    start: layout.dataStart,
    firstRow: layout.header.row + 1,
  };
  if (offset < start) return layout.header.row;
  const scanner = recordScanner({ separator: layout.separator?.charCodeAt(0) ?? null, start, firstRow, chunkBytes: 1 });
  scanner.take(await readRange(file, start, offset));
  return firstRow + scanner.ranges.length;
};

/** Offset of the first line that is not GB18030; null when the whole file is. 0x0A is never part of a character there. */
const firstFaultyLine = async (file: FileHandle, size: number): Promise<number | null> => {
  const stream = strictDecoder("gb18030");
  let at = 0;
  for await (const block of blocks(file, 0, size)) {
    try {
      stream.decode(block, { stream: at + block.length < size });
    } catch {
      const line = strictDecoder("gb18030");
      for (let i = 0; i < block.length;) {
        const found = block.indexOf(0x0a, i);
        const end = found === -1 ? block.length : found;
        try {
          line.decode(block.subarray(i, end));
        } catch {
          return at + i;
        }
        i = end + 1;
      }
      return at;
    }
    at += block.length;
  }
  return null;
};

/** So much before a fault is looked at too, to tell what the file was meant to be. */
const context = 64 * 1024;

/** Decides between GB18030 and a refusal for bytes that are not UTF-8. */
const otherEncoding = async (input: {
  file: FileHandle;
  size: number;
  fault: number;
  claimsUtf8: boolean;
  layout: Layout;
  ranges: readonly ByteRange[];
}): Promise<TextEncodingName> => {
  const { file, size, fault, layout, ranges } = input;
  const behind = await readRange(file, fault, Math.min(size, fault + blockBytes));
  // a character cut in two at the very end says nothing by itself
  const around = await readRange(file, Math.max(0, fault - context), Math.min(size, fault + blockBytes));
  const notUtf8 = await rowAt(file, fault + firstFault(behind), layout, ranges);
  if (input.claimsUtf8 || isDamagedUtf8(around)) throw refuseFile("file.encoding_damaged", { row: notUtf8 });
  const faulty = await firstFaultyLine(file, size);
  if (faulty === null) return "gb18030";
  // a header in UTF-8 above rows in GB18030 is at fault where the one turns into the other
  throw refuseFile("file.encoding_unknown", { row: Math.max(notUtf8, await rowAt(file, faulty, layout, ranges)) });
};

/**
 * Reads a CSV or JSON-lines file through once: hash, encoding over the whole of it, header, where its chunks are cut.
 * Holds a few blocks in memory, whatever the size of the file.
 * @throws FileRefused
 */
export const openTextFile = async (
  file: FileHandle,
  options: { head: Buffer; chunkBytes: number },
): Promise<IntakeFile> => {
  const stat = await file.stat();
  const size = stat.size;
  const start = options.head.subarray(0, 3).equals(bom) ? 3 : 0;
  const layout = layoutOf(options.head.subarray(0, maxHeaderBytes), size <= maxHeaderBytes, start);
  const hash = createHash("sha256");
  const utf8 = utf8Check(start);
  const scanner = recordScanner({
    separator: layout.separator?.charCodeAt(0) ?? null,
    start: layout.dataStart,
    firstRow: layout.header.row + 1,
    chunkBytes: options.chunkBytes,
  });
  let at = 0;
  for await (const block of blocks(file, 0, size)) {
    hash.update(block);
    utf8.take(at < start ? block.subarray(start) : block);
    if (at + block.length > layout.dataStart)
      scanner.take(at < layout.dataStart ? block.subarray(layout.dataStart - at) : block);
    at += block.length;
  }
  const fault = utf8.end();
  const encoding =
    fault === null
      ? "utf-8"
      : await otherEncoding({ file, size, fault, claimsUtf8: start > 0, layout, ranges: scanner.ranges });
  const ranges = scanner.end();

  const assertUnchanged = async (): Promise<void> => {
    const now = await file.stat();
    if (now.size !== size || now.mtimeMs !== stat.mtimeMs) throw refuseFile("file.changed_while_reading");
  };
  const bytesOf = async (range: ByteRange): Promise<Uint8Array<ArrayBuffer>> => {
    await assertUnchanged();
    const bytes = await readRange(file, range.start, range.end);
    if (bytes.length < range.end - range.start) throw refuseFile("file.changed_while_reading");
    return bytes;
  };

  const notes: FileNote[] =
    layout.header.row > 1 ? [{ code: "file.title_rows_skipped", data: { rows: layout.header.row - 1 } }] : [];
  let format: ChunkFormat;
  if (layout.separator !== null) format = { kind: "csv", encoding, separator: layout.separator, header: layout.header };
  else {
    if (encoding !== "utf-8") throw new FileRefused([{ code: "file.encoding_unknown", data: { row: 1 } }]);
    const keys = new Set<string>();
    for (const range of ranges) keysOfLines(strictDecoder("utf-8").decode(await bytesOf(range)), range.firstRow, keys);
    const headers = [...keys];
    format = {
      kind: "jsonLines",
      header: { headers, columns: headers.map((_, i) => i), width: headers.length, row: 0 },
    };
  }

  return {
    bytes: size,
    sha256: hash.digest(),
    format,
    chunkCount: ranges.length,
    chunkBytes: options.chunkBytes,
    notes,
    async *chunks(leaveOut) {
      for (const range of ranges) {
        if (leaveOut(range.no)) continue;
        const chunk: RawChunk = {
          no: range.no,
          firstRow: range.firstRow,
          bytes: await bytesOf(range),
          rows: null,
          rowNumbers: null,
          progress: range.end / size,
        };
        yield chunk;
      }
      await assertUnchanged();
    },
    close: () => file.close(),
  };
};
