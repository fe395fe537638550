import { accountEn } from "./account.en.ts";
import { accountZh, type AccountText } from "./account.zh-CN.ts";
import { useLanguage } from "./use-text.ts";

export const useAccountText = (): AccountText => (useLanguage() === "en" ? accountEn : accountZh);
