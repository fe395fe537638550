import { parseArgs } from "node:util";
import { receiptWords, type Language } from "@chengxin/domain/text/receipt-words.ts";

export interface ImportArguments {
  readonly item: string;
  readonly source: string;
  readonly files: readonly string[];
  readonly json: boolean;
  readonly language: Language;
  /** What is wrong, in words; empty when it can be done. */
  readonly faults: readonly string[];
}

const languageOf = (given: string | undefined, env: Readonly<Record<string, string | undefined>>): Language => {
  const text = (given ?? env["LC_ALL"] ?? env["LANG"] ?? "").toLowerCase();
  // C and POSIX say nothing about people; the platform's own language is Chinese
  return text.startsWith("en") ? "en" : "zh";
};

/** Reads the command line. Pure. */
export const readImportArguments = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ImportArguments => {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: {
      item: { type: "string" },
      source: { type: "string" },
      json: { type: "boolean" },
      lang: { type: "string" },
    },
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  // an option whose value was forgotten would take the next option for it
  const text = (value: unknown): string => (typeof value === "string" && !value.startsWith("--") ? value : "");
  const language = languageOf(text(values["lang"]) || undefined, env);
  const { intake } = receiptWords(language);
  const faults: string[] = [];
  for (const token of tokens) {
    if (token.kind === "option" && !["item", "source", "json", "lang"].includes(token.name))
      faults.push(intake.unknownOption(token.rawName));
  }
  if (text(values["item"]) === "") faults.push(intake.missing("--item"));
  if (text(values["source"]) === "") faults.push(intake.missing("--source"));
  if (positionals.length === 0) faults.push(intake.missing("FILE"));
  return {
    item: text(values["item"]),
    source: text(values["source"]),
    files: positionals,
    json: values["json"] === true,
    language,
    faults,
  };
};
