import { isRealDate } from "../calendar/plain-date.ts";
import { isRegistrationNumber } from "../organisation/legacy-codes.ts";
import { innerCodeValid, readUscc, regionOfUscc } from "../organisation/uscc.ts";
import type { PlainDate } from "../words.ts";
import { DIGIT, digitKinds, LETTER } from "./digit-kinds.ts";
import { APART, CLOSE, eachDigitRun, type DigitRun } from "./digit-runs.ts";

/** Stands where an identity number was. */
export const identityMarker = "〔身份号码已删除〕";

/**
 * Where a number stands decides what it takes to be an identity number.
 * `key`: a code column of the subject: any plausible region and birth date.
 * `text`: running words: the same, but one with a wrong check character must be an adult's (licence numbers are often region + recent date + sequence).
 * `number`: a document or certificate number: an adult's, whatever the check character; a minor's only with a right one and no sequence number as
 * documents have it (region + date + 0…).
 */
export type IdentityContext = "key" | "text" | "number";

/** First two digits of GB/T 2260 codes, with 81–83 for residence permits of Hong Kong, Macao and Taiwan residents. */
const provinces = new Set(
  "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split(" "),
);
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const ADULT_YEARS = 14;

/** Check character of an 18-character identity number (GB 11643-1999: ISO 7064 MOD 11-2) over its first 17 digits. */
export const identityCheckCharacter = (first17: string): string => {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (weights[i] as number);
  return "10X98765432".charAt(sum % 11);
};

/** A code that is a unified social credit code by every test there is: only then it is none of a person's, however it looks. */
const isUsccBeyondDoubt = (code: string): boolean => {
  const province = regionOfUscc(code).slice(0, 2);
  return (provinces.has(province) || province === "10") && readUscc(code).ok && innerCodeValid(code);
};

const is18 = (code: string, today: PlainDate, context: IdentityContext): boolean => {
  const year = Number(code.slice(6, 10));
  const birthday = `${code.slice(6, 10)}-${code.slice(10, 12)}-${code.slice(12, 14)}`;
  if (year < 1900 || birthday > today || !isRealDate(birthday)) return false;
  const checked = identityCheckCharacter(code) === code.charAt(17);
  // 9…: permanent residence permits of foreigners in the form of 2023
  const region =
    provinces.has(code.slice(0, 2)) || (checked && code.charAt(0) === "9" && provinces.has(code.slice(1, 3)));
  if (!region || isUsccBeyondDoubt(code)) return false;
  const adult = year <= Number(today.slice(0, 4)) - ADULT_YEARS;
  return context === "key" || adult || (checked && (context === "text" || code.charAt(14) !== "0"));
};

/** Numbers of the first generation: region, YYMMDD of the 20th century, sequence. They have no check character. */
const is15 = (code: string, context: IdentityContext, introduced: boolean): boolean =>
  provinces.has(code.slice(0, 2)) &&
  isRealDate(`19${code.slice(6, 8)}-${code.slice(8, 10)}-${code.slice(10, 12)}`) &&
  (context !== "number" || Number(code.slice(6, 8)) >= 30) &&
  (introduced || !isRegistrationNumber(code));

const introduction = /身份证|身份号|公民身份|证件号/;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where an identity number may be parted: region, year, month, day, sequence. */
const parts18 = new Set([6, 10, 12, 14, 17]);
const parts15 = new Set([6, 8, 10, 12]);

/** Whole groups of digits that make a number together: 110105 19491231 002X. */
const numberAt = (
  text: string,
  run: DigitRun,
  from: number,
  today: PlainDate,
  context: IdentityContext,
): Span | null => {
  const { digits, starts, ends, gaps, x } = run;
  let widest: number = CLOSE;
  let parted18 = true;
  let parted15 = true;
  for (let last = from; last < digits.length && last - from < 20; last++) {
    if (last > from && gaps[last] !== CLOSE) {
      widest = Math.max(widest, gaps[last] as number);
      parted18 &&= parts18.has(last - from);
      parted15 &&= parts15.has(last - from);
    }
    const atEnd = last + 1 === digits.length;
    if (!atEnd && gaps[last + 1] === CLOSE) continue;
    const length = last - from + 1;
    if (length < 15) continue;
    const code = digits.slice(from, last + 1);
    const start = starts[from] as number;
    const end = ends[last] as number;
    if (length === 15) {
      const introduced = introduction.test(text.slice(Math.max(0, start - 12), start));
      const likely = widest < APART || (parted15 && (introduced || context === "key"));
      if (likely && is15(code, context, introduced)) return { start, end };
    } else if (length === 18 || (length === 17 && atEnd && x)) {
      const apart = widest === APART || (length === 17 && x?.gap === APART);
      const whole = length === 18 ? code : `${code}X`;
      // behind unusual separators it takes the check character, or the parts that people divide it into
      const likely = !apart || (parted18 && context !== "number") || identityCheckCharacter(whole) === whole.charAt(17);
      if (likely && is18(whole, today, context))
        return { start, end: length === 18 ? end : (x as { end: number }).end };
    } else if (length === 20 && widest === CLOSE) {
      // a sole trader's tax number was the owner's identity number and two digits
      if (identityCheckCharacter(code) === code.charAt(17) && is18(code.slice(0, 18), today, "number"))
        return { start, end };
    }
  }
  return null;
};

