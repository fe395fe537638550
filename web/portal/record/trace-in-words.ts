import type { TraceStep } from "@chengxin/domain/record/api.ts";
import type { Language } from "../../text/language.ts";
import type { Citation } from "../../ui/Cite.tsx";

/** One step of the publicity rule as a sentence, with the rule and clause it rests on. */
export interface StepInWords {
  readonly key: string;
  readonly sentence: string;
  readonly rule: string;
  readonly version: string;
  readonly basis: Citation | null;
}

export const traceInWords = (steps: readonly TraceStep[], _language: Language): StepInWords[] =>
  steps.map((step, index) => ({
    key: `${index}-${step.code}`,
    sentence: step.code,
    rule: step.rule,
    version: step.version,
    basis: step.basis,
  }));
