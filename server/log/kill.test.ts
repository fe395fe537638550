import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { trustIn } from "@chengxin/verifier/checkpoint.js";
import { follow } from "@chengxin/verifier/follow.js";
import { publishedKeys } from "./keys.ts";
import { logForThisFile } from "./log-rig.ts";
import { placeWaiting } from "./round.ts";

/** Processes that log and sign beside each other, killed at random instants. */

const kills = 200;
const atOnce = 4;
const rig = logForThisFile();

const acknowledged: string[] = [];

/** Starts a process and kills it: some before they have done anything, most within their first rounds. */
const startAndKill = async (): Promise<void> => {
  const program = fileURLToPath(new URL("./log-child-rig.ts", import.meta.url));
  const child = spawn(process.execPath, [program, rig.fresh.appUrl, rig.dataDir, rig.services.guardPath], {
    // they start and start: what they are compiled to is kept
    env: { ...process.env, NODE_COMPILE_CACHE: join(rig.dataDir, "compiled") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const working = Promise.withResolvers<void>();
  const awaited = Math.random() < 0.2 ? /^/ : /^round$/;
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (awaited.test(line)) working.resolve();
    // a line that was cut off says nothing
    if (line.length === 64) acknowledged.push(line);
  });
  const ended = once(child, "close");
  await Promise.race([working.promise, ended]);
  assert.equal(child.exitCode, null, "it works until it is killed");
  await sleep(Math.random() * 60);
  child.kill("SIGKILL");
  await ended;
};

const rows = async <T extends object>(text: string): Promise<T[]> =>
  (await rig.database.pool.query<T & object>(text)).rows;

test(
  `killed ${kills} times: nothing acknowledged is lost, nothing is there twice, and no checkpoint ever signed excludes another`,
  { timeout: 900_000 },
  async (t) => {
    let left = kills;
    const seen = new Map<number, string>();
    let watching = true;
    /** An outsider, who remembers every checkpoint that was ever shown. */
    const watch = async (): Promise<void> => {
      while (watching) {
        for (const { size, root } of await rows<{ size: number; root: Buffer }>(
          "select size, root from log_checkpoint order by size desc limit 20",
        )) {
          const before = seen.get(size);
          assert.ok(before === undefined || before === root.toString("hex"), `two trees of ${size}`);
          seen.set(size, root.toString("hex"));
        }
        await sleep(20);
      }
    };
    const watched = watch();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (left-- > 0) await startAndKill();
      }),
    );
    while (await placeWaiting(rig.services)) continue;
    watching = false;
    await watched;

    const stored = await rows<{ statement: string; index: number }>(
      `select s.statement, g.first_index + s.log_at % 1048576 as index from log_statement s join log_group g on g.group_no = s.log_at / 1048576 order by 2`,
    );
    assert.deepEqual(
      stored.map(({ index }) => index),
      stored.map((_, n) => n),
      "every entry has one place, without a gap",
    );
    const digests = new Set(stored.map(({ statement }) => statement.split("\n")[1]));
    assert.equal(digests.size, stored.length, "nothing is there twice");
    assert.deepEqual(
      acknowledged.filter((digest) => !digests.has(digest)),
      [],
      "nothing acknowledged is lost",
    );

    const trust = await trustIn((await publishedKeys(rig.database, rig.services.log.origin)).map(({ vkey }) => vkey));
    const checkpoints = await rows<{ size: number; root: Buffer; note: string }>(
      "select size, root, note from log_checkpoint order by size",
    );
    for (const [size, root] of seen)
      assert.equal(checkpoints.find((one) => one.size === size)?.root.toString("hex"), root, `shown once: ${size}`);
    let state: unknown = null;
    for (const { note } of checkpoints)
      ({ state } = await follow({
        read: async (path) => (path === "checkpoint" ? Buffer.from(note) : rig.read(path)),
        trust,
        state,
      }));
    assert.equal(checkpoints.at(-1)?.size, stored.length);
    assert.ok(acknowledged.length > kills, `${acknowledged.length} acknowledged`);
    assert.ok(checkpoints.length > kills / 4, `${checkpoints.length} checkpoints`);
    t.diagnostic(
      `${kills} kills, ${checkpoints.length} checkpoints, ${stored.length} entries, ${acknowledged.length} acknowledged`,
    );
  },
);
