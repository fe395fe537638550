import type { HeaderProblem, ProblemData } from "@chengxin/domain/intake/checked-row.ts";

/** Why a file can't be read at all. The words are in `domain/text/intake-zh.ts` and `intake-en.ts`. */
export const fileFaultCodes = [
  "file.not_found",
  "file.empty",
  "file.kind_unknown",
  "file.line_ends_cr",
  "file.encoding_utf16",
  "file.encoding_damaged",
  "file.encoding_unknown",
  "file.line_too_long",
  "file.quote_unclosed",
  "file.no_header",
  "file.json_array",
  "file.json_line_invalid",
  "file.xls_old_format",
  "file.xlsx_encrypted",
  "file.xlsx_damaged",
  "file.xlsx_not_a_workbook",
  "file.xlsx_empty",
  "file.xlsx_too_large_unpacked",
  "file.changed_while_reading",
  "file.import_failed",
] as const;
export type FileFaultCode = (typeof fileFaultCodes)[number];

export interface FileFault {
  readonly code: FileFaultCode | HeaderProblem["code"];
  /** `row` is the file's row (header = 1), `column` a 1-based column. Never holds cells. */
  readonly data: ProblemData;
}

/** Thrown when a file can't be read as the item it was sent as. `importFile` throws it only while nothing of the file has been stored. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
  readonly faults: readonly FileFault[];

  constructor(faults: readonly FileFault[]) {
    super(faults.map((fault) => fault.code).join(", "));
    this.faults = faults;
  }
}

export const refuseFile = (code: FileFaultCode, data: ProblemData = {}): FileRefused =>
  new FileRefused([{ code, data }]);
