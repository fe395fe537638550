import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Source } from "../catalogue/code-table.ts";
import type { CatalogueItem, Field } from "../catalogue/item.ts";
import type { PlainDate } from "../words.ts";
import type { CheckedRow, HeaderMatch, RowChecker } from "./checked-row.ts";
import { cellKeeper } from "./kept-cells.ts";
import { naturalPersonGuard } from "./natural-person.ts";
import { cellReader } from "./read-cell.ts";
import { draftBuilder } from "./row-draft.ts";
import { combinationRules } from "./row-combinations.ts";
import { orderRules, requirements } from "./row-requirements.ts";
import { newRowState, problemAt, type Place } from "./row-state.ts";

const wholeRow: Place = { field: null, column: null };

/** What a checker of one file is made of. */
export interface FileContext {
  readonly item: CatalogueItem;
  readonly catalogue: Catalogue;
  readonly source: Source;
  readonly header: HeaderMatch;
  readonly today: PlainDate;
}

/**
 * Makes the checker of one file: item, source and header are compiled once, then each row costs microseconds. Pure: `today` is handed in.
 * A row is looked at in this order: is it about a natural person (charter 3; then nothing of it is kept), does it have the header's cells,
 * each cell by its field's type, what must be filled, the order of dates, and at last subject, key and content.
 * All faults of a row are told, not only the first.
 * @throws Error when the catalogue contradicts itself (it was validated when it was loaded)
 */
export const rowChecker = (input: FileContext): RowChecker => {
  const { item, header } = input;
  const placeOfField = (id: string): Place => {
    const column = header.fields.indexOf(id);
    return Object.freeze({ field: id, column: column < 0 ? null : column });
  };
  const placeOf = (field: Field): Place => placeOfField(field.id);
  const guard = naturalPersonGuard(input);
  const layout = item.layouts.find(({ id }) => id === header.layout);
  const context = { ...input, layoutValues: layout?.values };
  const readers = header.fields.map((id, column) => {
    const index = item.fields.findIndex((field) => field.id === id);
    return cellReader({
      field: item.fields[index] ?? null,
      index,
      column,
      header: header.headers[column] ?? "",
      context,
    });
  });
  const require = requirements(item, placeOf);
  const order = orderRules(item, placeOf);
  const combine = combinationRules(item, placeOf);
  const build = draftBuilder(input, placeOfField);
  const keeper = cellKeeper(input, header);

  const misshapen = (cells: readonly string[]): CheckedRow => {
    const reason = keeper.turnAwayShifted(cells);
    if (reason !== null) return { outcome: "turnedAway", reason };
    const code = cells.length < readers.length ? "row.too_few_cells" : "row.too_many_cells";
    const problems = [problemAt(wholeRow, code, { cells: cells.length, columns: readers.length })];
    return { outcome: "rejected", problems, notes: [], cells: keeper.keepShifted(cells) };
  };

  return (cells) => {
    const reason = guard(cells);
    if (reason !== null) return { outcome: "turnedAway", reason };
    // empty cells behind the last column are what spreadsheets leave
    if (
      cells.length < readers.length ||
      (cells.length > readers.length && cells.slice(readers.length).some((cell) => cell !== ""))
    ) {
      return misshapen(cells);
    }
    const row = newRowState(item.fields.length);
    for (let column = 0; column < readers.length; column++) {
      const cell = cells[column] as string;
      if (cell !== "") (readers[column] as (typeof readers)[number])(cell, row);
    }
    require(row);
    order(row);
    combine(row);
    const draft = row.problems.length === 0 ? build(row) : null;
    if (draft !== null) return { outcome: "draft", draft, notes: row.notes };
    return { outcome: "rejected", problems: row.problems, notes: row.notes, cells: keeper.keep(cells) };
  };
};
