import { loginLength } from "./text-limits.ts";

/**
 * A login as it is stored and compared: NFKC, lower case, no blanks at its ends. Two spellings of one login are one login.
 * @returns null when it can't be one: too short or long, or not of letters, digits or `. _ - @`, beginning with a letter or digit; nothing that holds 11 digits in a row or more
 *   (telephone and identity-card numbers belong to a person, not to an office)
 */
export const readLogin = (typed: string): string | null => {
  const login = foldLogin(typed);
  const { length } = login;
  const fits = length >= loginLength.least && length <= loginLength.most;
  return fits && /^[\p{Ll}\p{Lo}\p{Nd}][\p{Ll}\p{Lo}\p{Nd}._@-]*$/u.test(login) && !/\d{11}/.test(login) ? login : null;
};

/** The same for what is merely looked up, whatever was typed. */
export const foldLogin = (typed: string): string => typed.normalize("NFKC").trim().toLowerCase();
