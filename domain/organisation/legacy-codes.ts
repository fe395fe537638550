import { cleanCode, type CodeCleaning } from "./clean-code.ts";

/** Codes that organisations had before 2015 and that files still carry. */
export type LegacyScheme =
  | "registrationNumber"
  | "organisationCode"
  | "taxNumber"
  | "institutionNumber"
  | "socialOrganisationNumber";

export type LegacyReading =
  | {
      readonly ok: true;
      /** As it is stored and searched: cleaned, organisation codes without the hyphen. */
      readonly code: string;
      /** false: the check character is wrong, so the number identifies nobody; null: the scheme has none. */
      readonly checked: boolean | null;
      readonly changes: readonly CodeCleaning[];
    }
  | { readonly ok: false; readonly changes: readonly CodeCleaning[] };

/**
 * Check digit of a 15-digit 注册号 (GS15-2006: ISO 7064 MOD 11,10 over the first 14 digits).
 * @param first14 digits only
 */
export const registrationCheckDigit = (first14: string): string => {
  let p = 10;
  for (let i = 0; i < 14; i++) {
    const s = (p + first14.charCodeAt(i) - 48) % 10 || 10;
    p = (s * 2) % 11;
  }
  return String((11 - p) % 10);
};

/** A 15-digit 注册号 whose check digit is right. */
export const isRegistrationNumber = (code: string): boolean =>
  code.length === 15 && /^\d{15}$/.test(code) && registrationCheckDigit(code) === code.charAt(14);

const innerWeights = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** Check character of an organisation code (GB 11714-1997) for its first eight characters; null when one is neither digit nor capital. */
export const organisationCodeCheckCharacter = (first8: string): string | null => {
  let sum = 0;
  for (let i = 0; i < 8; i++) {
    const c = first8.charCodeAt(i);
    const value = c >= 48 && c <= 57 ? c - 48 : c >= 65 && c <= 90 ? c - 55 : -1;
    if (value < 0) return null;
    sum += value * (innerWeights[i] as number);
  }
  const check = 11 - (sum % 11);
  return check === 10 ? "X" : check === 11 ? "0" : String(check);
};

/** Lengths that the schemes without a check character may have. */
const forms: Readonly<Record<Exclude<LegacyScheme, "organisationCode">, RegExp>> = {
  // 13 digits before 2007, and numbers in words (企合辽丹总字第000123号); since 2015 the 18-character code stands here too
  registrationNumber:
    /^(\d{13}|\d{15}|[0-9A-HJ-NP-RTUW-Y]{18}|(?=.*\p{Script=Han})[\p{Script=Han}\dA-Z()]{2,30}\d{3,15}号?)$/u,
  taxNumber: /^([0-9A-Z]{15}|[0-9A-Z]{17,18}|[0-9A-Z]{20})$/,
  institutionNumber: /^(\d{12}|[0-9A-HJ-NP-RTUW-Y]{18})$/,
  socialOrganisationNumber: /^[\p{Script=Han}\dA-Z()〔〕[\]]{4,50}$/u,
};

/** Reads a legacy code of one scheme. A wrong check character is told, never repaired; another length or other characters are no code at all. */
export const readLegacyCode = (scheme: LegacyScheme, raw: string): LegacyReading => {
  const { code, changes } = cleanCode(raw);
  if (scheme === "organisationCode") {
    if (code.length !== 9) return { ok: false, changes };
    const expected = organisationCodeCheckCharacter(code.slice(0, 8));
    if (expected === null || !/[0-9X]/.test(code.charAt(8))) return { ok: false, changes };
    return { ok: true, code, checked: expected === code.charAt(8), changes };
  }
  if (!forms[scheme].test(code)) return { ok: false, changes };
  const checked = scheme === "registrationNumber" && /^\d{15}$/.test(code) ? isRegistrationNumber(code) : null;
  return { ok: true, code, checked, changes };
};
