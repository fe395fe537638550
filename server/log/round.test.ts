import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { openCheckpoint, trustIn } from "@chengxin/verifier/checkpoint.js";
import { follow } from "@chengxin/verifier/follow.js";
import { verifyConsistency, verifyInclusion } from "@chengxin/verifier/merkle.js";
import { leafHashes } from "./entry.ts";
import { entriesBetween, newestCheckpoint } from "./bundles.ts";
import { confirmHead } from "./confirm-head.ts";
import { readGuard } from "./guard.ts";
import { publishedKeys, rotateKey } from "./keys.ts";
import { asSuperuserOf, logForThisFile } from "./log-rig.ts";
import { LogStands, placeWaiting } from "./round.ts";
import { consistencyPath, inclusionPath, rootAt } from "./tree.ts";

let now = new Date("2026-11-28T02:00:00Z");
const rig = logForThisFile({ now: () => now, today: () => "2026-11-28" });

const vkeys = async (): Promise<string[]> =>
  (await publishedKeys(rig.database, rig.services.log.origin)).map(({ vkey }) => vkey);
let state: unknown = null;
/** Follows the log as an outsider does: fetches, computes again, compares. @returns its size */
const followed = async (): Promise<number> => {
  const looked = await follow({ read: rig.read, trust: await trustIn(await vkeys()), state });
  state = JSON.parse(JSON.stringify(looked.state));
  return looked.checkpoint.size;
};
const stands = (reason: string) => (error: unknown) => error instanceof LogStands && error.reason === reason;
const newestSize = async (): Promise<number> =>
  (await newestCheckpoint(rig.database.sql, rig.services.log.logNo))?.size ?? -1;

test("an outsider follows the log through groups of every size, and every proof made of its tiles holds", async () => {
  const { database, services } = rig;
  const sizes: number[] = [];
  for (const group of [1, 2, 253, 1, 255, 256, 257, 1000, 3]) {
    await rig.log(group);
    if (group !== 2) {
      await placeWaiting(services);
      sizes.push(await followed());
    }
  }
  // the log's own key is its first entry
  assert.deepEqual(sizes, [2, 257, 258, 513, 769, 1026, 2026, 2029]);
  assert.equal(await placeWaiting(services), null, "nothing waits");

  const client = await database.pool.connect();
  try {
    const { logNo } = services.log;
    const leaves = leafHashes((await entriesBetween(database.sql, logNo, 0, 2029)) ?? Buffer.alloc(0), 2029);
    for (const size of sizes) {
      const root = await rootAt(client, logNo, size);
      for (const index of new Set([0, 1, size >> 1, size - 1, 255, 256]))
        if (index < size)
          await verifyInclusion(
            leaves.subarray(index * 32, index * 32 + 32),
            index,
            { size, root },
            await inclusionPath(client, logNo, index, size),
          );
      for (const old of sizes.filter((other) => other <= size))
        await verifyConsistency(
          { size: old, root: await rootAt(client, logNo, old) },
          { size, root },
          await consistencyPath(client, logNo, old, size),
        );
    }
  } finally {
    client.release();
  }
});

test("several at once: each entry gets its place once, and nobody sees another tree", async () => {
  for (let i = 0; i < 8; i++) {
    await Promise.all([rig.log(i + 1), ...Array.from({ length: 4 }, () => placeWaiting(rig.services))]);
    await placeWaiting(rig.services);
    assert.equal(await followed(), 2029 + ((i + 1) * (i + 2)) / 2);
  }
  const { rows } = await rig.database.pool.query<{ gaps: string }>(
    `select count(*) as gaps from (select first_index, lag(first_index + leaves) over (order by first_index) as ends from log_group) g where ends <> first_index`,
  );
  assert.equal(Number(rows[0]?.gaps), 0);
});

test("a clock that goes backwards changes nothing", async () => {
  now = new Date("2020-01-01T00:00:00Z");
  // the key was not active then: nothing is signed rather than by a key that does not sign
  await rig.log(3);
  await assert.rejects(placeWaiting(rig.services), /no key that signs now/);
  now = new Date("2026-11-28T01:59:00Z");
  await assert.rejects(placeWaiting(rig.services), /no key that signs now/);
  now = new Date("2026-11-28T03:00:00Z");
  assert.equal((await placeWaiting(rig.services))?.leaves, 3);
  await followed();
});

/** What a process leaves behind that is killed after it has signed and before it has committed. */
const killedWhileStoring = async (): Promise<void> => {
  await asSuperuserOf(rig.fresh, async (owner) => {
    await owner.query(
      `create function die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
       create trigger die before insert on log_checkpoint for each row execute function die()`,
    );
    await assert.rejects(placeWaiting(rig.services), /killed/);
    await owner.query("drop trigger die on log_checkpoint; drop function die()");
  });
};

