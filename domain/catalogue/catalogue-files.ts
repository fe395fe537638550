/** One file of `catalogue/`: its path below that folder with `/`, and its parsed JSON. */
export interface CatalogueFile {
  readonly path: string;
  readonly content: unknown;
}

export const faultCodes = [
  "file.not_json",
  "file.unexpected",
  "file.missing",
  "shape.invalid",
  "id.twice",
  "number.twice",
  "file.name_differs",
  "document.unknown",
  "document.repealed",
  "document.not_yet_in_force",
  "field.unknown",
  "field.wrong_type",
  "field.not_required",
  "field.no_summary",
  "header.ambiguous",
  "layout.feeds_twice",
  "table.unknown",
  "table.word_ambiguous",
  "code.unknown",
  "publicity.set_unknown",
  "publicity.set_unused",
  "publicity.gap",
  "publicity.overlap",
  "publicity.default_class",
  "publicity.term_contradicts",
  "limit.unknown",
  "limit.not_working_days",
  "limit.value",
  "purpose.role",
  "purpose.confidential",
  "purpose.opens",
  "alert.hours",
  "alert.overlap",
  "item.unknown",
  "item.effective_dates",
  "charter.number_range",
  "charter.adverse_without_end",
  "region.unknown",
  "source.foreign_field",
  "calendar.day_not_real",
  "calendar.day_of_other_year",
  "calendar.day_twice",
  "calendar.workday_not_weekend",
  "city.redefines",
  "city.item_number",
  "city.looser_disclosure",
  "city.looser_publicity",
  "city.confidential_purpose",
  "charter.natural_person",
  "charter.personal_category",
  "charter.refused_topic",
  "charter.identity_kept",
  "charter.person_shown",
  "charter.person_as_key",
  "charter.sole_trader_rated",
] as const;
export type FaultCode = (typeof faultCodes)[number];

/** One fault in one file; `data` says where in it and what. */
export interface CatalogueFault {
  readonly file: string;
  readonly code: FaultCode;
  readonly data: Readonly<Record<string, string | number>>;
}

/** A parsed thing and the file it came from, so that a fault found later can name the file. */
export interface Located<T> {
  readonly file: string;
  readonly local: boolean;
  readonly value: T;
}

export type Report = (file: string, code: FaultCode, data?: Readonly<Record<string, string | number>>) => void;
