import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { Database } from "../platform/db.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import type { IdentityProvider } from "./identity-service/provider.ts";
import type { Passwords } from "./passwords.ts";

/** What accounts stand on. */
export interface AccountServices {
  readonly database: Database;
  readonly keys: Keyring;
  readonly catalogue: Pick<Catalogue, "city" | "sources" | "regions">;
  readonly passwords: Passwords;
  /** The site's own address; null: whatever a request is addressed to, as on a machine of one's own. */
  readonly origin: string | null;
  /** Agents may register themselves. */
  readonly selfRegistration: boolean;
  /** Null: there is no identity service. */
  readonly identityService: IdentityProvider | null;
}
