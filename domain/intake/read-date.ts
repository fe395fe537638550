import { isRealDate } from "../calendar/plain-date.ts";
import type { PlainDate } from "../words.ts";

/** How a date was written, when it was not YYYY-MM-DD. */
export type DateForm = "slashes" | "dots" | "chinese" | "compact" | "unpadded" | "withTime" | "epoch" | "excelSerial";

export type DateReading =
  | { readonly kind: "date"; readonly date: PlainDate; readonly form: DateForm | null }
  /** A word or placeholder that means "no end". */
  | { readonly kind: "openEnded" }
  /** A placeholder that means "nothing" (1900-01-01). */
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable" }
  /** Written like a date, but there is no such day. */
  | { readonly kind: "impossible" };

const SHANGHAI_HOURS = 8;
/** First and last instant of summer time (UTC+9) in the years 1986–1991, as the IANA time zone database has them (Asia/Shanghai, rule PRC). */
const summers = [
  ["1986-05-03T18:00Z", "1986-09-13T17:00Z"],
  ["1987-04-11T18:00Z", "1987-09-12T17:00Z"],
  ["1988-04-16T18:00Z", "1988-09-10T17:00Z"],
  ["1989-04-15T18:00Z", "1989-09-16T17:00Z"],
  ["1990-04-14T18:00Z", "1990-09-15T17:00Z"],
  ["1991-04-13T18:00Z", "1991-09-14T17:00Z"],
].map(([from = "", to = ""]) => [Date.parse(from), Date.parse(to)] as const);
const offsetHours = (milliseconds: number): number =>
  SHANGHAI_HOURS + (summers.some(([from, to]) => milliseconds >= from && milliseconds < to) ? 1 : 0);

const unreadable: DateReading = { kind: "unreadable" };
const missing: DateReading = { kind: "missing" };
const openEnded: DateReading = { kind: "openEnded" };

const openEndedWords = new Set(
  "长期 长期有效 永久 永久有效 终身 无期限 无限期 不限期 无固定期限 无固定有效期 无终止日期 长期(无固定期限)".split(
    " ",
  ),
);
const missingWords = new Set("无处罚期限 无有效期 无期限限制 未注明 未载明".split(" "));

const pad = (n: number): string => (n < 10 ? `0${n}` : String(n));

const ofDay = (year: number, month: number, day: number, form: DateForm | null, mayBeOpen: boolean): DateReading => {
  if (year === 0 || (year === 1 && month === 1)) return missing;
  const date = `${String(year).padStart(4, "0")}-${pad(month)}-${pad(day)}`;
  if (!isRealDate(date)) return { kind: "impossible" };
  if (year < 1900 || (year === 1900 && month === 1 && day === 1)) return missing;
  if (mayBeOpen && year >= 2099) return openEnded;
  return { kind: "date", date, form };
};

/** Day in Shanghai of an instant. A midnight written by a program that knows no summer time is still on the same day. */
const ofInstant = (milliseconds: number, form: DateForm, mayBeOpen: boolean): DateReading => {
  const at = new Date(milliseconds + offsetHours(milliseconds) * 3_600_000);
  if (Number.isNaN(at.getTime())) return unreadable;
  return ofDay(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), form, mayBeOpen);
};

const parts =
  /^(\d{4})([-/.年])(\d{1,2})([-/.月])(\d{1,2})(日|号)?(?:[T ]?(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:[.,](\d{1,9}))?)?[秒分]?(Z|[+-]\d{2}:?\d{2})?)?$/;
const compact = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;
const formOfSeparator: Readonly<Record<string, DateForm>> = {
  "/": "slashes",
  ".": "dots",
  年: "chinese",
  "-": "unpadded",
};

