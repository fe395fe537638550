import { problemStatus, type ProblemCode } from "@chengxin/domain/problem.ts";
import { problems as problemsEn } from "@chengxin/domain/text/en.ts";
import { problems as problemsZh } from "@chengxin/domain/text/zh-CN.ts";
import type { ApiProblem, ProblemInWords } from "./api-problem.ts";
import type { Language } from "./text/language.ts";

const isKnown = (code: string): code is ProblemCode => Object.hasOwn(problemStatus, code);

/** A problem code as one sentence; data makes it precise, and it stands without. */
export const codeInWords = (code: string, language: Language, data: ApiProblem["data"] = {}): string =>
  (language === "en" ? problemsEn : problemsZh)[isKnown(code) ? code : "service.failed"](data);

export const problemInWords = (problem: ApiProblem, language: Language): ProblemInWords => ({
  code: problem.code,
  sentence: codeInWords(problem.code, language, problem.data),
  field: typeof problem.data["field"] === "string" && problem.data["field"] !== "" ? problem.data["field"] : null,
});
