import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import pg from "pg";
import { freshDatabase, type FreshDatabase } from "../../test/database.ts";
import { testKeyring } from "../../test/keyring.ts";
import type { Clock } from "../clock.ts";
import { keyFileProvider } from "./key-file-provider.ts";
import { announceMs, UnknownKeyVersion, type DataKeyring } from "./keyring.ts";
import { describeKeys } from "./list-keys.ts";
import { openKeyring } from "./open-keyring.ts";
import { resealColumn } from "./reseal.ts";
import { pruneKeys, renewDataKeys, rewrapDataKeys, rotateKek } from "./rotate.ts";
import { SealBroken } from "./sealed.ts";
import { keptForGood, keyPurposes } from "./purposes.ts";
import { placeOf, type SealedColumn } from "./sealed-columns.ts";

const actor: Actor = { kind: "operator", name: "keeper" };

/** A clock that is set by hand. */
const handClock = (): Clock & { forward(ms: number): void } => {
  let now = Date.parse("2026-06-01T08:00:00Z");
  return { now: () => new Date(now), today: () => "2026-06-01", forward: (ms) => void (now += ms) };
};

const column: SealedColumn = {
  table: "note",
  id: ["organisation_id", "note_id"],
  column: "text_sealed",
  purpose: "account",
  lookup: { mac: "text_mac", keyVersion: "text_key_version", data: (text) => `note:${text.toLowerCase()}` },
};

interface Rig {
  readonly fresh: FreshDatabase;
  readonly clock: ReturnType<typeof handClock>;
  readonly keyring: DataKeyring;
  readonly keyFile: string;
  /** Another process on the same database. */
  open(): Promise<DataKeyring>;
  write(organisation: number, id: number, text: string, keyring?: DataKeyring): Promise<void>;
  read(): Promise<{ organisation: number; id: number; sealed: Buffer; mac: Buffer; version: number }[]>;
  close(): Promise<void>;
}

const rig = async (): Promise<Rig> => {
  const fresh = await freshDatabase();
  const owner = new pg.Client({ connectionString: fresh.url });
  await owner.connect();
  await owner.query(`
    create table note (organisation_id integer, note_id integer, text_sealed bytea, text_mac bytea, text_key_version integer,
      primary key (organisation_id, note_id)) partition by hash (organisation_id);
    create table note_0 partition of note for values with (modulus 2, remainder 0);
    create table note_1 partition of note for values with (modulus 2, remainder 1);
    grant select, insert, update (text_sealed, text_mac, text_key_version) on note to chengxin_app`);
  await owner.end();
  const clock = handClock();
  const { keyring, keyFile, dataDir, close } = await testKeyring(fresh.database, { clock });
  return {
    fresh,
    clock,
    keyring,
    keyFile,
    open: () => openKeyring(fresh.database, { config: { keyFile, keySuite: "aes" }, dataDir, clock }),
    write: async (organisation, id, text, by = keyring) => {
      const { mac, keyVersion } = by.mac("account", column.lookup!.data(text));
      await fresh.database.pool.query(
        `insert into note values ($1, $2, $3, $4, $5) on conflict (organisation_id, note_id)
         do update set text_sealed = excluded.text_sealed, text_mac = excluded.text_mac, text_key_version = excluded.text_key_version`,
        [organisation, id, by.seal("account", placeOf(column, [organisation, id]), text), mac, keyVersion],
      );
    },
    read: async () =>
      (
        await fresh.database.pool.query<{
          organisation: number;
          id: number;
          sealed: Buffer;
          mac: Buffer;
          version: number;
        }>(
          "select organisation_id as organisation, note_id as id, text_sealed as sealed, text_mac as mac, text_key_version as version from note order by 1, 2",
        )
      ).rows,
    close: async () => {
      close();
      await fresh.close();
    },
  };
};

let shared: Rig;
before(async () => {
  shared = await rig();
});
after(() => shared.close());

const by = ({ clock }: Rig) => ({ actor, at: clock.now() });
const versionOf = (sealed: Buffer): number => sealed.readUInt32BE(2);