const ofParts = (m: RegExpExecArray, mayBeOpen: boolean): DateReading => {
  const [, y, first, mo, second, d, dayWord, h, mi, s, , zone] = m;
  const chinese = first === "年";
  if (chinese ? second !== "月" : second !== first || dayWord !== undefined) return unreadable;
  const form = h === undefined ? (formOfSeparator[first as string] as DateForm) : "withTime";
  if (h !== undefined && (Number(h) > 24 || Number(mi) > 59 || Number(s ?? 0) > 60)) return unreadable;
  if (zone === undefined) return ofDay(Number(y), Number(mo), Number(d), form, mayBeOpen);
  if (!isRealDate(`${y}-${pad(Number(mo))}-${pad(Number(d))}`)) return { kind: "impossible" };
  const offset =
    zone === "Z" ? 0 : (zone.startsWith("-") ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  return ofInstant(
    Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi) - offset, Number(s ?? 0)),
    form,
    mayBeOpen,
  );
};

/** Nothing but digits: YYYYMMDD (with hhmmss), an Excel day number (1950–2099), seconds or milliseconds since 1970. */
const ofDigits = (text: string, mayBeOpen: boolean): DateReading => {
  if (text.length === 8 || text.length === 14) {
    const m = compact.exec(text) as RegExpExecArray;
    if (text.length === 14 && (Number(m[4]) > 24 || Number(m[5]) > 59 || Number(m[6]) > 60)) return unreadable;
    return ofDay(Number(m[1]), Number(m[2]), Number(m[3]), text.length === 8 ? "compact" : "withTime", mayBeOpen);
  }
  const n = Number(text);
  if (text.length === 5 && n >= 18_264 && n <= 73_050) {
    const at = new Date(Date.UTC(1899, 11, 30) + n * 86_400_000);
    return ofDay(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), "excelSerial", mayBeOpen);
  }
  if (text.length === 13 || text.length === 12) return ofInstant(n, "epoch", mayBeOpen);
  if (text.length === 10 && text.startsWith("1")) {
    // 1999123112 may also be a day and an hour: not a guess to make
    const asDay = isRealDate(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`);
    return asDay && Number(text.slice(8)) < 24 ? unreadable : ofInstant(n * 1000, "epoch", mayBeOpen);
  }
  if (/^0+$/.test(text)) return missing;
  return unreadable;
};

const chineseDigits = "〇一二三四五六七八九";
const chineseNumber = (text: string): number => {
  const at = text.indexOf("十");
  if (at < 0) return Number([...text].map((c) => chineseDigits.indexOf(c === "零" || c === "○" ? "〇" : c)).join(""));
  const tens = at === 0 ? 1 : chineseDigits.indexOf(text.charAt(0));
  return tens * 10 + (at + 1 < text.length ? chineseDigits.indexOf(text.charAt(at + 1)) : 0);
};
const inWords = /^([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日$/;

const isIso = (text: string): boolean => {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  for (let i = 0; i < 10; i++) {
    const c = text.charCodeAt(i);
    if (i !== 4 && i !== 7 && (c < 48 || c > 57)) return false;
  }
  return true;
};

/**
 * Reads a date in the forms departments write it. Times are dropped; an instant with a zone is the day it was in Shanghai.
 * Month and day without a year, two-digit years and month first are not read: they could be guessed wrong.
 * @param mayBeOpen whether the field may say "no end": then 长期 and years from 2099 on mean just that
 */
export const readDate = (raw: string, mayBeOpen: boolean): DateReading => {
  if (isIso(raw))
    return ofDay(Number(raw.slice(0, 4)), Number(raw.slice(5, 7)), Number(raw.slice(8, 10)), null, mayBeOpen);
  const text = raw
    .normalize("NFKC")
    .replace(/\s+/g, " ")
    .replace(/ ?([年月]) ?/g, "$1")
    .trim();
  if (text.length > 40) return unreadable;
  if (/^\d+$/.test(text)) return ofDigits(text, mayBeOpen);
  const m = parts.exec(text);
  if (m !== null) return ofParts(m, mayBeOpen);
  if (/^\d{5}\.\d+$/.test(text)) return ofDigits(text.slice(0, 5), mayBeOpen);
  if (openEndedWords.has(text)) return mayBeOpen ? openEnded : unreadable;
  if (missingWords.has(text)) return missing;
  const words = inWords.exec(raw.trim());
  if (words === null) return unreadable;
  return ofDay(
    chineseNumber(words[1] as string),
    chineseNumber(words[2] as string),
    chineseNumber(words[3] as string),
    "chinese",
    mayBeOpen,
  );
};
