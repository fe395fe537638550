import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { Database } from "../platform/db.ts";
import type { Keyring } from "../platform/keys/keyring.ts";

/** What mandates, files, authorisations and readings need; made in main.ts. */
export interface FileServices {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly keys: Keyring;
}
