import { rowReader } from "@chengxin/domain/intake/header-row.ts";
import type { ChunkFormat, RawChunk } from "./intake-file.ts";
import { eachLine, readJsonLine } from "./json-lines.ts";
import { isBlankRecord, splitRecords } from "@chengxin/domain/intake/split-records.ts";
import { strictDecoder } from "./text-encoding.ts";

/** Hands every row of a chunk on, with its number in the file. */
export const rowsOf = (
  format: ChunkFormat,
): ((chunk: RawChunk, onRow: (cells: readonly string[], row: number, malformed: boolean) => void) => void) => {
  const read = rowReader(format.header, format.kind === "rows");
  if (format.kind === "rows") {
    return (chunk, onRow) =>
      chunk.rows?.forEach((cells, i) => onRow(read(cells), chunk.rowNumbers?.[i] ?? chunk.firstRow + i, false));
  }
  if (format.kind === "jsonLines") {
    const decoder = strictDecoder("utf-8");
    return (chunk, onRow) =>
      eachLine(decoder.decode(chunk.bytes), chunk.firstRow, (line, row) => {
        const cells = readJsonLine(line);
        onRow(
          format.header.headers.map((key) => cells?.get(key) ?? ""),
          row,
          false,
        );
      });
  }
  const decoder = strictDecoder(format.encoding);
  return (chunk, onRow) => {
    let row = chunk.firstRow - 1;
    splitRecords(decoder.decode(chunk.bytes), format.separator, (cells, malformed) => {
      row++;
      if (!isBlankRecord(cells)) onRow(read(cells), row, malformed);
    });
  };
};
