import { digitsOf, hanDigits } from "./digit-kinds.ts";

/** How a digit stands to the one before it: close, behind a usual separator, behind another one or a long one. */
export const CLOSE = 0;
export const SEPARATED = 1;
export const APART = 2;

/** Digits with no letter between them, as far as they may be one number. */
export interface DigitRun {
  readonly digits: string;
  /** Of each digit: where its character starts and ends in the text, and how it stands to the one before. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly gaps: readonly number[];
  /** Where an X behind the last digit ends, and how it stands to it; null: there is none. */
  readonly x: { readonly end: number; readonly gap: number } | null;
}

/** So many separators may stand between two digits of a number. */
const MOST_SEPARATORS = 6;
const MOST_USUAL = 3;

const usual = /[\s\-_.·‐-―−－]/u;
const ignorable = /[\p{M}\p{Cf}\u115F\u1160\u180E\u3164\uFFA0]/u;
const letter = /\p{L}/u;
/** X, and what looks like it: Cyrillic, Greek, Roman ten, the sign of multiplication. */
const likeX = /^[xXхХχΧ×]$/u;

type Sort = "ignored" | "usual" | "other" | "letter" | "x" | { readonly digits: string; readonly han: boolean };

const sortOf = (character: string): Sort => {
  const han = hanDigits.get(character);
  if (han !== undefined) return { digits: han, han: true };
  const digits = digitsOf(character);
  if (digits !== null) return { digits, han: false };
  if (ignorable.test(character)) return "ignored";
  const compatible = character.normalize("NFKC");
  if (likeX.test(compatible)) return "x";
  if (letter.test(compatible)) return "letter";
  return usual.test(compatible) ? "usual" : "other";
};

const ascii = Array.from({ length: 0x80 }, (_, code) => sortOf(String.fromCharCode(code)));
const known = new Map<number, Sort>();
const sortAt = (code: number): Sort => {
  if (code < 0x80) return ascii[code] as Sort;
  let sort = known.get(code);
  if (sort === undefined) {
    sort = sortOf(String.fromCodePoint(code));
    if (known.size < 20_000) known.set(code, sort);
  }
  return sort;
};

/** Hands on every run of at least `least` characters, X included. Digits of every script count, marks and invisible characters between them do not. */
export const eachDigitRun = (text: string, least: number, onRun: (run: DigitRun) => void): void => {
  let digits = "";
  let starts: number[] = [];
  let ends: number[] = [];
  let gaps: number[] = [];
  let separators = 0;
  let allUsual = true;
  let han = false;
  const gap = (): number => (separators === 0 ? CLOSE : allUsual && separators <= MOST_USUAL ? SEPARATED : APART);
  const end = (x: DigitRun["x"]): void => {
    if (digits.length + (x ? 1 : 0) >= least) onRun({ digits, starts, ends, gaps, x });
    if (digits !== "") {
      digits = "";
      starts = [];
      ends = [];
      gaps = [];
    }
  };
  for (let i = 0; i < text.length;) {
    const code = text.codePointAt(i) as number;
    const next = code > 0xffff ? i + 2 : i + 1;
    const sort = sortAt(code);
    if (typeof sort === "object") {
      if (separators > MOST_SEPARATORS) end(null);
      // 第三210602…: digits of two ways of writing are two groups
      const first = digits !== "" && separators === 0 && sort.han !== han ? SEPARATED : gap();
      for (let k = 0; k < sort.digits.length; k++) {
        gaps.push(k === 0 ? first : CLOSE);
        starts.push(i);
        ends.push(next);
      }
      digits += sort.digits;
      han = sort.han;
      separators = 0;
      allUsual = true;
    } else if (sort === "usual" || sort === "other") {
      separators++;
      allUsual &&= sort === "usual";
    } else if (sort !== "ignored") {
      if (digits !== "") end(sort === "x" && separators <= MOST_SEPARATORS ? { end: next, gap: gap() } : null);
      separators = 0;
      allUsual = true;
    }
    i = next;
  }
  end(null);
};
