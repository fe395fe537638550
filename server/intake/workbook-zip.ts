import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { SaxesParser } from "saxes";
import { fromFdPromise, type Entry, type ZipFile } from "yauzl";
import { FileRefused, refuseFile } from "./file-refused.ts";
import { maxRecordBytes, maxUnpackRatio, maxUnpackedBytes, unpackRatioFrom } from "./limits.ts";

const maxEntries = 10_000;

export interface XmlHandlers {
  /** Names are without their namespace prefix; attributes as written. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** The parts of a workbook, after a look at how far they would unpack. */
export interface WorkbookZip {
  has(path: string): boolean;
  unpackedBytes(path: string): number;
  /** Parses a part; hands control back after each block, so that the caller may pass on what the handlers collected. */
  parse(path: string, handlers: XmlHandlers): AsyncGenerator<void>;
}

const damaged = (part: string): FileRefused => refuseFile("file.xlsx_damaged", { part });
const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

const entriesOf = async (zip: ZipFile, packedBytes: number): Promise<Map<string, Entry>> => {
  const entries = new Map<string, Entry>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (entries.size >= maxEntries)
      throw refuseFile("file.xlsx_too_large_unpacked", { megabytes: maxUnpackedBytes / 2 ** 20 });
    if (entry.isEncrypted()) throw refuseFile("file.xlsx_encrypted");
    total += entry.uncompressedSize;
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
    if (
      total > maxUnpackedBytes ||
      (entry.uncompressedSize > unpackRatioFrom && ratio > maxUnpackRatio) ||
      (total > unpackRatioFrom && total > packedBytes * maxUnpackRatio)
    ) {
      throw refuseFile("file.xlsx_too_large_unpacked", { megabytes: Math.ceil(total / 2 ** 20) });
    }
    entries.set(entry.fileName, entry);
  }
  return entries;
};

/**
 * Opens the zip of a workbook. Sizes and ratios are refused as declared, and a part that unpacks to more than it declares fails while it is read.
 * @throws FileRefused
 */
export const openWorkbookZip = async (file: FileHandle): Promise<WorkbookZip> => {
  const { size } = await file.stat();
  let zip: ZipFile;
  let entries: Map<string, Entry>;
  try {
    zip = await fromFdPromise(file.fd, { autoClose: false, lazyEntries: true, validateEntrySizes: true });
    entries = await entriesOf(zip, size);
  } catch (error) {
    throw error instanceof FileRefused ? error : damaged("zip");
  }

  return {
    has: (path) => entries.has(path),
    unpackedBytes: (path) => entries.get(path)?.uncompressedSize ?? 0,
    async *parse(path, handlers) {
      const entry = entries.get(path);
      if (!entry) throw damaged(path);
      const parser = new SaxesParser();
      let failure: Error | null = null;
      let silent = 0;
      parser.on("error", (error) => (failure ??= error));
      parser.on("opentag", (tag) => {
        silent = 0;
        handlers.open?.(localName(tag.name), tag.attributes);
      });
      parser.on("closetag", (tag) => {
        silent = 0;
        handlers.close?.(localName(tag.name));
      });
      const onText = (text: string): void => handlers.text?.(text);
      parser.on("text", onText);
      parser.on("cdata", onText);
      const decoder = new TextDecoder("utf-8", { fatal: true });
      let sum = 0;
      try {
        const stream = await zip.openReadStreamPromise(entry);
        for await (const block of stream as AsyncIterable<Buffer>) {
          sum = crc32(block, sum);
          silent += block.length;
          if (silent > maxRecordBytes)
            throw refuseFile("file.line_too_long", { row: 0, megabytes: maxRecordBytes >> 20 });
          parser.write(decoder.decode(block, { stream: true }));
          if (failure) throw failure as Error;
          yield;
        }
        parser.write(decoder.decode());
        parser.close();
        if (failure) throw failure as Error;
        if (sum !== entry.crc32) throw damaged(path);
      } catch (error) {
        throw error instanceof FileRefused ? error : damaged(path);
      }
    },
  };
};

/** Reads a part through to its end. */
export const parseWhole = async (zip: WorkbookZip, path: string, handlers: XmlHandlers): Promise<void> => {
  for await (const _ of zip.parse(path, handlers));
};
