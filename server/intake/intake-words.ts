import type { FileFault } from "./file-refused.ts";
import type { FileNote } from "./intake-file.ts";
import * as en from "@chengxin/domain/text/en.ts";
import * as intakeEn from "@chengxin/domain/text/intake.en.ts";
import * as intakeZh from "@chengxin/domain/text/intake.zh-CN.ts";
import type { ProblemData } from "@chengxin/domain/intake/checked-row.ts";
import type { Sentence } from "@chengxin/domain/text/sentence.ts";
import * as zh from "@chengxin/domain/text/zh-CN.ts";

export type Language = "zh" | "en";

/** Words of receipts, in one language. */
export interface ReceiptWords {
  readonly intake: intakeZh.IntakeWords;
  problem(code: string, data: ProblemData): string;
  note(code: string): string;
  reason(code: string): string;
  fileFault(fault: FileFault): string;
  fileNote(note: FileNote): string;
}

/** Data that isn't there reads as nothing: rejections that an older program stored may lack some. */
const withoutGaps = (data: ProblemData): ProblemData =>
  new Proxy(data, { get: (target, key) => target[key as string] ?? "" });

const say = (table: Readonly<Record<string, Sentence>>, code: string, data: ProblemData): string =>
  table[code]?.(withoutGaps(data)) ?? code;

export const receiptWords = (language: Language): ReceiptWords => {
  const [common, own] = language === "en" ? [en, intakeEn] : [zh, intakeZh];
  const faults: Readonly<Record<string, Sentence>> = { ...common.fileProblems, ...own.fileFaults };
  return {
    intake: own.intake,
    problem: (code, data) => say(common.rowProblems, code, data),
    note: (code) => (own.noteCounts as Readonly<Record<string, string>>)[code] ?? code,
    reason: (code) => say(common.turnAwayReasons, code, {}),
    fileFault: (fault) => say(faults, fault.code, fault.data),
    fileNote: (note) => say(own.fileNotes, note.code, note.data),
  };
};
