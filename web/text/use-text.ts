import { useLocation } from "react-router";
import { pathsIn, type Paths } from "../paths.ts";
import { en } from "./en.ts";
import { languageOfPath, type Language } from "./language.ts";
import { zhCN, type Text } from "./zh-CN.ts";

export const textIn = (language: Language): Text => (language === "en" ? en : zhCN);

/** Language of the page on the screen, told by its path alone. */
export const useLanguage = (): Language => languageOfPath(useLocation().pathname);

export const useText = (): Text => textIn(useLanguage());

/** URLs of pages in the language of the page on the screen. */
export const usePaths = (): Paths => pathsIn(useLanguage());
