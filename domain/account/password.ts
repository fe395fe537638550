import { foldLogin } from "./login.ts";

export type AccountKind = "official" | "agent";

/**
 * Least lengths. NIST SP 800-63B section 5.1.1: length and a list of common passwords, no rules about kinds of characters and no regular change; GB/T 22239-2019
 * 8.1.4.1 asks for complexity, which the greater length of officials' passwords meets.
 */
export const passwordLength: Readonly<Record<AccountKind, number>> = { official: 12, agent: 10 };
export const longestPassword = 128;

export type PasswordFault = "password.too_short" | "password.too_long" | "password.too_common" | "password.holds_login";

/** As it is hashed: however a keyboard composed it. */
export const foldPassword = (password: string): string => password.normalize("NFKC");

const sequences = ["abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890123456789"];
const isSequence = (text: string): boolean =>
  sequences.some((all) => all.includes(text) || [...all].reverse().join("").includes(text));

/** Of few different characters, or of one short piece repeated. */
const isMonotonous = (text: string): boolean => new Set(text).size < 4 || /^(.{1,4})\1+.{0,3}$/u.test(text);

/** A common password with digits or signs hung on is one too; letters of any script hung on make another of it. */
const core = (text: string): string => text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "");

/**
 * What speaks against a password; null: nothing.
 * @param common lower-case common passwords
 */
export const passwordFault = (
  password: string,
  { kind, login, common }: { kind: AccountKind; login: string; common: ReadonlySet<string> },
): PasswordFault | null => {
  const folded = foldPassword(password);
  const length = [...folded].length;
  if (length < passwordLength[kind]) return "password.too_short";
  if (length > longestPassword) return "password.too_long";
  const lower = folded.toLowerCase();
  if (common.has(lower) || common.has(core(lower)) || isSequence(lower) || isMonotonous(lower))
    return "password.too_common";
  return lower.includes(foldLogin(login)) ? "password.holds_login" : null;
};
