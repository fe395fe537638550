import type { fileFaults as zhFaults, fileNotes as zhNotes, IntakeWords } from "./intake.zh-CN.ts";
import type { RowNoteCode } from "../intake/row-problem.ts";
import { given, quotedEn as q, type Sentence } from "./sentence.ts";

export const fileFaults: Readonly<Record<keyof typeof zhFaults, Sentence>> = {
  "file.not_found": (d) => `The file can't be opened${given(d.reason, (r) => ` (${r})`)}.`,
  "file.empty": () => "The file is empty.",
  "file.kind_unknown": () => "This is no table that can be imported; use CSV, XLSX or JSON with one object a line.",
  "file.line_ends_cr": () => "Lines end in a lone carriage return (old Mac); save the file as ordinary CSV (UTF-8).",
  "file.encoding_utf16": () => 'The file is in UTF-16; save it as "CSV UTF-8 (comma delimited)".',
  "file.encoding_damaged": (d) =>
    `The file is in UTF-8, but row ${d.row} holds damaged characters; export it again from the system it comes from.`,
  "file.encoding_unknown": (d) =>
    `Near row ${d.row} the file is neither UTF-8 nor GB18030; save it as "CSV UTF-8 (comma delimited)".`,
  "file.line_too_long": (d) =>
    `${d.row === 0 ? "A row" : `Row ${d.row}`} is longer than ${d.megabytes} MB and can't be one record; probably line ends are missing or a quotation mark isn't closed.`,
  "file.quote_unclosed": (d) => `A quotation mark opened in row ${d.row} is never closed.`,
  "file.no_header": () => "No column names were found in the first 20 rows.",
  "file.json_array": () => "JSON must have one object a line (JSON Lines), not an array around them.",
  "file.json_line_invalid": (d) => `Row ${d.row} is not a flat JSON object.`,
  "file.xls_old_format": () => "This is the old XLS format; save it as XLSX or CSV.",
  "file.xlsx_encrypted": () => "The workbook has a password; remove it and import again.",
  "file.xlsx_damaged": (d) =>
    `The workbook is incomplete or damaged${given(d.part, (p) => ` (${p})`)}; save or send it again.`,
  "file.xlsx_not_a_workbook": () => "This archive holds no worksheets; use XLSX or CSV.",
  "file.xlsx_empty": () => "The workbook holds nothing.",
  "file.xlsx_too_large_unpacked": (d) =>
    `Unpacked the workbook would be too large (${d.megabytes} MB), so it was not read; use CSV.`,
  "file.changed_while_reading": () =>
    "The file was changed while it was read; wait until it is written and import it again.",
  "file.import_failed": (d) =>
    `The program failed on this file (${d.where}) and would fail at the same place again; give the file and this line to whoever maintains the platform.`,
};

export const fileNotes: Readonly<Record<keyof typeof zhNotes, Sentence>> = {
  "file.title_rows_skipped": (d) => `Column names are in row ${Number(d.rows) + 1}; the title above was not read.`,
  "file.first_sheet_of_several": (d) => `Of ${d.sheets} sheets only the first with content${q(d.sheet)} was read.`,
  "file.formula_values_taken": (d) => `${d.cells} cells are formulas; the results saved in the file were taken.`,
  "file.formula_without_value": (d) => `${d.cells} of the formulas have no saved result and count as empty.`,
};

export const noteCounts: Readonly<Record<RowNoteCode, string>> = {
  "text.width_normalised": "full-width characters read as half-width",
  "text.spaces_removed": "blank or invisible characters at the ends removed",
  "text.brackets_normalised": "brackets in document numbers unified (for recognition only)",
  "text.identity_number_removed": "identity-card numbers removed",
  "text.longer_than_standard": "longer than the standard allows, taken as they are",
  "code.upper_cased": "lower-case letters in codes read as capitals",
  "code.separators_removed": "blanks and hyphens in codes removed",
  "code.inner_check_digit": "codes whose inner organisation code fails its check: worth a look",
  "code.region_outside_city": "codes registered outside the city",
  "code.placeholder_as_missing": "placeholder codes count as empty",
  "value.null_word": "words such as 无, — or N/A count as empty",
  "value.mapped": "values mapped to the standard's words",
  "date.form_read": "dates brought into standard form",
  "date.open_ended": "read as without end",
  "date.placeholder_as_missing": "placeholder dates count as empty",
  "date.order_unusual": "dates in an unusual order: worth a look",
  "amount.unit_converted": "amounts converted between units",
  "amount.chinese_capitals": "amounts in Chinese capitals read as numbers",
  "amount.thousands_separator": "thousands separators removed",
  "field.dropped": "columns that are not kept",
  "field.missing_by_standard": "empty though the standard demands them, taken as they are",
  "legacy.check_digit": "legacy codes that fail their check, kept but not used for search",
  "record.superseded_content": "equal to an older version that was corrected since: not applied",
  "record.withdrawn_before": "content from before of decisions that have been withdrawn: not applied",
  "record.corrected_within_file": "correct the same decision further up in the file",
  "record.withdrawn": "reported as revoked or no longer valid: no longer shown",
  "subject.registered_from_record": "organisations not yet sent by a registration authority, made from the row",
};

