import { catalogueEn } from "./catalogue.en.ts";
import { catalogueZh, type CatalogueText } from "./catalogue.zh-CN.ts";
import { useLanguage } from "./use-text.ts";

export const useCatalogueText = (): CatalogueText => (useLanguage() === "en" ? catalogueEn : catalogueZh);
