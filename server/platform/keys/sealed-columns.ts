import type { KeyPurpose } from "./purposes.ts";

/** A column of sealed texts. Its table grants the application UPDATE on the columns named here, so that they can be sealed anew. */
export interface SealedColumn {
  readonly table: string;
  /** Columns of the primary key, in its order. */
  readonly id: readonly string[];
  /** bytea; its name ends in `_sealed`. */
  readonly column: string;
  readonly purpose: KeyPurpose;
  /**
   * The keyed hash of the text, where rows are looked up by it. While a rotation runs, the same text stands under two versions: a unique constraint
   * does not see that, so look it up by `macs` before inserting.
   */
  readonly lookup?: {
    readonly mac: string;
    /** Its name ends in `key_version`. */
    readonly keyVersion: string;
    /** What of the text is hashed. */
    readonly data: (text: string) => string;
  };
}

/** A column of keyed hashes of something that isn't stored: the version has to stay as long as the rows do. */
export interface HashColumn {
  readonly table: string;
  /** Its name ends in `key_version`. */
  readonly keyVersion: string;
  readonly purpose: KeyPurpose;
}

/** What an identity service calls somebody, by which their account is found. */
export const externalIdentity = {
  table: "external_identity",
  id: ["account_id", "issuer"],
  column: "subject_sealed",
  purpose: "account",
  lookup: {
    mac: "subject_mac",
    keyVersion: "subject_key_version",
    data: (subject: string) => `external-identity:${subject}`,
  },
} as const satisfies SealedColumn;

/** The seed of a key that signs the checkpoints of our own log. */
export const logSeed = {
  table: "log_key",
  id: ["version"],
  column: "seed_sealed",
  purpose: "log",
} as const satisfies SealedColumn;

/** The seed of a key by which this instance cosigns other logs. */
export const witnessSeed = {
  table: "witness_key",
  id: ["key_no"],
  column: "seed_sealed",
  purpose: "witness",
} as const satisfies SealedColumn;

/** Every column that holds sealed texts; a test compares it with the database. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: "mandate", id: ["organisation_id", "mandate_id"], column: "letter_number_sealed", purpose: "ground" },
  { table: "mandate", id: ["organisation_id", "mandate_id"], column: "document_number_sealed", purpose: "ground" },
  { table: "query_ground", id: ["organisation_id", "ground_id"], column: "letter_number_sealed", purpose: "ground" },
  { table: "account", id: ["account_id"], column: "display_name_sealed", purpose: "account" },
  { table: "account", id: ["account_id"], column: "contact_sealed", purpose: "account" },
  { table: "account_grant", id: ["grant_id"], column: "reason_sealed", purpose: "account" },
  { table: "account_reason", id: ["reason_id"], column: "reason_sealed", purpose: "account" },
  externalIdentity,
  { table: "totp", id: ["account_id"], column: "secret_sealed", purpose: "account" },
  witnessSeed,
  logSeed,
];

/** Every other column that names a version of a data key; a test compares it with the database. */
export const hashColumns: readonly HashColumn[] = [
  { table: "sign_in_limit", keyVersion: "key_version", purpose: "session" },
];

/** The context under which a value is sealed: its place. Used for writing, reading and sealing anew alike. */
export const placeOf = (
  { table, column }: Pick<SealedColumn, "table" | "column">,
  id: readonly (string | number)[],
): string => JSON.stringify([table, column, ...id.map(String)]);