test("a new key-encryption key, of the other suite too, wraps every data key; what was sealed stays as it is and opens", async () => {
  const { fresh, keyFile, keyring } = shared;
  const sealed = keyring.seal("ground", "c", "before");
  const provider = keyFileProvider(keyFile);
  for (const suite of ["sm", "aes", "sm"] as const) {
    const { version, rewrapped } = await rotateKek(fresh.database, provider, suite, by(shared));
    const { rows } = await fresh.database.pool.query<{ kek_version: number }>("select kek_version from data_key");
    assert.equal(rewrapped, rows.length);
    assert.ok(rows.every((row) => row.kek_version === version));
    assert.equal((await shared.open()).open("ground", "c", sealed), "before");
  }
  assert.equal(await rewrapDataKeys(fresh.database, provider, by(shared)), 0);
});

test("a rotation that was cut off after the key file was written is gone on with by wrapping anew", async () => {
  const { fresh, keyFile, clock, keyring } = shared;
  const sealed = keyring.seal("ground", "c", "before");
  const provider = keyFileProvider(keyFile);
  await provider.add("aes", clock.now());
  assert.equal((await shared.open()).open("ground", "c", sealed), "before");
  const { rowCount } = await fresh.database.pool.query("select from data_key");
  assert.equal(await rewrapDataKeys(fresh.database, provider, by(shared)), rowCount);
  assert.equal((await shared.open()).open("ground", "c", sealed), "before");
});

test("a new data key is announced before it is used, so that a running process knows it by then", async () => {
  const { fresh, keyFile, clock } = shared;
  const [writer, follower, deaf] = [await shared.open(), await shared.open(), await shared.open()];
  const old = versionOf(writer.seal("account", "c", "x"));
  const activeFrom = await renewDataKeys(fresh.database, keyFileProvider(keyFile), "sm", by(shared));
  assert.equal(activeFrom.getTime(), clock.now().getTime() + announceMs);
  await writer.refresh(fresh.database);
  const stop = follower.follow(fresh.database, assert.ifError, 20);
  clock.forward(announceMs - 1);
  assert.equal(versionOf(writer.seal("account", "c", "x")), old, "announced, not yet used");
  await new Promise((resolve) => setTimeout(resolve, 200));
  await stop();
  clock.forward(1);
  const sealed = writer.seal("account", "c", "x");
  assert.equal(versionOf(sealed), old + 1);
  assert.equal(follower.open("account", "c", sealed), "x");
  assert.equal(follower.verifyMac("account", old + 1, "d", writer.mac("account", "d").mac), true);
  assert.deepEqual(
    follower
      .macs("account", "d")
      .map(({ keyVersion }) => keyVersion)
      .slice(0, 2),
    [old + 1, old],
  );
  assert.throws(() => deaf.open("account", "c", sealed), UnknownKeyVersion);
});

test("a version that isn't known is loaded at once, and the second try opens", async () => {
  const { fresh, keyFile, clock } = shared;
  const [writer, late] = [await shared.open(), await shared.open()];
  await renewDataKeys(fresh.database, keyFileProvider(keyFile), "aes", by(shared));
  clock.forward(announceMs);
  await writer.refresh(fresh.database);
  const sealed = writer.seal("account", "c", "x");
  const stop = late.follow(fresh.database, assert.ifError, 3_600_000);
  assert.throws(() => late.open("account", "c", sealed), UnknownKeyVersion);
  let opened: string | null = null;
  for (let tries = 0; opened === null && tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    try {
      opened = late.open("account", "c", sealed);
    } catch (error) {
      assert.ok(error instanceof UnknownKeyVersion);
    }
  }
  await stop();
  assert.equal(opened, "x");
});

