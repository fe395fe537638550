import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** A directory for one test, gone with it. */
export const temporary = (t: TestContext): string => {
  const directory = mkdtempSync(join(tmpdir(), "chengxin-verifier-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};
