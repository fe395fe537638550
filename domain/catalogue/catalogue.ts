import type { AlertRule } from "./alert-rule.ts";
import type { CatalogueItem } from "./item.ts";
import type { CodeTable, Region, Source } from "./code-table.ts";
import type { CalendarYear, City, Limit, PublicityRule } from "./rules.ts";
import type { LegalDocument } from "./legal-basis.ts";
import type { Indicator } from "./indicator.ts";
import type { Purpose } from "./purpose.ts";

/** The whole rule book of one city, validated: national base and city pack laid over each other. */
export interface Catalogue {
  /** SHA-256 (hex) over all files: says under which rules an answer was made. */
  readonly digest: string;
  readonly city: City;
  readonly documents: ReadonlyMap<string, LegalDocument>;
  readonly items: ReadonlyMap<string, CatalogueItem>;
  readonly codeTables: ReadonlyMap<string, CodeTable>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly regions: ReadonlyMap<string, Region>;
  readonly limits: ReadonlyMap<string, Limit>;
  /** What something that is not public may be read for. */
  readonly purposes: ReadonlyMap<string, Purpose>;
  /** How the rates of data quality are computed. */
  readonly indicators: readonly Indicator[];
  readonly alertRules: readonly AlertRule[];
  readonly publicity: readonly PublicityRule[];
  readonly calendar: ReadonlyMap<number, CalendarYear>;
}