test("while everything is sealed anew, readers and writers beside it never meet a text that doesn't open", async () => {
  const own = await rig();
  const { fresh, keyFile, clock, keyring } = own;
  try {
    for (let n = 0; n < 300; n++) await own.write(n % 7, n, `Text ${n}`);
    const reader = await own.open();
    const stops = [keyring, reader].map((ring) => ring.follow(fresh.database, assert.ifError, 10));
    let done = false;
    let reads = 0;
    let written = 300;
    const reading = (async () => {
      while (!done) {
        for (const { organisation, id, sealed } of await own.read()) {
          assert.match(reader.open("account", placeOf(column, [organisation, id]), sealed), /^(Text|New) \d+$/);
          reads++;
        }
      }
    })();
    const writing = (async () => {
      for (; !done; written++) {
        await own.write(written % 7, written, `New ${written}`);
        await own.write((written - 250) % 7, written - 250, `New ${written}`);
      }
    })();
    const provider = keyFileProvider(keyFile);
    await rotateKek(fresh.database, provider, "sm", by(own));
    await renewDataKeys(fresh.database, provider, "sm", by(own));
    await new Promise((resolve) => setTimeout(resolve, 150)); // the others look meanwhile
    clock.forward(announceMs);
    const resealer = await own.open();
    const first = await resealColumn(fresh.database, resealer, column, { actor, clock, batch: 20 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    done = true;
    await Promise.all([reading, writing]);
    for (const stop of stops) await stop();
    assert.ok(first.rows > 100, `${first.rows} sealed anew`);
    assert.equal(first.broken, 0);
    assert.ok(reads > 300 && written > 300);
    assert.deepEqual(await resealColumn(fresh.database, resealer, column, { actor, clock }), { rows: 0, broken: 0 });
    for (const { organisation, id, sealed, mac, version } of await own.read()) {
      const text = resealer.open("account", placeOf(column, [organisation, id]), sealed);
      assert.equal(versionOf(sealed), 2);
      assert.equal(version, 2);
      assert.equal(resealer.verifyMac("account", 2, column.lookup!.data(text), mac), true);
    }
  } finally {
    await own.close();
  }
});

test("sealing anew that is cut off goes on where it was; a row that doesn't open is counted, left, and stops nothing", async () => {
  const own = await rig();
  const { fresh, keyFile, clock } = own;
  try {
    for (let n = 0; n < 40; n++) await own.write(1, n, `Text ${n}`);
    await fresh.database.pool.query(
      "update note set text_sealed = set_byte(text_sealed, 20, get_byte(text_sealed, 20) # 1) where note_id = 5",
    );
    // row 6 gets the text of row 7
    await fresh.database.pool.query(
      "update note set text_sealed = (select text_sealed from note where note_id = 7) where note_id = 6",
    );
    await renewDataKeys(fresh.database, keyFileProvider(keyFile), "sm", by(own));
    clock.forward(announceMs);
    const resealer = await own.open();
    let opens = 0;
    const open = resealer.open.bind(resealer);
    resealer.open = (...given) => {
      if (++opens > 25) throw new Error("the power fails");
      return open(...given);
    };
    await assert.rejects(resealColumn(fresh.database, resealer, column, { actor, clock, batch: 10 }), /power/);
    const half = (await own.read()).filter(({ sealed }) => versionOf(sealed) === 2).length;
    assert.ok(half >= 10 && half < 30, `${half} rows done`);
    const done = await resealColumn(fresh.database, await own.open(), column, { actor, clock, batch: 10 });
    assert.deepEqual(done, { rows: 38 - half, broken: 2 });
    const left = (await own.read()).filter(({ sealed }) => versionOf(sealed) === 1).map(({ id }) => id);
    assert.deepEqual(left, [5, 6]);
    const ring = await own.open();
    assert.throws(
      () => ring.open("account", placeOf(column, [1, 6]), own.keyring.seal("account", placeOf(column, [1, 7]), "x")),
      SealBroken,
    );
  } finally {
    await own.close();
  }
});

test("keys are done away with only when nothing is left under them, a day after they were replaced; those of the event chain never", async () => {
  const own = await rig();
  const { fresh, keyFile, clock } = own;
  try {
    await own.write(1, 1, "Text");
    const provider = keyFileProvider(keyFile);
    const columns = { sealed: [column], hashes: [] };
    const prune = () => pruneKeys(fresh.database, provider, by(own), columns);
    const first = await prune();
    assert.deepEqual(first, { retired: [], kekVersions: [] });
    await rotateKek(fresh.database, provider, "aes", by(own));
    await renewDataKeys(fresh.database, provider, "aes", by(own));
    assert.deepEqual(await prune(), { retired: [], kekVersions: [1] }, "the old key-encryption key wraps nothing now");
    clock.forward(announceMs + 24 * 3_600_000);
    const unused = keyPurposes.filter((purpose) => purpose !== "account" && !keptForGood.has(purpose));
    assert.deepEqual(
      (await prune()).retired,
      unused.map((purpose) => `${purpose} 1`).toSorted(),
      "a row is still under account 1",
    );
    const ring = await own.open();
    const chained = own.keyring.mac("event-chain", "an event");
    await resealColumn(fresh.database, ring, column, { actor, clock });
    assert.deepEqual((await prune()).retired, ["account 1"]);
    assert.deepEqual((await prune()).retired, []);
    const after = await own.open();
    assert.equal(after.open("account", placeOf(column, [1, 1]), (await own.read())[0]!.sealed), "Text");
    assert.equal(after.verifyMac("event-chain", chained.keyVersion, "an event", chained.mac), true);
    const gone = await fresh.database.pool.query(
      "select from data_key where wrapped is null and retired_at is not null",
    );
    assert.equal(gone.rowCount, unused.length + 1);
    assert.ok(
      (await describeKeys(fresh.database, provider, clock.now(), [column])).some((line) =>
        /^account 2 .* in use  1 sealed$/.test(line),
      ),
    );
  } finally {
    await own.close();
  }
});

test("a key whose purpose only a newer program knows is wrapped anew with the others and keeps its key-encryption key", async () => {
  const own = await rig();
  const { fresh, keyFile, clock } = own;
  try {
    const provider = keyFileProvider(keyFile);
    const name = { purpose: "of-tomorrow", version: 1, suite: "aes" } as const;
    const { kekVersion, wrapped } = await provider.wrap(name, Buffer.alloc(32, 4));
    await fresh.database.pool.query(
      "insert into data_key (purpose, version, suite, kek_version, wrapped, created_at, active_from) values ($1, 1, 'aes', $2, $3, $4, $4)",
      [name.purpose, kekVersion, wrapped, clock.now()],
    );
    await rotateKek(fresh.database, provider, "sm", by(own));
    clock.forward(10 * 24 * 3_600_000);
    await pruneKeys(fresh.database, provider, by(own));
    const { rows } = await fresh.database.pool.query<{ kek_version: number; wrapped: Buffer }>(
      "select kek_version, wrapped from data_key where purpose = 'of-tomorrow'",
    );
    const row = rows[0]!;
    assert.deepEqual(
      await keyFileProvider(keyFile).unwrap(name, { kekVersion: row.kek_version, wrapped: row.wrapped }),
      Buffer.alloc(32, 4),
    );
    await own.open();
  } finally {
    await own.close();
  }
});

test("the application can neither delete a data key nor change what it is for, its version or its age", async () => {
  const { pool } = shared.fresh.database;
  for (const statement of [
    "delete from data_key",
    "truncate data_key",
    "update data_key set purpose = 'ground'",
    "update data_key set version = 99",
    "update data_key set active_from = now()",
  ])
    await assert.rejects(pool.query(statement), /permission denied/, statement);
  await assert.rejects(pool.query("update data_key set retired_at = now()"), /check constraint/);
});

test("a data key put in the place of another is refused at the next start", async () => {
  const own = await rig();
  try {
    const wrappedOf = "(select wrapped from data_key where purpose = 'ground' and version = 1)";
    await own.fresh.database.pool.query(`update data_key set wrapped = ${wrappedOf} where purpose = 'account'`);
    await assert.rejects(own.open(), /doesn't open the data key account 1/);
  } finally {
    await own.close();
  }
});

test("what is done to keys is noted with who did it, and no event names a part of a key", async () => {
  const { database } = shared.fresh;
  const { rows } = await database.pool.query<{ actor: string; action: string; data: string }>(
    "select actor, action, data from event where action like 'key.%'",
  );
  const actions = new Set(rows.map(({ action }) => action));
  for (const action of ["key.created", "key.rotated", "key.rewrapped"]) assert.ok(actions.has(action), action);
  assert.ok(rows.some((row) => row.action === "key.rotated" && row.actor === "operator:keeper"));
  assert.ok(rows.every(({ data }) => data.length < 120 && !/[0-9a-f]{32}/.test(data)));
});
