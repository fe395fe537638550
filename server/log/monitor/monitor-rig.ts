import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach } from "node:test";
import type { LogDifference } from "@chengxin/domain/log/log-difference.ts";
import { logDifferences as en } from "@chengxin/domain/text/log-differences.en.ts";
import { logDifferences as zh } from "@chengxin/domain/text/log-differences.zh-CN.ts";
import pg from "pg";
import { intakeRig, penaltyCsv, usccOf, type IntakeRig } from "../../intake/intake-rig.ts";
import { fixedClock } from "../../platform/clock.ts";
import { transact } from "../../platform/db.ts";
import type { DataKeyring } from "../../platform/keys/keyring.ts";
import { testPostgres } from "../../test/database.ts";
import { testKeyring } from "../../test/keyring.ts";
import { guardFilePath } from "../guard.ts";
import { ensureLog } from "../keys.ts";
import { logStatements } from "../log-statements.ts";
import { indexOf, joinGroup } from "../places.ts";
import { placeWaiting } from "../round.ts";
import { monitorLog } from "./monitor.ts";

const clock = fixedClock("2026-06-01T04:00:00Z");
const tables = ["record", "log_group", "log_tile", "log_checkpoint", "log_statement", "log_key"] as const;

export const kinds = (differences: readonly LogDifference[]): string[] => [
  ...new Set(differences.map(({ kind }) => kind)),
];

export interface Version {
  readonly organisation_id: number;
  readonly record_id: string;
  readonly version: number;
  readonly uscc: string;
  readonly index: number;
}
export const where = ({ organisation_id: id, record_id: record, version }: Version): string =>
  `organisation_id = ${id} and record_id = '${record}' and version = ${version}`;
export const named = (one: LogDifference | undefined, { organisation_id, record_id, version, uscc }: Version): void =>
  assert.deepEqual(
    [one?.organisationId, one?.recordId, one?.version, one?.uscc],
    [organisation_id, record_id, version, uscc],
  );

/** For tests of the monitor: records, statements and a signed log, restored before each test, and a superuser who changes things behind the program's back. */
export const monitorForThisFile = () => {
  let rig: IntakeRig;
  let superuser: pg.Client;
  let guardPath = "";
  let keyring: DataKeyring;
  let guardFile: Buffer;
  const closing: (() => unknown)[] = [];

  const state = (statements: number): Promise<void> =>
    transact(rig.fresh.database, { actor: { kind: "system", name: "test" }, at: clock.now() }, async (tx) => {
      const digests = Array.from({ length: statements }, (_, n) => n.toString(16).padStart(64, "0"));
      await logStatements(
        tx,
        digests.map((digest) => ({ kind: "rules", digest })),
      );
      tx.note({ action: "test.logged", object: "log:1", data: {} });
    });

  before(async () => {
    rig = await intakeRig();
    const { database, url } = rig.fresh;
    const keys = await testKeyring(database);
    keyring = keys.keyring;
    guardPath = guardFilePath(join(keys.dataDir, "data"));
    const services = { database, keys: keys.keyring, clock, guardPath };
    await ensureLog(database, keys.keyring, "test.invalid/log", clock.now());
    const rows = Array.from({ length: 30 }, (_, n) => ({ org: n + 1 }));
    await rig.take(rig.file("a.csv", penaltyCsv(rows)), "penalty");
    while (await placeWaiting(services)) continue;
    await state(300);
    await rig.take(
      rig.file("b.csv", penaltyCsv([{ org: 1, fine: "2" }, { org: 2, fine: "7.5" }, { org: 40 }])),
      "penalty",
    );
    while (await placeWaiting(services)) continue;
    for (const size of [5, 5, 250]) await state(size);
    while (await placeWaiting(services)) continue;
    guardFile = readFileSync(guardPath);
    const postgres = await testPostgres();
    superuser = new pg.Client({ connectionString: postgres.url("superuser", new URL(url).pathname.slice(1)) });
    await superuser.connect();
    await superuser.query("set session_replication_role = replica");
    for (const table of tables) await superuser.query(`create table saved_${table} as table ${table}`);
    closing.push(
      () => superuser.end(),
      keys.close,
      () => rig.close(),
      () => postgres.release(),
    );
  });
  after(async () => {
    for (const close of closing) await close();
  });
  const restore = async (): Promise<void> => {
    for (const table of tables)
      await superuser.query(`delete from ${table}; insert into ${table} select * from saved_${table}`);
    writeFileSync(guardPath, guardFile);
  };
  beforeEach(restore);

  const monitored = () => monitorLog({ database: rig.fresh.database, keys: keyring, clock, guardPath });

  /** What is found after statements of the superuser. */
  const foundAfter = async (...statements: readonly string[]): Promise<readonly LogDifference[]> => {
    let touched = 0;
    for (const statement of statements) touched += (await superuser.query(statement)).rowCount ?? 0;
    assert.ok(touched > 0, "the statement changes something");
    const { differences, differenceCount } = await monitored();
    assert.equal(differenceCount, differences.length);
    for (const one of differences) {
      assert.ok(zh[one.kind](one).length > 10);
      assert.doesNotMatch(`${zh[one.kind](one)} ${en[one.kind](one)}`, /undefined|null|NaN/, one.kind);
    }
    return differences;
  };
  /** The first version of the corrected record of an organisation, and where its entry is. */
  const versionOf = async (org: number, version = 1): Promise<Version> => {
    const [row] = await rig.rows<Version>(
      `select r.organisation_id, r.record_id::text, r.version, d.uscc, ${indexOf("r")} as index
     from record r join organisation_directory d using (organisation_id) ${joinGroup("r")}
     where d.uscc = $1 and r.version = $2`,
      [usccOf(org), version],
    );
    assert.ok(row);
    return row;
  };

  return {
    state,
    restore,
    monitored,
    foundAfter,
    versionOf,
    /** As the superuser. */
    query: <T extends pg.QueryResultRow>(text: string) => superuser.query<T>(text),
    monitor: (signal: AbortSignal) =>
      monitorLog({ database: rig.fresh.database, keys: keyring, clock, guardPath, signal }),
  };
};