const someRows = (n: number, rows: readonly number[]): string =>
  `row${rows.length === 1 ? "" : "s"} ${rows.join(", ")}${n > rows.length ? ` and ${n - rows.length} more` : ""}`;

export const intake: IntakeWords = {
  receiptOf: (file, item, source) => `Receipt: ${file} (${item}, sent by ${source})`,
  total: (files) => `Total of ${files} files`,
  read: "Read",
  accepted: "Accepted, new",
  corrected: "Corrected (new version)",
  duplicate: "Duplicate (unchanged)",
  rejected: "Rejected",
  turnedAway: "Turned away (natural persons)",
  adds: (sum) => `= ${sum}`,
  nothingRead: "Note: the file has column names only. No data row was read and nothing was imported.",
  nothingNew: "All of this had been received before; nothing was changed.",
  superseded: (n, rows) =>
    `${n} ${n === 1 ? "row equals" : "rows equal"} an older version that was corrected since and ${n === 1 ? "was" : "were"} NOT applied; to go back to it, say why in the remarks column (备注) and send it again (${someRows(n, rows)}).`,
  withdrawnBefore: (n, rows) =>
    `${n} ${n === 1 ? "row repeats" : "rows repeat"} what was sent of a decision before it was withdrawn and ${n === 1 ? "was" : "were"} NOT applied (${someRows(n, rows)}).`,
  correctedWithinFile: (n, rows) => `Corrected the same decision further up in the file: ${someRows(n, rows)}.`,
  withdrawn: (n, rows) => `Reported as revoked or no longer valid, and no longer shown: ${someRows(n, rows)}.`,
  besideDemonstration:
    "Note: demonstration data is stored here; real data will be mixed with it and can't be taken apart later. To start without it: DEMO=off and a new, empty DATA_DIR.",
  reasons: "Why rows were rejected",
  turnAwayReasons: "Why rows were turned away (nothing of them is kept)",
  notes: "How values were read",
  times: (n) => `${n}×`,
  byField: (note, fields) =>
    fields.length === 0 ? note : `${note}: ${fields.map(([field, n]) => `${field} ${n}`).join(", ")}`,
  example: (row, header) => `row ${row}${header === null ? "" : ` "${header}"`}`,
  rejects: (path) => `Rejected rows, faults marked, ready to mend and import again: ${path}`,
  rejectsCut: (n) => `The workbook holds the first ${n} rows; the others come back when the file is sent again.`,
  receiptFile: (path) => `This receipt as a file: ${path}`,
  resumed: (chunks, all) =>
    `An earlier import of this file was cut off; going on (${chunks} of ${all} parts were stored).`,
  waiting: "Another process is importing this file; waiting for it.",
  checking: "Checking encoding and rows",
  refused: (file) => `${file}: can't be read as this item. Nothing was stored.`,
  stopped: (file, rows) =>
    `${file}: the import stopped midway and is marked as failed. ${rows === null ? "Rows read until then may be stored, but no receipt could be written." : rows === 0 ? "No row has been stored." : `The ${rows} rows before that are done and stored, as the receipt above says.`} Once the cause is gone, import the whole file again; what is stored is not doubled.`,
  stoppedReceipt: "!! This receipt is not complete: the import stopped midway, and these are the rows done until then.",
  progress: (percent, rows, rate, left) => `${percent}  ${rows} rows  ${rate} rows/s  ${left} left`,
  seconds: (n) => (n < 60 ? `${n} s` : `${Math.floor(n / 60)} min ${n % 60} s`),
  usage: "Usage: npm run import -- --item ITEM --source SOURCE [--json] [--lang zh|en] FILE…",
  unknownItem: (id, all) => `There is no item "${id}". There are: ${all}`,
  unknownSource: (id, all) => `There is no source "${id}". There are: ${all}`,
  sourceMayNot: (source, item, all) => `${source} does not send "${item}". It may send: ${all}`,
  unknownOption: (option) => `Unknown option: ${option}`,
  missing: (what) => `${what} is missing.`,
  sheet: "Rejected rows",
};
