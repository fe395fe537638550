import { DIGIT, digitKinds, LETTER } from "./digit-kinds.ts";

/** What one pass over a cell's characters found. Bits, because it is asked for every cell of every row. */
export const TEXT_UNTRIMMED = 1;
export const TEXT_INVISIBLE = 2;
export const TEXT_CONTROL = 4;
export const TEXT_REPLACEMENT = 8;
export const TEXT_DIGITS = 16;

const isBlank = (c: number): boolean =>
  c === 32 ||
  (c >= 9 && c <= 13) ||
  c === 0xa0 ||
  c === 0x3000 ||
  c === 0xfeff ||
  (c >= 0x2000 && c <= 0x200f) ||
  c === 0x2028 ||
  c === 0x2029 ||
  c === 0x202f;

/** Zero-width characters and direction marks: they hide differences and turn text round, and carry no meaning in Chinese or English. */
const isInvisible = (c: number): boolean =>
  c === 0xad ||
  c === 0x180e ||
  c === 0xfeff ||
  (c >= 0x200b && c <= 0x200f) ||
  (c >= 0x202a && c <= 0x202e) ||
  (c >= 0x2060 && c <= 0x2069);

/**
 * Looks once at every character of a cell. Control characters (C0 without tab and line ends, DEL, C1, and half surrogate pairs, which no encoding can hold),
 * replacement characters of a failed decoding, invisible characters, blank space at the ends, 15 digits of any kind without a letter between them.
 */
export const scanText = (text: string): number => {
  const length = text.length;
  if (length === 0) return 0;
  let flags = isBlank(text.charCodeAt(0)) || isBlank(text.charCodeAt(length - 1)) ? TEXT_UNTRIMMED : 0;
  let digits = 0;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    const kind = digitKinds[c];
    if (kind === LETTER) {
      if (digits === 14 && (c | 32) === 101) flags |= TEXT_DIGITS; // 1.1010119900307E+17
      digits = 0;
      if (c === 0x951f) flags |= TEXT_REPLACEMENT; // 锟, of 锟斤拷: a replacement character decoded once more
      continue;
    }
    if (kind === DIGIT && ++digits >= 15) flags |= TEXT_DIGITS;
    if (c < 0x80) {
      if (c < 32 ? c !== 9 && c !== 10 && c !== 13 : c === 0x7f) flags |= TEXT_CONTROL;
    } else if (c < 0xa0) {
      flags |= TEXT_CONTROL;
    } else if (c >= 0xd800 && c <= 0xdfff) {
      const paired = c < 0xdc00 && i + 1 < length && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
      if (paired) i++;
      else flags |= TEXT_CONTROL;
    } else if (c === 0xfffd) {
      flags |= TEXT_REPLACEMENT;
    } else if (isInvisible(c)) {
      flags |= TEXT_INVISIBLE;
    }
  }
  return flags;
};

const invisible = /[\u00AD\u180E\uFEFF\u200B-\u200F\u202A-\u202E\u2060-\u2069]/g;

/** A text as it is kept: as sent, without blank space at the ends and without invisible characters. */
export const tidyText = (text: string, flags: number): string => {
  if ((flags & (TEXT_UNTRIMMED | TEXT_INVISIBLE)) === 0) return text;
  const visible =
    (flags & TEXT_INVISIBLE) === 0 && !/[\uFEFF\u200B-\u200F]/.test(text) ? text : text.replace(invisible, "");
  let from = 0;
  let to = visible.length;
  while (from < to && isBlank(visible.charCodeAt(from))) from++;
  while (to > from && isBlank(visible.charCodeAt(to - 1))) to--;
  return visible.slice(from, to);
};

const nullWords = new Set(
  "- -- --- — —— ——— – ― － －－ / // \\ ／ 、 . 。 * 无 无。 暂无 暂无数据 空 未填 未填写 不详 null (null) <null> [null] nil none n/a #n/a na undefined nan \\n \\\\n".split(
    " ",
  ),
);
const LONGEST_NULL_WORD = 9;

/** Words by which forms and databases say "nothing here" (—, 暂无, 无, N/A, NULL, \N …). The text must be trimmed. */
export const isNullWord = (text: string): boolean => {
  if (text.length > LONGEST_NULL_WORD) return false;
  const c = text.charCodeAt(0);
  // digits and most Chinese words need no look-up
  if (c >= 48 && c <= 57) return false;
  return nullWords.has(text) || nullWords.has(text.toLowerCase().replace(/\s+/g, ""));
};

/** 有限公司 with one character destroyed (有限凬司, 有限公卸), common words of UTF-8 read as GBK, and anything read as Latin-1. */
const garbled =
  /有限(?:责任)?(?:[^公责合]司|公[^司])|鏈夐檺|湁闄|鍏徃|叕鍙|涓逛笢|腹涓|杈藉畞|琛屾斂|绠＄悊|鍚堜綔|鍟嗗簵|璁稿彲|涓績|鍖婚櫌|瀛︽牎|濮斿憳|甯傚満|競鍦|鐩戠潱|璐ｄ换|鑲′唤|锟斤拷|烫烫烫|屯屯屯|[\u00A1-\u00FF]{4}/u;

/** Whether a name was destroyed by a wrong decoding somewhere on its way. */
export const isGarbledName = (name: string): boolean => garbled.test(name);

/** Replacement characters in any text; `flags` come from `scanText`. */
export const isGarbledText = (text: string, flags: number): boolean =>
  (flags & TEXT_REPLACEMENT) !== 0 && (text.includes("\uFFFD") || text.includes("锟斤拷"));

const isPlainKey = /^[\u4E00-\u9FFF0-9A-Z()〔〕【】（）[\]-]*$/;
const opening = /[〔【［[（｛{﹝〈《<⟨]/g;
const closing = /[〕】］\]）｝}﹞〉》>⟩]/g;

/**
 * A document number or other text as it counts for identity: NFKC, upper case, one kind of bracket, one kind of hyphen, no blank space.
 * 〔2019〕1号, 【2019】1号 and (2019) 1号 are one number. The content keeps what was sent; only the key is folded.
 */
export const foldKey = (text: string): string => {
  if (isPlainKey.test(text)) return text.replace(opening, "(").replace(closing, ")");
  return text
    .normalize("NFKC")
    .toUpperCase()
    .normalize("NFKC")
    .replace(opening, "(")
    .replace(closing, ")")
    .replace(/[‐-―−﹣－_]/g, "-")
    .replace(/[\s\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, "");
};
