import { versionSalts, saltedContent } from "./salts.ts";
import { statementOf, type StoredVersion } from "./log-versions.ts";

/** An entry laid open, as the verifier takes it (`verifier/README.md`). */
export interface Disclosure {
  readonly uscc: string;
  /** Microseconds since 1970. */
  readonly time: number;
  readonly salt: string;
  readonly statement: string;
  /** The text that was hashed; null: only its hash is shown, which tells nothing of it. */
  readonly content: string | null;
}

/** Lays the entry of a version open. @param whole with its content, for whoever may see all of it */
export const layOpen = (version: StoredVersion & { readonly salt: Buffer }, whole: boolean): Disclosure => {
  const salts = versionSalts(version.salt);
  return {
    uscc: version.uscc,
    time: Number(version.known_from),
    salt: salts.entry.toString("hex"),
    statement: statementOf(version, salts),
    content: whole ? saltedContent(version.content, salts.content) : null,
  };
};
