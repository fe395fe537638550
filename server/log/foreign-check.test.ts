import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { checkWithGo, checkWithSigstore, goAbsent } from "@chengxin/verifier/test/cross-check.ts";
import { publishedKeys } from "./keys.ts";
import { logForThisFile } from "./log-rig.ts";
import { placeWaiting } from "./round.ts";

/** What the platform serves of a log of 100,000 entries, written out as files and checked by code that nobody here wrote. */

const groups = [1, 254, 256, 20_000, 489, 30_000, 48_999];
const total = 100_000;
const rig = logForThisFile();
const directory = mkdtempSync(join(tmpdir(), "chengxin-tiles-"));
after(() => rmSync(directory, { recursive: true, force: true }));

/** 1234067 → x001/x234/067 */
const place = (n: number): string => {
  const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, "0");
  const parts = digits.match(/\d{3}/g) ?? [];
  return parts.map((part, i) => (i === parts.length - 1 ? part : `x${part}`)).join("/");
};

const take = async (path: string, as = path): Promise<void> => {
  const bytes = await rig.read(path);
  assert.ok(bytes, path);
  mkdirSync(dirname(join(directory, as)), { recursive: true });
  writeFileSync(join(directory, as), bytes);
};

const taken = new Set<string>();
/** Every tile and bundle that a log of this size consists of. */
const takeAll = async (size: number): Promise<void> => {
  for (const level of ["entries", "0", "1", "2", "3"]) {
    const width = level === "entries" ? size : Math.floor(size / 256 ** Number(level));
    for (let n = 0; n * 256 < width; n++) {
      const own = Math.min(256, width - n * 256);
      const path = `tile/${level}/${place(n)}${own < 256 ? `.p/${own}` : ""}`;
      if (!taken.has(path)) await take(path);
      taken.add(path);
    }
  }
};

const write = async (): Promise<string> => {
  let size = 1; // the log's own key
  for (const leaves of groups) {
    await rig.log(leaves);
    while (await placeWaiting(rig.services)) continue;
    size += leaves;
    await take("checkpoint", `history/${size}`);
    await takeAll(size);
  }
  await take("checkpoint");
  assert.equal(size, total);
  const [key] = await publishedKeys(rig.database, rig.services.log.origin);
  return key?.vkey ?? "";
};
let done: Promise<string> | undefined;
/** Writes the log out, once. @returns its verifier key */
const written = (): Promise<string> => (done ??= write());

test(
  "golang.org/x/mod/sumdb verifies signature, entries, inclusion and consistency",
  { skip: goAbsent() ?? false },
  async () => {
    const vkey = await written();
    const checked = checkWithGo(directory, vkey) as { entries: number; included: number; consistent: number };
    assert.equal(checked.entries, total);
    assert.equal(checked.consistent, groups.length);
    assert.ok(checked.included > 20);
  },
);

test("@sigstore/verify verifies checkpoint and inclusion", async () => {
  const vkey = await written();
  await checkWithSigstore(directory, vkey, [0, 1, 255, 256, 65_535, 65_536, 99_998, 99_999]);
});
