import { traceSteps as stepsEn } from "@chengxin/domain/text/trace.en.ts";
import { traceSteps as stepsZh } from "@chengxin/domain/text/trace.zh-CN.ts";
import type { TraceStep } from "@chengxin/domain/record/api.ts";
import type { Language } from "../../text/language.ts";

/** One step of the publicity rule as a sentence that names clause and certainty, with the rule it is taken from. */
export interface StepInWords {
  readonly key: string;
  readonly sentence: string;
  readonly rule: string;
  readonly version: string;
}

export const traceInWords = (steps: readonly TraceStep[], language: Language): StepInWords[] => {
  const words: Readonly<Record<string, (step: TraceStep) => string>> = language === "en" ? stepsEn : stepsZh;
  return steps.map((step, index) => ({
    key: `${index}-${step.code}`,
    sentence: words[step.code]?.(step) ?? step.code,
    rule: step.rule,
    version: step.version,
  }));
};
