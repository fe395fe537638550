/** What cleaning a code changed. Nothing of it changes which code it is. */
export type CodeCleaning = "width" | "case" | "separators";

export interface CleanedCode {
  readonly code: string;
  readonly changes: readonly CodeCleaning[];
}

const unchanged: readonly CodeCleaning[] = [];

/** Blank space of any kind, zero-width characters, hyphens and dashes, apostrophes that protect a cell from Excel. */
const separators = /[\s\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060\uFEFF\-_·‐-―−'‘’`]/g;

const isPlain = (raw: string): boolean => {
  for (let i = 0; i < raw.length; i++) {
    const c = raw.charCodeAt(i);
    if (!((c >= 48 && c <= 57) || (c >= 65 && c <= 90))) return false;
  }
  return true;
};

/**
 * A code as people type it, in the form it is compared in: half width, upper case, without blank space, zero-width characters and hyphens.
 * Excel's `="9121…"` is undone too. Characters are never exchanged for similar ones (O for 0, I for 1): that would be a guess.
 */
export const cleanCode = (raw: string): CleanedCode => {
  if (isPlain(raw)) return { code: raw, changes: unchanged };
  const changes: CodeCleaning[] = [];
  const halfWidth = raw.replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  if (halfWidth !== raw) changes.push("width");
  const unprotected = /^\s*="(.*)"\s*$/.exec(halfWidth)?.[1] ?? halfWidth;
  const bare = unprotected.replace(separators, "");
  if (bare !== halfWidth) changes.push("separators");
  const code = bare.replace(/[a-z]/g, (c) => c.toUpperCase());
  if (code !== bare) changes.push("case");
  return { code, changes };
};
