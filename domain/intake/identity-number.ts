import { isRealDate } from "../calendar/plain-date.ts";
import { isRegistrationNumber } from "../organisation/legacy-codes.ts";
import { innerCodeValid, readUscc, regionOfUscc } from "../organisation/uscc.ts";
import type { PlainDate } from "../words.ts";

/** Stands where an identity number was. */
export const identityMarker = "〔身份号码已删除〕";

/**
 * Where a number stands decides what it takes to be an identity number.
 * `key`: a code column of the subject: any plausible region and birth date.
 * `text`: running words: the same, but one with a wrong check character must be an adult's (licence numbers are often region + recent date + sequence).
 * `number`: a document or certificate number: an adult's, whatever the check character.
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
  return context === "key" || adult || (context === "text" && checked);
};

/** Numbers of the first generation: region, YYMMDD of the 20th century, sequence. They have no check character. */
const is15 = (code: string, context: IdentityContext, introduced: boolean): boolean =>
  provinces.has(code.slice(0, 2)) &&
  isRealDate(`19${code.slice(6, 8)}-${code.slice(8, 10)}-${code.slice(10, 12)}`) &&
  (context !== "number" || Number(code.slice(6, 8)) >= 30) &&
  (introduced || !isRegistrationNumber(code));

const gap = "[\\s\\u00AD\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060\\uFEFF\\-_.·‐-―−－]{0,3}";
const runs = new RegExp(`[0-9０-９](?:${gap}[0-9０-９])*(?:${gap}[XxＸｘ])?`, "g");
const groups = /[0-9０-９]+/g;
const introduction = /身份证|身份号|公民身份|证件号/;

const narrow = (digits: string): string =>
  digits.replace(/[０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The groups of digits of one run, and where an X that ends it stands. */
const spansInRun = (run: string, before: string, today: PlainDate, context: IdentityContext): Span[] => {
  const parts = [...run.matchAll(groups)].map((m) => ({
    digits: narrow(m[0]),
    start: m.index,
    end: m.index + m[0].length,
  }));
  const endsInX = /[XxＸｘ]$/.test(run);
  const introduced = introduction.test(before);
  const found: Span[] = [];
  for (let i = 0; i < parts.length; i++) {
    const first = parts[i] as (typeof parts)[number];
    let code = "";
    for (let j = i; j < parts.length && code.length < 20; j++) {
      const last = parts[j] as (typeof parts)[number];
      code += last.digits;
      const atX = endsInX && j === parts.length - 1;
      const end =
        (code.length === 18 && is18(code, today, context)) || (code.length === 15 && is15(code, context, introduced))
          ? last.end
          : code.length === 17 && atX && is18(`${code}X`, today, context)
            ? run.length
            : // a sole trader's tax number was the owner's identity number and two digits
              code.length === 20 &&
                i === j &&
                identityCheckCharacter(code) === code.charAt(17) &&
                is18(code.slice(0, 18), today, "number")
              ? last.end
              : -1;
      if (end < 0) continue;
      found.push({ start: first.start, end });
      i = j;
      break;
    }
  }
  return found;
};

/** Whether a text has 15 digits in a row, gaps of blank space, dots and hyphens overlooked: without them there is nothing to search for. */
export const mayHoldIdentityNumber = (text: string): boolean => {
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if ((c >= 48 && c <= 57) || (c >= 0xff10 && c <= 0xff19)) {
      if (++digits === 15) return true;
    } else if (c >= 0x4e00 && c <= 0x9fff) {
      digits = 0;
    } else if (c > 57 && c < 0x80 && c !== 95) {
      digits = 0;
    }
  }
  return false;
};

const spans = (text: string, today: PlainDate, context: IdentityContext): Span[] => {
  if (!mayHoldIdentityNumber(text)) return [];
  const found: Span[] = [];
  for (const match of text.matchAll(runs)) {
    if (match[0].length < 15) continue;
    const before = text.slice(Math.max(0, match.index - 12), match.index);
    for (const span of spansInRun(match[0], before, today, context)) {
      found.push({ start: match.index + span.start, end: match.index + span.end });
    }
  }
  return found;
};

/** Whether a text holds an identity-card number: 18 or 15 characters, half or full width, with or without gaps. */
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
