import { useLanguage } from "../../text/use-text.ts";
import { workbenchPathsIn, type WorkbenchPaths } from "../paths.ts";
import { en } from "./en.ts";
import { zhCN, type WorkbenchText } from "./zh-CN.ts";

export const useWorkbenchText = (): WorkbenchText => (useLanguage() === "en" ? en : zhCN);

/** URLs of the workbench in the language of the page on the screen. */
export const useWorkbenchPaths = (): WorkbenchPaths => workbenchPathsIn(useLanguage());
