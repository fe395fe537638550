import type { ReactNode } from "react";
import { useLanguage } from "../text/use-text.ts";

/** Words as a department reported them: Chinese, and marked as such on an English page, so that they are spoken rightly. */
export const Reported = ({ children }: { children: ReactNode }) =>
  useLanguage() === "en" ? <span lang="zh-CN">{children}</span> : <>{children}</>;
