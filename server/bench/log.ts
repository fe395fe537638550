import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { entryLength } from "@chengxin/verifier/entry.js";
import { leafHashes } from "../log/entry.ts";
import { EntryGroup, takeGroupNumber } from "../log/groups.ts";
import { guardFilePath } from "../log/guard.ts";
import { ensureLog } from "../log/keys.ts";
import { logStatements } from "../log/log-statements.ts";
import { recordStatement, recordType } from "../log/log-versions.ts";
import { placeWaiting, type RoundServices } from "../log/round.ts";
import { saltedContentHash, versionSalts } from "../log/salts.ts";
import { Sequencer } from "../log/sequencer.ts";
import { inclusionPath } from "../log/tree.ts";
import { systemClock } from "../platform/clock.ts";
import { transact } from "../platform/db.ts";
import { alone, alternate, compareRates, median, percentile, type Figure } from "./figure.ts";
import { ensureRegister, importFileOf } from "./loaded.ts";
import { licence } from "./record-kinds.ts";
import type { Rig } from "./rig.ts";

const actor = { kind: "system", name: "bench" } as const;
/** Rows of a chunk of an ordinary file, about. */
const chunkRows = 5000;
const clients = 8;
const seconds = 2;

const secondsOf = async (work: () => Promise<unknown> | unknown): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};

/** As long as the content of a licence is. */
const content = Buffer.from(JSON.stringify({ text: "许可".repeat(100) }));

/** Entries of so many versions, as intake makes them. */
const groupOf = (no: number, leaves: number): EntryGroup => {
  const group = new EntryGroup(no, leaves);
  for (let i = 0; i < leaves; i++) {
    const salts = versionSalts(group.random(i));
    const statement = recordStatement({
      item: "licence",
      recordId: "0123456789abcdef0123456789abcdef",
      version: 1,
      change: "reported",
      publicUntil: "2031-05-06",
      contentHash: saltedContentHash(content, salts.content),
    });
    group.add(
      1,
      { type: recordType, time: 1_800_000_000_000_000n, uscc: "91210602MA0000000X", statement },
      salts.entry,
    );
  }
  return group;
};

/** What a transaction of intake does for the log, alone. */
const storeGroup = ({ services: { database } }: Rig, leaves: number): Promise<void> =>
  transact(database, { actor, at: systemClock.now() }, async (tx) => {
    await groupOf(await takeGroupNumber(tx), leaves).store(tx);
    tx.note({ action: "log.backfilled", object: "log:present", data: {} });
  });

const untilPlaced = async (services: RoundServices): Promise<void> => {
  while ((await placeWaiting(services)) !== null);
};

/** The same bytes in a plain table, a commit for each. */
const bareCommit = ({ services: { database } }: Rig, leaves: number): Promise<unknown> =>
  database.pool.query("insert into bench_bare (bytes) values ($1)", [Buffer.alloc(leaves * entryLength, 7)]);

/** Entries a second by so many callers for a while, each with one transaction after the other. */
const rateOf = async (
  callers: number,
  leaves: number,
  write: (leaves: number) => Promise<unknown>,
): Promise<number> => {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      await write(leaves);
      done += leaves;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return done / seconds;
};

const state = (leaves: number) => (rig: Rig) =>
  transact(rig.services.database, { actor, at: systemClock.now() }, async (tx) => {
    await logStatements(
      tx,
      Array.from({ length: leaves }, () => ({ kind: "rules", digest: "0".repeat(64) }) as const),
    );
    tx.note({ action: "log.backfilled", object: "log:present", data: {} });
  });

/** Milliseconds from a durable acknowledgement to the entry's place, while others write too. */
const waits = async (rig: Rig, services: RoundServices): Promise<Float64Array> => {
  const sequencer = new Sequencer({ ...services, onError: (error) => assert.fail(String(error)) });
  sequencer.start();
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      await state(1)(rig);
      const acknowledged = performance.now();
      for (;;) {
        const { rows } = await rig.services.database.pool.query<{ n: number }>(
          "select count(*) as n from log_group where first_index is null",
        );
        if (Number(rows[0]?.n) === 0) break;
        await sleep(5);
      }
      times.push(performance.now() - acknowledged);
    }
  };
  await Promise.all(Array.from({ length: 4 }, caller));
  await sequencer.stop();
  return Float64Array.from(times);
};

/**
 * The transparency log: entries acknowledged, placed and proved, against bare hashing of leaves and bare durable commits of the same bytes; and what it adds
 * to intake.
 */
