import type { OrganisationKind } from "./api.ts";
import { cleanCode, type CodeCleaning } from "./clean-code.ts";
import { organisationCodeCheckCharacter } from "./legacy-codes.ts";

/** Characters of a unified social credit code; the index is the value (GB 32100-2015, 4.2: digits and capitals without I O S V Z). */
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/** 3^(i-1) mod 31 for positions 1–17 (GB 32100-2015, annex A). */
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

const values = new Int8Array(128).fill(-1);
for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;

const valueAt = (code: string, index: number): number => values[code.charCodeAt(index)] ?? -1;

/** Why a cell holds no usable code. `legacyNumber`: a 注册号 (15 digits, or 13 before 2007) stands in its place. */
export type UsccFault = "missing" | "legacyNumber" | "length" | "character" | "masked" | "checkDigit" | "department";

export type UsccNote = CodeCleaning | "innerCheckDigit" | "placeholder";

export type UsccReading =
  | { readonly ok: true; readonly uscc: string; readonly notes: readonly UsccNote[] }
  | {
      readonly ok: false;
      readonly problem: UsccFault;
      /** The cleaned code, as far as it could be read. */
      readonly code: string;
      /** 1-based position of the first wrong character, for `character`; the expected check character, for `checkDigit`. */
      readonly position: number | null;
      readonly expected: string | null;
      readonly notes: readonly UsccNote[];
    };

/**
 * The check character that belongs to the first 17 characters (GB 32100-2015, annex A), or null when one of them is not in the alphabet.
 * It finds every single wrong character and every exchange of two neighbours whose weights and values differ.
 */
export const usccCheckCharacter = (first17: string): string | null => {
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const value = valueAt(first17, i);
    if (value < 0) return null;
    sum += value * (weights[i] as number);
  }
  return alphabet.charAt((31 - (sum % 31)) % 31);
};

/** GB 32100-2015 table 1: who registers. A first character outside it belongs to no code. */
const departments = "123456789ANY";

/** First two characters → kind (GB 32100-2015 tables 1 and 2; 54 is in use for village and residents' committees). */
const kindsByPrefix: Readonly<Record<string, OrganisationKind>> = {
  11: "government",
  12: "institution",
  13: "government",
  19: "government",
  51: "socialOrganisation",
  52: "socialOrganisation",
  53: "socialOrganisation",
  54: "grassrootsSelfGovernment",
  91: "enterprise",
  92: "soleTrader",
  93: "cooperative",
  A1: "institution",
};
const kindsByDepartment: Readonly<Record<string, OrganisationKind>> = {
  3: "legalService",
  8: "tradeUnion",
  N: "collective",
};

/** What kind of body the first two characters say it is. Seniority or quality is never derived from it. */
export const kindOfUscc = (uscc: string): OrganisationKind =>
  kindsByPrefix[uscc.slice(0, 2)] ?? kindsByDepartment[uscc.charAt(0)] ?? "other";

/** GB/T 2260 code of the division whose authority registered it (characters 3–8); not of the seat, and possibly abolished since. */
export const regionOfUscc = (uscc: string): string => uscc.slice(2, 8);

/** The organisation code inside (characters 9–17) carries a valid check character of its own (GB 11714-1997). False is worth a note, no more. */
export const innerCodeValid = (uscc: string): boolean =>
  organisationCodeCheckCharacter(uscc.slice(8, 16)) === uscc.charAt(16);

const placeholder = /^0+X?$/;
const masked = /[*×●○□?？]|x{2,}$/;

const fault = (
  problem: UsccFault,
  code: string,
  notes: readonly UsccNote[],
  at: { position?: number; expected?: string | null } = {},
): UsccReading => ({ ok: false, problem, code, position: at.position ?? null, expected: at.expected ?? null, notes });

/**
 * Reads a unified social credit code (GB 32100-2015) as departments write it. Width, case, blank space and hyphens are put right and noted;
 * a wrong check character is never repaired. `00000000000000000X` and other rows of noughts mean "no code".
 */
export const readUscc = (raw: string): UsccReading => {
  const cleaned = cleanCode(raw);
  const { code } = cleaned;
  let notes: readonly UsccNote[] = cleaned.changes;
  if (code === "") return fault("missing", "", notes);
  if (placeholder.test(code)) return fault("missing", code, [...notes, "placeholder"]);
  // before the check: a masked tail such as …UAxx, read as capitals, passes it once in 31 times
  if (masked.test(raw)) return fault("masked", code, notes);
  if (code.length !== 18) {
    if ((code.length === 15 || code.length === 13) && /^\d+$/.test(code)) return fault("legacyNumber", code, notes);
    return fault("length", code, notes);
  }
  const expected = usccCheckCharacter(code);
  if (expected === null || valueAt(code, 17) < 0 || !/^\d{6}$/.test(regionOfUscc(code))) {
    return fault("character", code, notes, { position: firstWrong(code) });
  }
  if (expected !== code.charAt(17)) return fault("checkDigit", code, notes, { expected });
  if (!departments.includes(code.charAt(0))) return fault("department", code, notes);
  if (!innerCodeValid(code)) notes = [...notes, "innerCheckDigit"];
  return { ok: true, uscc: code, notes };
};

const firstWrong = (code: string): number => {
  for (let i = 0; i < 18; i++) {
    const value = valueAt(code, i);
    if (value < 0 || (i >= 2 && i < 8 && value > 9)) return i + 1;
  }
  return 18;
};
