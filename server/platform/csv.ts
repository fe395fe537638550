import type { CsvColumn } from "@chengxin/domain/route.ts";
import type { Words } from "@chengxin/domain/words.ts";

export type CsvColumns = readonly CsvColumn[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const isWords = (value: unknown): value is Words =>
  isObject(value) && typeof value["zh"] === "string" && typeof value["en"] === "string";

/** What stands at a path, through lists too. */
const at = (value: unknown, path: readonly string[]): unknown => {
  const [key, ...rest] = path;
  if (key === undefined || value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map((member: unknown) => at(member, path));
  return isObject(value) ? at(value[key], rest) : undefined;
};

const separator = { zh: "；", en: "; " } as const;

/** A code or a name in both languages as the reader sees it on the screen. */
const inWords = (value: unknown, words: CsvColumn[2], language: "zh" | "en"): unknown => {
  if (Array.isArray(value)) return value.map((member) => inWords(member, words, language)).join(separator[language]);
  if (isWords(value)) return value[language];
  if (words && typeof value === "string" && Object.hasOwn(words, value)) return words[value]?.[language];
  return value;
};

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

/** Items → CSV with BOM and CRLF, names and codes in words of one language. */
export const toCsv = (items: readonly unknown[], columns: CsvColumns, language: "zh" | "en"): string => {
  const paths = columns.map(([path, , words]) => ({ path: path.split("."), words }));
  const lines = [
    columns.map(([, header]) => csvCell(header[language])),
    ...items.map((item) => paths.map(({ path, words }) => csvCell(inWords(at(item, path), words, language)))),
  ];
  return `\uFEFF${lines.map((cells) => `${cells.join(",")}\r\n`).join("")}`;
};
