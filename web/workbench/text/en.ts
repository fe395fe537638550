import { audit } from "./audit.en.ts";
import { files } from "./files.en.ts";
import { mandates } from "./mandates.en.ts";
import { accounts } from "./accounts.en.ts";
import { batches } from "./batches.en.ts";
import { faults } from "./faults.en.ts";
import { organisations } from "./organisations.en.ts";
import { quality } from "./quality.en.ts";
import { records } from "./records.en.ts";
import { roles } from "../../text/roles.en.ts";
import { shell } from "./shell.en.ts";
import { ui } from "./ui.en.ts";
import { uploads } from "./uploads.en.ts";
import { work } from "./work.en.ts";
import type { WorkbenchText } from "./zh-CN.ts";

/** All words of the workbench in English; the same shape as the Chinese source. */
export const en = {
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
} satisfies WorkbenchText;
