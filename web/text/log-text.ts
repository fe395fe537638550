import { logEn } from "./log.en.ts";
import { logZh, type LogText } from "./log.zh-CN.ts";
import { useLanguage } from "./use-text.ts";

export const useLogText = (): LogText => (useLanguage() === "en" ? logEn : logZh);
