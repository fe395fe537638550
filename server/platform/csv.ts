import type { Words } from "@chengxin/domain/words.ts";

export type CsvColumns = readonly (readonly [path: string, header: Words])[];

const at = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
      value,
    );

/**
 * One cell after RFC 4180. Text that a spreadsheet would run as a formula gets a leading apostrophe;
 * real numbers stay numbers.
 */
export const csvCell = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r\n]|^[＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Items → CSV with BOM and CRLF; columns take a dotted path into an item. */
export const toCsv = (items: readonly unknown[], columns: CsvColumns, language: "zh" | "en"): string => {
  const lines = [
    columns.map(([, header]) => csvCell(header[language])),
    ...items.map((item) => columns.map(([path]) => csvCell(at(item, path)))),
  ];
  return `\uFEFF${lines.map((cells) => `${cells.join(",")}\r\n`).join("")}`;
};
