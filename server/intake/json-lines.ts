import { maxColumns } from "./limits.ts";
import { refuseFile } from "./file-refused.ts";

type Scalar = string | number | boolean | null;

const isScalar = (value: unknown): value is Scalar =>
  value === null || ["string", "number", "boolean"].includes(typeof value);

/** Text of a value as a cell; a list of scalars is joined by `;`. Undefined: neither. */
const cellOf = (value: unknown): string | undefined => {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (isScalar(value)) return String(value);
  return Array.isArray(value) && value.every(isScalar) ? value.map((part) => part ?? "").join(";") : undefined;
};

// The third argument of a reviver (the text as written) is newer than the compiler's library.
const keepDigits = ((_key: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === "number" ? (context?.source ?? value) : value) as (key: string, value: unknown) => unknown;

/** One JSON object with scalar values (or lists of them); numbers keep all their digits as written. Null: the line is something else. */
export const readJsonLine = (line: string): Map<string, string> | null => {
  let object: unknown;
  try {
    object = JSON.parse(line);
    // digits that a double can't hold: codes written as numbers
    if (/\d{16}/.test(line)) object = JSON.parse(line, keepDigits);
  } catch {
    return null;
  }
  if (typeof object !== "object" || object === null || Array.isArray(object)) return null;
  const cells = new Map<string, string>();
  for (const [key, value] of Object.entries(object)) {
    const cell = cellOf(value);
    if (cell === undefined) return null;
    cells.set(key.trim(), cell);
  }
  return cells;
};

/** Every line with its row number; blank lines count and are left out. */
export const eachLine = (text: string, firstRow: number, onLine: (line: string, row: number) => void): void => {
  let row = firstRow;
  for (let i = 0; i < text.length; row++) {
    const found = text.indexOf("\n", i);
    const end = found === -1 ? text.length : found;
    const line = text.slice(i, end).trim();
    if (line !== "") onLine(line, row);
    i = end + 1;
  }
};

/**
 * Collects the keys of all lines: they are the columns of the file.
 * @throws FileRefused naming the first line that is not a flat JSON object
 */
export const keysOfLines = (text: string, firstRow: number, keys: Set<string>): void =>
  eachLine(text, firstRow, (line, row) => {
    const cells = readJsonLine(line);
    if (!cells) throw refuseFile("file.json_line_invalid", { row });
    for (const key of cells.keys()) keys.add(key);
    if (keys.size > maxColumns) throw refuseFile("file.kind_unknown");
  });
