import type { Problem } from "@chengxin/domain/problem.ts";

/** The problem in one sentence. */
export const problemTitle = (problem: Problem, _language: "zh" | "en"): string => problem.code;