/** An adult's number with its right check character that starts at a digit, wherever groups begin and end: glued to a telephone number or a sequence. */
const gluedAt = (run: DigitRun, from: number, today: PlainDate): Span | null => {
  const { digits, starts, ends, gaps, x } = run;
  const century = digits.slice(from + 6, from + 8);
  if (century !== "19" && century !== "20") return null;
  const withX = from + 17 === digits.length && x !== null && x.gap !== APART;
  if (from + 18 > digits.length && !withX) return null;
  const code = withX ? `${digits.slice(from)}X` : digits.slice(from, from + 18);
  if (identityCheckCharacter(code) !== code.charAt(17) || !is18(code, today, "number")) return null;
  if (Number(code.slice(6, 10)) > Number(today.slice(0, 4)) - ADULT_YEARS) return null;
  const last = withX ? digits.length - 1 : from + 17;
  const inside = gaps.slice(from + 1, last + 1);
  const aligned = from === 0 || gaps[from] !== CLOSE || last + 1 === digits.length || gaps[last + 1] !== CLOSE;
  if (inside.some((gap) => gap === APART || (gap !== CLOSE && !aligned))) return null;
  return { start: starts[from] as number, end: withX ? (x as { end: number }).end : (ends[last] as number) };
};

const spansInRun = (text: string, run: DigitRun, today: PlainDate, context: IdentityContext): Span[] => {
  const found: Span[] = [];
  const { length } = run.digits;
  const take = (from: number, to: number, spanAt: (from: number) => Span | null, aligned: boolean): void => {
    for (let at = from; at < to; at++) {
      if (aligned && at > 0 && run.gaps[at] === CLOSE) continue;
      const span = spanAt(at);
      if (span === null) continue;
      found.push(span);
      while (at + 1 < to && (run.ends[at + 1] as number) <= span.end) at++;
    }
  };
  take(0, length, (at) => numberAt(text, run, at, today, context), true);
  const whole = [...found];
  const free = (span: Span | null): Span | null =>
    span !== null && whole.some((other) => span.start < other.end && other.start < span.end) ? null : span;
  if (length > 17) take(0, length - 16, (at) => free(gluedAt(run, at, today)), false);
  return found;
};

const exponent = /(?<![0-9.])([1-9])\.([0-9]{13,17})E\+?17(?![0-9])/gi;

/** A number that a spreadsheet program has turned into 1.10101199003070E+17: the region and the day of birth can still be read. */
const exponentSpans = (text: string, today: PlainDate, context: IdentityContext): Span[] =>
  [...text.matchAll(exponent)].flatMap((match) => {
    const code = `${match[1]}${match[2]}`.padEnd(18, "0").slice(0, 18);
    // what is left of the sequence says nothing: it counts as if its check character were wrong
    const unchecked = `${code.slice(0, 17)}${identityCheckCharacter(code) === "0" ? "1" : "0"}`;
    return is18(unchecked, today, context) ? [{ start: match.index, end: match.index + match[0].length }] : [];
  });

/** Whether a text has 15 digits of any kind without a letter between them: without them there is nothing to search for. */
export const mayHoldIdentityNumber = (text: string): boolean => {
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const kind = digitKinds[text.charCodeAt(i)];
    if (kind === DIGIT) {
      if (++digits === 15) return true;
    } else if (kind === LETTER) {
      if (digits === 14 && (text.charCodeAt(i) | 32) === 101) return true; // 1.1010119900307E+17
      digits = 0;
    }
  }
  return false;
};

const spans = (text: string, today: PlainDate, context: IdentityContext): Span[] => {
  if (!mayHoldIdentityNumber(text)) return [];
  const found = exponentSpans(text, today, context);
  eachDigitRun(text, 15, (run) => {
    for (const span of spansInRun(text, run, today, context))
      if (!found.some((other) => span.start < other.end && other.start < span.end)) found.push(span);
  });
  return found.sort((a, b) => a.start - b.start);
};

/** Whether a text holds an identity-card number: 18 or 15 characters in digits of any script, with or without separators, or glued to other digits. */
export const holdsIdentityNumber = (text: string, today: PlainDate, context: IdentityContext): boolean =>
  spans(text, today, context).length > 0;

/**
 * Takes every identity-card number out of a text and puts `identityMarker` in its place.
 * A valid unified social credit code and, unless the words before it say otherwise, a valid 注册号 are not taken for one.
 */
export const removeIdentityNumbers = (
  text: string,
  today: PlainDate,
  context: IdentityContext,
): { readonly text: string; readonly removed: number } => {
  const found = spans(text, today, context);
  if (found.length === 0) return { text, removed: 0 };
  let rest = "";
  let from = 0;
  for (const span of found) {
    rest += text.slice(from, span.start) + identityMarker;
    from = span.end;
  }
  return { text: rest + text.slice(from), removed: found.length };
};