export async function* logFigures(rig: Rig): AsyncGenerator<Figure> {
  const { database, keys, dataDir } = rig.services;
  const log = await ensureLog(database, keys, "bench.invalid/log", systemClock.now());
  const services = { database, keys, clock: systemClock, log, guardPath: guardFilePath(dataDir) };
  await rig.superuser.query(
    "create table bench_bare (id bigint generated always as identity, bytes bytea); alter table bench_bare alter bytes set storage external; grant insert on bench_bare to chengxin_app",
  );

  const many = Buffer.alloc(100_000 * entryLength, 7);
  const leaf = Buffer.alloc(1 + entryLength, 7);
  const values = await alternate(
    rig.sizes.rounds,
    {
      hashing: async () => {
        const taken = await secondsOf(() => {
          for (let i = 0; i < 100_000; i++) hash("sha256", leaf, "binary");
        });
        return 100_000 / taken;
      },
      made: async () => 100_000 / (await secondsOf(() => groupOf(1, 100_000))),
      hashed: async () => 100_000 / (await secondsOf(() => leafHashes(many, 100_000))),
      single: () => rateOf(clients, 1, () => state(1)(rig)),
      bareSingle: () => rateOf(clients, 1, (leaves) => bareCommit(rig, leaves)),
      grouped: () => rateOf(2, chunkRows, (leaves) => storeGroup(rig, leaves)),
      bareGrouped: () => rateOf(2, chunkRows, (leaves) => bareCommit(rig, leaves)),
      placed: async () => {
        await untilPlaced(services);
        for (let i = 0; i < 20; i++) await storeGroup(rig, chunkRows);
        return (20 * chunkRows) / (await secondsOf(() => untilPlaced(services)));
      },
    },
    1,
  );
  const unit = "entries/s";
  yield compareRates({ line: "log.made", unit, note: "limit: bare SHA-256 of a leaf" }, values.made, values.hashing);
  yield compareRates({ line: "log.hashed", unit, note: "as log.made" }, values.hashed, values.hashing);
  yield compareRates(
    { line: "log.single", unit, note: `${clients} callers, a transaction each; limit: durable INSERT of the bytes` },
    values.single,
    values.bareSingle,
  );
  yield compareRates(
    { line: "log.grouped", unit, note: `${chunkRows} in a transaction; limit as log.single` },
    values.grouped,
    values.bareGrouped,
  );
  yield compareRates(
    { line: "log.placed", unit, note: "tiles, checkpoint and places, durable; limit as log.made" },
    values.placed,
    values.hashing,
  );

  const waited = await waits(rig, services);
  yield alone({ line: "log.wait.p99", unit: "ms", budget: 1000, floor: 1 }, [percentile(waited, 0.99)]);

  const { rows } = await database.pool.query<{ size: number }>("select max(size) as size from log_checkpoint");
  const size = rows[0]?.size ?? 0;
  const proofs = new Float64Array(300);
  const client = await database.pool.connect();
  for (const i of proofs.keys())
    proofs[i] =
      (await secondsOf(() => inclusionPath(client, log.logNo, Math.floor((i * size) / proofs.length), size))) * 1000;
  client.release();
  yield alone({ line: "log.proof.p50", unit: "ms", note: `in a tree of ${size}` }, [percentile(proofs, 0.5)]);

  await ensureRegister(rig);
  const file = rig.recordsFile(licence, rig.sizes.rows);
  const shares = await alternate(
    rig.sizes.rounds,
    {
      intake: async () => {
        await rig.superuser.query("truncate record, batch, batch_chunk, rejection cascade");
        return (await importFileOf(rig, "licence", file)).seconds;
      },
      own: () =>
        secondsOf(async () => {
          const chunks = Math.ceil(file.rows / chunkRows);
          const half = async (): Promise<void> => {
            for (let i = 0; i < chunks / 2; i++) await storeGroup(rig, chunkRows);
          };
          await Promise.all([half(), half()]);
        }),
      placing: () => secondsOf(() => untilPlaced(services)),
    },
    1,
  );
  const share = shares.intake.map((intake, round) => shares.own[round]! / intake);
  yield {
    line: "log.intake",
    ratio: median(share),
    ours: median(shares.own),
    limit: median(shares.intake),
    unit: "s",
    spread: [Math.min(...share), Math.max(...share)],
    ceiling: 0.15,
    note: `what intake of ${file.rows} rows does for the log, of its whole time; placing them takes another ${median(shares.placing).toFixed(1)} s beside it`,
  };
  await rig.superuser.query("drop table bench_bare");
}
