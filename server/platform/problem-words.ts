import type { Problem } from "@chengxin/domain/problem.ts";
import { problems as en } from "@chengxin/domain/text/en.ts";
import { problems as zh } from "@chengxin/domain/text/zh-CN.ts";

/** The problem in one sentence. */
export const problemTitle = ({ code, data }: Problem, language: "zh" | "en"): string =>
  (language === "zh" ? zh : en)[code](data);
