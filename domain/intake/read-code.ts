import type { Code, CodeTable } from "../catalogue/code-table.ts";
import type { SubjectKind } from "../catalogue/item.ts";

export interface CodeMatch {
  /** What is stored: the table's value, with its text for "其他-…". */
  readonly value: string;
  readonly code: Code;
  /** Place in the table: light to heavy where that matters. */
  readonly rank: number;
  /** Written otherwise than the table does. */
  readonly mapped: boolean;
}

export type CodeReading =
  | { readonly ok: true; readonly matches: readonly CodeMatch[] }
  | { readonly ok: false; /** The piece that is in no table. */ readonly unknown: string };

/** A cell of a code field as it is compared. */
export const foldCode = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s\u200B-\u200F\uFEFF]/g, "")
    .toUpperCase();

const separators = /([;；、,，|\n])/;
const other = /^(其他|其它)\s*[-－—–:：(（]+\s*(.+?)[)）]?$/su;

/**
 * Reader of one code field: the table's values, its aliases, the source's own words, several values in one cell.
 * @param valueMap the source's or layout's own value → the table's value; null: it can't be told what it means
 */
export const codeReader = (
  table: CodeTable,
  options: { readonly multiple: boolean; readonly otherWithText: boolean },
  valueMap: Readonly<Record<string, string | null>> = {},
): ((text: string) => CodeReading) => {
  const exact = new Map<string, CodeMatch>();
  const folded = new Map<string, CodeMatch>();
  table.codes.forEach((code, rank) => {
    exact.set(code.value, { value: code.value, code, rank, mapped: false });
  });
  for (const [value, match] of exact) {
    for (const word of [value, match.code.name.zh, ...match.code.aliases]) {
      if (!folded.has(foldCode(word))) folded.set(foldCode(word), { ...match, mapped: true });
    }
  }
  for (const [own, standard] of Object.entries(valueMap)) {
    const match = standard === null ? undefined : exact.get(standard);
    if (match === undefined) folded.delete(foldCode(own));
    else folded.set(foldCode(own), { ...match, mapped: own !== standard });
  }
  const ownWords = new Set(Object.keys(valueMap).map(foldCode));
  const others = options.otherWithText ? (exact.get("其他") ?? null) : null;

  const one = (text: string): CodeMatch | undefined => {
    const key = foldCode(text);
    // the source's own words go before the table's: "02" means what the source says it means
    if (ownWords.has(key)) return folded.get(key);
    const hit = exact.get(text) ?? folded.get(key);
    if (hit !== undefined || others === null) return hit;
    const words = other.exec(text)?.[2]?.trim();
    if (words === undefined || words === "") return undefined;
    const value = `其他-${words}`;
    return { ...others, value, mapped: value !== text };
  };

  return (text) => {
    const whole = one(text);
    if (whole !== undefined && !(options.multiple && separators.test(text) && whole.value.startsWith("其他-"))) {
      return { ok: true, matches: [whole] };
    }
    if (!options.multiple) return { ok: false, unknown: text };
    const matches: CodeMatch[] = [];
    const pieces = text.split(separators);
    for (let i = 0; i < pieces.length; i += 2) {
      const piece = (pieces[i] as string).trim();
      if (piece === "") continue;
      const match = one(piece);
      const last = matches.at(-1);
      if (match !== undefined) {
        if (!matches.some((known) => known.value === match.value)) matches.push(match);
      } else if (last !== undefined && last.value.startsWith("其他-")) {
        // 其他-责令停止、恢复原状: the separator belongs to the words
        matches[matches.length - 1] = { ...last, value: `${last.value}${pieces[i - 1] as string}${piece}` };
      } else {
        return { ok: false, unknown: piece };
      }
    }
    return matches.length === 0 ? { ok: false, unknown: text } : { ok: true, matches };
  };
};

/** Values of 行政相对人类别 as they are stored (domain of the 2018 standard). */
export const subjectKindValues: Readonly<Record<SubjectKind, string>> = {
  organisation: "法人及非法人组织",
  soleTrader: "个体工商户",
};

/** What a cell of 行政相对人类别 says. `ambiguous`: 1 or 2, which two numberings in use take for opposite things. */
export type SubjectKindReading = SubjectKind | "naturalPerson" | "ambiguous" | "unknown";

const kindWords = new Map<string, SubjectKindReading>();
const add = (reading: SubjectKindReading, words: string): void => {
  for (const word of words.split(" ")) kindWords.set(word, reading);
};
add(
  "organisation",
  "法人及非法人组织 法人和非法人组织 法人或非法人组织 法人非法人组织 法人、非法人组织 法人及其他组织 法人或其他组织 法人和其他组织 法人 非法人组织 其他组织 企业 企业法人 单位 组织 机构 法人单位 非法人 机关 事业单位 社会组织 02 03",
);
add("soleTrader", "个体工商户 个体户 个体 个体工商 个体经营者 个体经营户 4 04");
add("naturalPerson", "自然人 个人 公民 居民 中国公民 外国人 外国公民 公民个人 01");
add("ambiguous", "1 2");

/** Reads 行政相对人类别 in all spellings met, without any source's own map. Anything that begins with 自然人 is a natural person. */
export const readSubjectKind = (text: string): SubjectKindReading => {
  const direct = kindWords.get(text);
  if (direct !== undefined) return direct;
  const key = foldCode(text).replace(/[()（）].*$/u, "");
  return kindWords.get(key) ?? (/^自然人(?!独资|投资|控股)/.test(key) ? "naturalPerson" : "unknown");
};
