import type { ProblemData } from "../intake/checked-row.ts";
import * as en from "./en.ts";
import * as intakeEn from "./intake.en.ts";
import * as intakeZh from "./intake.zh-CN.ts";
import type { Sentence } from "./sentence.ts";
import * as zh from "./zh-CN.ts";

/** A code with its data: a fault of a file, or a note about one. */
interface Coded {
  readonly code: string;
  readonly data: ProblemData;
}

export type Language = "zh" | "en";

/** Words of receipts, in one language. A code that an older or newer program stored stands for itself. */
export interface ReceiptWords {
  readonly intake: intakeZh.IntakeWords;
  problem(code: string, data: ProblemData): string;
  note(code: string): string;
  reason(code: string): string;
  fileFault(fault: Coded): string;
  fileNote(note: Coded): string;
}

/** Data that isn't there reads as nothing: rejections that an older program stored may lack some. */
const withoutGaps = (data: ProblemData): ProblemData =>
  new Proxy(data, { get: (target, key) => target[key as string] ?? "" });

const say = (table: Readonly<Record<string, Sentence>>, code: string, data: ProblemData): string =>
  Object.hasOwn(table, code) ? (table[code] as Sentence)(withoutGaps(data)) : code;

export const receiptWords = (language: Language): ReceiptWords => {
  const [common, own] = language === "en" ? [en, intakeEn] : [zh, intakeZh];
  const faults: Readonly<Record<string, Sentence>> = { ...common.fileProblems, ...own.fileFaults };
  const counts: Readonly<Record<string, string>> = own.noteCounts;
  return {
    intake: own.intake,
    problem: (code, data) => say(common.rowProblems, code, data),
    note: (code) => counts[code] ?? code,
    reason: (code) => say(common.turnAwayReasons, code, {}),
    fileFault: (fault) => say(faults, fault.code, fault.data),
    fileNote: (note) => say(own.fileNotes, note.code, note.data),
  };
};
