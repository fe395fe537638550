import type { OrganisationServices } from "../organisation/services.ts";

/** What the reading side of records needs; made in main.ts. */
export interface RecordServices extends OrganisationServices {
  /** Told when what is stored and what the rules say today differ. Never told contents. */
  readonly warn?: (facts: Readonly<Record<string, string>>, message: string) => void;
}
