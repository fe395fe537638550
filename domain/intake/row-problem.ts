/** Faults that reject a row. The words for each are in `domain/text/`. */
export const rowProblemCodes = [
  "row.too_few_cells",
  "row.too_many_cells",
  "row.control_character",
  "row.mojibake",
  "row.quotes_malformed",
  "field.required",
  "field.too_long",
  "field.identity_number_in_key",
  "code.unknown_value",
  "date.unreadable",
  "date.impossible",
  "date.in_future",
  "date.order",
  "amount.unreadable",
  "amount.negative",
  "integer.unreadable",
  "subject.code_missing",
  "subject.code_is_legacy_number",
  "subject.code_length",
  "subject.code_character",
  "subject.code_masked",
  "subject.code_check_digit",
  "subject.code_department",
  "subject.kind_conflicts_with_code",
  "subject.kind_not_collected",
  "subject.name_missing",
  "subject.name_differs_from_register",
  "authority.code_invalid",
  "legacy.code_invalid",
  "record.reported_by_other_source",
  "record.conflicting_duplicate_in_file",
] as const;
export type RowProblemCode = (typeof rowProblemCodes)[number];

/** Readings and warnings that do not stop a row. */
export const rowNoteCodes = [
  "text.width_normalised",
  "text.spaces_removed",
  "text.brackets_normalised",
  "text.identity_number_removed",
  "text.longer_than_standard",
  "code.upper_cased",
  "code.separators_removed",
  "code.inner_check_digit",
  "code.region_outside_city",
  "code.placeholder_as_missing",
  "value.null_word",
  "value.mapped",
  "date.form_read",
  "date.open_ended",
  "date.placeholder_as_missing",
  "date.order_unusual",
  "amount.unit_converted",
  "amount.chinese_capitals",
  "amount.thousands_separator",
  "field.dropped",
  "field.missing_by_standard",
  "legacy.check_digit",
  "record.superseded_content",
  "subject.registered_from_record",
] as const;
export type RowNoteCode = (typeof rowNoteCodes)[number];

/** Why a row is turned away without being kept in any form (charter 3). */
export const turnAwayReasons = [
  "subject.natural_person_category",
  "subject.identity_number_in_code",
  "subject.identity_document_columns",
  "subject.presumably_natural_person",
] as const;
export type TurnAwayReason = (typeof turnAwayReasons)[number];
