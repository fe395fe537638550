import { audit } from "./audit.zh-CN.ts";
import { files } from "./files.zh-CN.ts";
import { mandates } from "./mandates.zh-CN.ts";
import { accounts } from "./accounts.zh-CN.ts";
import { batches } from "./batches.zh-CN.ts";
import { faults } from "./faults.zh-CN.ts";
import { organisations } from "./organisations.zh-CN.ts";
import { quality } from "./quality.zh-CN.ts";
import { records } from "./records.zh-CN.ts";
import { roles } from "../../text/roles.zh-CN.ts";
import { shell } from "./shell.zh-CN.ts";
import { ui } from "./ui.zh-CN.ts";
import { uploads } from "./uploads.zh-CN.ts";
import { work } from "./work.zh-CN.ts";

/** All words of the workbench, Chinese: the source. A file for each area; `en.ts` must have the same shape. */
export const zhCN = {
  audit,
  files,
  mandates,
  accounts,
  batches,
  faults,
  organisations,
  quality,
  records,
  roles,
  shell,
  ui,
  uploads,
  work,
};

/** The same words in any language: strings are strings, sentences take the same values, lists have as many. */
type Shape<T> = T extends (...values: infer V) => string
  ? (...values: V) => string
  : T extends string
    ? string
    : { readonly [K in keyof T]: Shape<T[K]> };
export type WorkbenchText = Shape<typeof zhCN>;
