import type { ProblemData } from "../intake/checked-row.ts";

/** Words for a code: data → one sentence. Data that a sentence can do without may be absent. */
export type Sentence = (data: ProblemData) => string;

/** A value as it stands in a Chinese sentence: “…”, or nothing when it isn't there. */
export const quotedZh = (value: string | number | undefined): string =>
  value === undefined || value === "" ? "" : `“${value}”`;

/** A value as it stands in an English sentence: "…" behind a blank, or nothing when it isn't there. */
export const quotedEn = (value: string | number | undefined): string =>
  value === undefined || value === "" ? "" : ` "${value}"`;

/** `words(value)` when the value is there. */
export const given = (value: string | number | undefined, words: (value: string | number) => string): string =>
  value === undefined || value === "" ? "" : words(value);

/** Seconds still to wait as people say it: whole minutes, or whole hours where there are more than ninety; rounded up. */
export const waitInWords = (seconds: number, minutes: (n: number) => string, hours: (n: number) => string): string => {
  const whole = Math.max(1, Math.ceil(seconds / 60));
  return whole <= 90 ? minutes(whole) : hours(Math.ceil(whole / 60));
};

/** A moment (ISO 8601) as day and time of Asia/Shanghai, to the second; what is none is left as it is. */
export const localTime = (moment: string | number | undefined): string => {
  const at = Date.parse(String(moment));
  return Number.isNaN(at) ? String(moment) : new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
};
