import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { csvOf, intakeRig, penaltyCsv, penaltyHeaders, type IntakeRig } from "./intake/intake-rig.ts";

let rig: IntakeRig;
before(async () => {
  rig = await intakeRig();
});
after(() => rig.close());

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Both, in the order in which they came. */
  readonly lines: readonly string[];
}

/** Runs the program itself. @param readOut false: whoever reads the output goes away at once */
const run = (args: readonly string[], readOut = true): Promise<Ended> => {
  const dataDir = join(rig.folder, "data");
  mkdirSync(dataDir, { recursive: true });
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("./import.ts", import.meta.url)), "--source", "market-supervision", ...args],
    {
      env: {
        ...process.env,
        DATABASE_URL: rig.fresh.url,
        DATABASE_APP_URL: rig.fresh.appUrl,
        DATA_DIR: dataDir,
        DEMO: "off",
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let [out, err, both] = ["", "", ""];
  if (readOut)
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      both += text;
    });
  else child.stdout.destroy();
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    both += text;
  });
  return new Promise((resolve) =>
    child.once("close", (code) => resolve({ code, out, err, lines: both.trimEnd().split("\n") })),
  );
};
const last = (ended: Ended): { read: number; accepted: number } =>
  JSON.parse(ended.lines.at(-1) ?? "") as { read: number; accepted: number };

test("a file is taken in with exit code 0, the receipt as JSON in the last line", async () => {
  const ended = await run(["--item", "penalty", "--json", rig.file("one.csv", penaltyCsv([{ org: 1 }]))]);
  assert.equal(ended.code, 0, ended.err);
  assert.deepEqual([last(ended).read, last(ended).accepted], [1, 1]);
  assert.doesNotMatch(ended.err, /演示数据/);
});

test("a file without a data row ends with exit code 4, said in words, the receipt still in the last line", async () => {
  const empty = rig.file("empty.csv", csvOf([penaltyHeaders]));
  const ended = await run(["--item", "penalty", "--json", empty]);
  assert.equal(ended.code, 4, ended.err);
  assert.equal(last(ended).read, 0);
  assert.match(ended.err, /没有读到任何数据行/);
  assert.match(ended.out, /没有读到任何数据行/);
  assert.equal((await run(["--item", "penalty", empty, rig.file("two.csv", penaltyCsv([{ org: 2 }]))])).code, 4);
  assert.equal((await run(["--item", "penalty", empty, join(rig.folder, "absent.csv")])).code, 3);
});

test("when nobody reads the output any more, the import still ends well and its receipt is there", async () => {
  const ended = await run(
    ["--item", "penalty", "--json", rig.file("unread.csv", penaltyCsv([{ org: 3 }, { org: 4, decided: "x" }]))],
    false,
  );
  assert.equal(ended.code, 0, ended.err);
  assert.doesNotMatch(ended.err, /EPIPE|Error/);
  const receipts = readdirSync(join(rig.folder, "data/receipts")).filter((name) => name.endsWith(".json"));
  assert.match(readFileSync(join(rig.folder, "data/receipts", receipts.sort().at(-1) ?? ""), "utf8"), /unread\.csv/);
});

test("real data beside demonstration data is warned of in one line, with the way to start without", async () => {
  await rig.take(rig.file("demo.csv", penaltyCsv([{ org: 5 }])), "penalty", { demonstration: true });
  const ended = await run(["--item", "penalty", rig.file("real.csv", penaltyCsv([{ org: 6 }]))]);
  assert.equal(ended.code, 0);
  const warnings = ended.err.split("\n").filter((line) => line.includes("演示数据"));
  assert.equal(warnings.length, 1, ended.err);
  assert.match(warnings[0] ?? "", /DEMO=off.*DATA_DIR/);
});
