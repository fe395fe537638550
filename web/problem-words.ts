import type { ApiProblem, ProblemInWords } from "./api.ts";
import type { Language } from "./text/language.ts";

export const problemInWords = (problem: ApiProblem, _language: Language): ProblemInWords => ({ code: problem.code, sentence: problem.code });

export const codeInWords = (code: string, _language: Language): string => code;
