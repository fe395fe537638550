import type { Count } from "@chengxin/domain/paging.ts";
import type { PlainDate, Words } from "@chengxin/domain/words.ts";
import type { Language } from "../text/language.ts";
import { textIn } from "../text/use-text.ts";

const englishMonths = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** 2026-05-06 → 2026年5月6日 or 6 May 2026. What is no calendar day is shown as it is. */
export const formatDay = (day: PlainDate, language: Language): string => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return day;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return language === "en" ? `${date} ${englishMonths[month - 1] ?? month} ${year}` : `${year}年${month}月${date}日`;
};

/** A moment as day and time of Asia/Shanghai (UTC+8 without summer time since 1991). */
export const localMoment = (instant: string): { day: PlainDate; time: string } => {
  const shifted = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  return { day: shifted.slice(0, 10), time: shifted.slice(11, 16) };
};

/** Day and time of a moment in words. */
export const formatMoment = (instant: string, language: Language): string => {
  const { day, time } = localMoment(instant);
  return `${formatDay(day, language)} ${time}`;
};

/** 1234567 → 1,234,567. Grouped by hand so that server and browser never differ. */
export const formatNumber = (value: number): string => {
  const [whole = "0", fraction] = String(Math.abs(value)).split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0 ? "-" : ""}${grouped}${fraction ? `.${fraction}` : ""}`;
};

/** How many there are; says so when counting stopped at a cap. */
export const formatCount = (count: Count, language: Language): string => {
  const number = formatNumber(count.value);
  return count.atLeast ? textIn(language).word.atLeast(number) : number;
};

const trimmed = (value: number, digits: number): string => formatNumber(Number(value.toFixed(digits)));

/** Yuan as people read it: 元 below ten thousand, 万元 or 亿元 above when nothing is lost, else all digits. */
export const formatYuan = (yuan: number, language: Language): string => {
  if (language === "en") return `${trimmed(yuan, 2)} yuan`;
  if (Math.abs(yuan) >= 1e8 && Math.round(yuan * 100) % 1_000_000_00 === 0) return `${trimmed(yuan / 1e8, 2)}亿元`;
  if (Math.abs(yuan) >= 1e4 && Math.round(yuan * 100) % 100_00 === 0) return `${trimmed(yuan / 1e4, 2)}万元`;
  return `${trimmed(yuan, 2)}元`;
};

/** File size in the unit people read. */
export const formatBytes = (bytes: number): string => {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
  return `${(bytes / 1024 ** 3).toFixed(2)} GB`;
};

/** A catalogue name in the language of the page. */
export const inWords = (words: Words, language: Language): string => words[language];
