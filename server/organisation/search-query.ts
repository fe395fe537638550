import { cleanCode } from "@chengxin/domain/organisation/clean-code.ts";
import { foldName } from "@chengxin/domain/organisation/fold-name.ts";
import { readUscc, type UsccFault } from "@chengxin/domain/organisation/uscc.ts";
import { problem } from "@chengxin/domain/problem.ts";

/** A query as it was understood. */
export interface SearchQuery {
  /** Trimmed, widths unified. */
  readonly understood: string;
  /** Compared with folded names; "" when a code is asked for and nothing else can be meant. */
  readonly name: string;
  /** Beginning of a code, or null when it can't be one. */
  readonly code: string | null;
  /** Compared with pinyin initials, or null when there is more than letters. */
  readonly initials: string | null;
  /** It has the form of a unified social credit code and is none: nothing is guessed. */
  readonly codeFault: UsccFault | null;
}

const longest = 100;
const shortestCode = 4;

/** Control characters: no name has one, and PostgreSQL takes no NUL. */
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u001F\u007F-\u009F]/g;

/**
 * Reads what somebody typed into the search box. Everything in it is plain text: no operators, no wildcards.
 * @throws Problem request.query_too_short under 2 characters (brackets and blank space aside), request.query_too_long over 100
 */
export const readQuery = (typed: string): SearchQuery => {
  const trimmed = typed.trim();
  // Looked at before anything is unified: one character may become eighteen.
  if (trimmed.length > longest * 2 || [...trimmed].length > longest)
    throw problem("request.query_too_long", { most: longest });
  const understood = trimmed.toWellFormed().normalize("NFKC").replace(controls, " ").replace(/\s+/g, " ").trim();
  const name = foldName(understood);
  const { length } = [...name];
  if (length < 2) throw problem("request.query_too_short", { least: 2 });
  if (length > longest) throw problem("request.query_too_long", { most: longest });

  const cleaned = cleanCode(understood).code;
  const plain = /^[0-9A-Z]+$/.test(cleaned);
  const code = cleaned.length >= shortestCode && (plain || /\d/.test(cleaned)) ? cleaned : null;
  const reading = /^[0-9A-Z]{2}\d{6}[0-9A-Z]{10}$/.test(cleaned) ? readUscc(cleaned) : null;
  if (reading)
    return {
      understood,
      name: "",
      code: reading.ok ? reading.uscc : cleaned,
      initials: null,
      codeFault: reading.ok ? null : reading.problem,
    };
  return { understood, name, code, initials: /^[A-Z]{2,}$/.test(name) ? name : null, codeFault: null };
};
