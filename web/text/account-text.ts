import { accountEn } from "./account.en.ts";
import { accountZh, type AccountText } from "./account.zh-CN.ts";
import type { Language } from "./language.ts";
import { useLanguage } from "./use-text.ts";

export const accountTextIn = (language: Language): AccountText => (language === "en" ? accountEn : accountZh);

export const useAccountText = (): AccountText => accountTextIn(useLanguage());
