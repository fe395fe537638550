import type { Language } from "./language.ts";
import { ownEn } from "./own.en.ts";
import { ownZh, type OwnText } from "./own.zh-CN.ts";
import { useLanguage } from "./use-text.ts";

export const ownTextIn = (language: Language): OwnText => (language === "en" ? ownEn : ownZh);

export const useOwnText = (): OwnText => ownTextIn(useLanguage());
