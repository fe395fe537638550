import type { Outcome } from "@chengxin/domain/batch/api.ts";
import { formatNumber } from "../../ui/format.ts";
import type { WorkbenchText } from "../text/zh-CN.ts";

type BatchText = WorkbenchText["batches"];

/** What became of a batch, in a sentence that says what to do. */
export const summaryInWords = (
  { outcome, read, rejected }: { readonly outcome: Outcome; readonly read: number; readonly rejected: number },
  { summary }: BatchText,
): string => {
  const sentence = summary[outcome];
  return typeof sentence === "string" ? sentence : sentence(formatNumber(read), formatNumber(rejected));
};

/** What a kind of fault is called; one that this program doesn't know stands for itself. */
export const faultName = (code: string, { faults }: WorkbenchText): string =>
  Object.hasOwn(faults, code) ? faults[code as keyof typeof faults] : code;