test("killed after signing: the next one signs exactly the same again, also when other entries have come meanwhile", async () => {
  await rig.log(5);
  const before = await newestSize();
  await killedWhileStoring();
  const signed = readGuard(rig.services.guardPath)?.intended;
  assert.equal(signed?.size, before + 5);
  await rig.log(70);
  assert.equal((await placeWaiting(rig.services))?.size, before + 5);
  const stored = await newestCheckpoint(rig.database.sql, rig.services.log.logNo);
  assert.equal(stored?.root.toString("hex"), signed?.root);
  assert.equal((await placeWaiting(rig.services))?.size, before + 75);
  await followed();
});

test("a new key signs beside the old one until the overlap is over, and either one is enough for a reader", async () => {
  const { database, keyring, services } = rig;
  const [old] = await vkeys();
  const by = { actor: { kind: "system", name: "test" }, at: now } as const;
  const next = await rotateKey(database, keyring, by, services.log, 3_600_000);
  await placeWaiting(services);
  const note = (): Promise<string> =>
    newestCheckpoint(database.sql, services.log.logNo).then((newest) => newest?.note ?? "");
  const both = await note();
  for (const vkey of [old ?? "", next]) await openCheckpoint(both, await trustIn([vkey]));
  now = new Date(now.getTime() + 3_600_000);
  await rig.log(1);
  await placeWaiting(services);
  await openCheckpoint(await note(), await trustIn([next]));
  await assert.rejects(openCheckpoint(await note(), await trustIn([old ?? ""])));
  await followed();
});

test("the application can neither take back nor alter what is logged", async () => {
  await placeWaiting(rig.services);
  for (const statement of [
    "update log_tile set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1)",
    "update log_tile set hashes = substr(hashes, 1, 32) where length(hashes) > 32",
    "delete from log_tile",
    "update log_checkpoint set note = ''",
    "delete from log_checkpoint",
    "update log_group set first_index = first_index + 1",
    "update log_group set first_index = null, log_no = null",
    "update log_group set entries = entries",
    "delete from log_group",
    "update log_statement set salt = salt",
    "delete from log_statement",
    "update log set origin = 'other.invalid/log'",
    "update log_key set public_key = public_key",
    "delete from log_key",
  ])
    await assert.rejects(rig.database.pool.query(statement), /permission denied|does not change|only grows/, statement);
});

test("a tile changed by a superuser is noticed before anything more is signed", async () => {
  await rig.log(1);
  const flip =
    "update log_tile set hashes = set_byte(hashes, length(hashes) - 1, get_byte(hashes, length(hashes) - 1) # 1) where level = 0 and n = (select max(n) from log_tile where level = 0)";
  const quietly = (sql: string) =>
    asSuperuserOf(
      rig.fresh,
      async (owner) => void (await owner.query(`set session_replication_role = replica; ${sql}`)),
    );
  await quietly(flip);
  const size = await newestSize();
  await assert.rejects(placeWaiting(rig.services), stands("treeDamaged"));
  assert.equal(await newestSize(), size);
  await quietly(flip);
  await placeWaiting(rig.services);
  await followed();
});

test("a database set back to an older state is noticed and signs nothing, with its entries there, lost, or others in their place", async () => {
  const { services } = rig;
  await rig.log(4);
  await placeWaiting(services);
  const whole = readFileSync(services.guardPath, "utf8");
  const size = await newestSize();
  const setBack = (also = "") =>
    asSuperuserOf(rig.fresh, async (owner) => {
      await owner.query(`begin; set local session_replication_role = replica;
        delete from log_checkpoint where size = ${size};
        update log_group set first_index = null, log_no = null where first_index >= ${size - 4};
        update log_tile set hashes = substr(hashes, 1, length(hashes) - 128) where level = 0 and n = ${Math.floor((size - 1) / 256)};
        ${also}; commit`);
    });
  assert.ok((size % 256) - 4 > 0, "the four lie in one tile");
  await setBack();
  // exactly what was signed is made again: that is no fork
  assert.equal((await placeWaiting(services))?.size, size);
  await followed();
  await setBack("delete from log_group where first_index is null");
  await assert.rejects(placeWaiting(services), stands("rolledBack"));
  await rig.log(4);
  await assert.rejects(placeWaiting(services), stands("rolledBack"));
  assert.equal(await newestSize(), size - 4 < 0 ? -1 : (await newestCheckpoint(rig.database.sql, 1))?.size);
  assert.equal(readFileSync(services.guardPath, "utf8"), whole, "the file stays as evidence");

  writeFileSync(services.guardPath, "{");
  await assert.rejects(placeWaiting(services), stands("guardDamaged"));
  // restored into a new folder, or another machine: nobody here can tell which copy this is, until somebody says so
  rmSync(services.guardPath);
  await assert.rejects(placeWaiting(services), stands("guardMissing"));
  const newest = await newestCheckpoint(rig.database.sql, services.log.logNo);
  const by = { actor: { kind: "operator", name: "test" }, at: now } as const;
  const confirm = (root: string | undefined) =>
    confirmHead(services, by, { size: newest?.size ?? 0, root: root ?? "" });
  await assert.rejects(confirm(`${"A".repeat(43)}=`), /not that/);
  await confirm(newest?.root.toString("base64"));
  assert.equal((await placeWaiting(services))?.leaves, 4);
});
