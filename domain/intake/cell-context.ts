import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Source } from "../catalogue/code-table.ts";
import type { CatalogueItem, Layout } from "../catalogue/item.ts";
import type { PlainDate } from "../words.ts";
import { removeIdentityNumbers, type IdentityContext } from "./identity-number.ts";
import type { RowState } from "./row-state.ts";

/** The word stored for a stated "no end". */
export const noEnd = "长期";

/** What every reader of a file's cells knows. */
export interface CellContext {
  readonly item: CatalogueItem;
  readonly catalogue: Catalogue;
  readonly source: Source;
  readonly today: PlainDate;
  /** Words of the file's layout for code fields. */
  readonly layoutValues?: Layout["values"];
}

/** Reads one cell into the row. The text is trimmed, filled, and none of the null words. */
export type FieldReader = (text: string, row: RowState, flags: number) => void;

const MOST_SHOWN = 60;

/** Text as a problem may carry it: short, and without any identity number. */
export const shown = (text: string, today: PlainDate): string => {
  const safe = removeIdentityNumbers(text.slice(0, 400), today, "key").text;
  return safe.length > MOST_SHOWN ? `${safe.slice(0, MOST_SHOWN)}…` : safe;
};

/** How identity numbers are looked for in a field: a document number may look like one. */
export const identityContextOf = (item: CatalogueItem, field: string): IdentityContext =>
  item.key.includes(field) || field === item.roles.documentNumber || field === item.roles.documentNumberElse
    ? "number"
    : "text";
