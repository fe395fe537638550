import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { freshDatabase, type FreshDatabase } from "./database.ts";

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Program {
  readonly fresh: FreshDatabase;
  /** Of this file alone, removed at its end; `data` in it is the program's DATA_DIR. */
  readonly folder: string;
  /** Runs the program itself, as `npm run` does, until it ends. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
}

/** One of the commands (`server/<name>.ts`) on a database of this test file's own. */
export const programForThisFile = (name: string, settings: Readonly<Record<string, string>> = {}): Program => {
  let fresh: FreshDatabase | undefined;
  let folder = "";
  before(async () => {
    fresh = await freshDatabase();
    folder = mkdtempSync(join(tmpdir(), `chengxin-${name}-cli-`));
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await fresh?.close();
  });
  const opened = (): FreshDatabase => {
    if (!fresh) throw new Error("only while the tests run");
    return fresh;
  };
  return {
    get fresh() {
      return opened();
    },
    get folder() {
      return folder;
    },
    run(args, env = {}) {
      const { url, appUrl } = opened();
      const child = spawn(process.execPath, [fileURLToPath(new URL(`../${name}.ts`, import.meta.url)), ...args], {
        env: {
          ...process.env,
          DATABASE_URL: url,
          DATABASE_APP_URL: appUrl,
          DATA_DIR: join(folder, "data"),
          DEMO: "off",
          ...settings,
          ...env,
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let [out, err] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => void (out += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => void (err += text));
      return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
    },
  };
};
