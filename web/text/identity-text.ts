import { identityEn } from "./identity.en.ts";
import { identityZh, type IdentityText } from "./identity.zh-CN.ts";
import { useLanguage } from "./use-text.ts";

export const useIdentityText = (): IdentityText => (useLanguage() === "en" ? identityEn : identityZh);
