import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runProgram } from "../backup/backup-rig.ts";
import { compareWithCopy, withClient } from "./compare.ts";
import { lostWrites } from "./lost-writes.ts";
import { runDrill, type DrillReport } from "./run-drill.ts";

test("the drill proves a backup taken under load equal to what it was taken from, and no acknowledged write lost; a line tells", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chengxin-drill-test-"));
  try {
    const file = join(folder, "drills.jsonl");
    const run = runProgram("drill.ts", ["--organisations", "120", "--records", "600", "--report", file], {});
    assert.deepEqual(await run.ended, [0, null], run.said());
    const report = JSON.parse(readFileSync(file, "utf8")) as DrillReport & { at: string };
    assert.equal(report.equal, true);
    assert.ok(report.eventsDuringBackup > 0, "writes went on during the backup");
    assert.ok(report.acknowledged.events > 0 && report.acknowledged.batches > 0 && report.acknowledged.reads > 0);
    assert.ok(report.failures > 0, "the kill was felt");
    for (const time of Object.values(report.seconds)) assert.ok(time > 0);
    const compared = Object.fromEntries(report.tables.map(({ table, rows }) => [table, rows]));
    for (const table of [
      "event",
      "record",
      "organisation",
      "batch",
      "account",
      "account_grant",
      "totp",
      "session",
      "data_key",
    ])
      assert.ok((compared[table] ?? 0) > 0, table);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the drill notices a row that is missing, changed or too many in the copy, and a write that the original lost", async () => {
  let seen = 0;
  const report = await runDrill({
    organisations: 60,
    records: 300,
    loadSeconds: 0.3,
    say: () => {},
    tamper: async ({ original, copy, snapshot, acknowledged }) => {
      const differing = async (): Promise<string[]> =>
        (await compareWithCopy(original, copy, snapshot)).tables
          .filter((table) => !table.equal)
          .map(({ table }) => table);
      assert.deepEqual(await differing(), [], "untouched they are equal");
      const changes = [
        [
          "record",
          "delete from public.record where (organisation_id, record_id, version) = (select organisation_id, record_id, version from public.record order by 1, 2 limit 1)",
        ],
        [
          "record",
          "update public.record set content = content || ' ' where (organisation_id, record_id) = (select organisation_id, record_id from public.record limit 1)",
        ],
        ["event", "update event set data = '{}' where event_id = (select min(event_id) from event)"],
        ["batch", "update batch set file_name = 'x' where batch_id = 1"],
        ["account", "update account set display_name_sealed = '\\x00' where login = (select min(login) from account)"],
        ["session", "delete from session where session_id = (select min(session_id::text)::uuid from session)"],
        ["authority", "insert into authority (name) values ('too many')"],
      ] as const;
      for (const [table, sql] of changes) {
        await withClient(copy, async (client) => {
          await client.query("set session_replication_role = replica");
          await client.query(`create table kept as select * from public.${table}`);
          assert.ok(((await client.query(sql)).rowCount ?? 0) > 0, sql);
        });
        assert.deepEqual(await differing(), [table], sql);
        seen += 1;
        await withClient(copy, async (client) => {
          await client.query("set session_replication_role = replica");
          await client.query(`delete from public.${table}`);
          await client.query(`insert into public.${table} overriding system value select * from kept`);
          await client.query("drop table kept");
        });
        assert.deepEqual(await differing(), [], "put back");
      }
      const [first = ""] = acknowledged.events;
      await withClient(original, async (client) => {
        await client.query("set session_replication_role = replica");
        await client.query("update event set object = 'gone' where object = $1", [first]);
      });
      assert.deepEqual(await lostWrites(original, acknowledged), [`event ${first}`]);
      await withClient(copy, async (client) => {
        await client.query("set session_replication_role = replica");
        await client.query("delete from authority where authority_id = (select min(authority_id) from authority)");
      });
    },
  });
  assert.equal(seen, 7);
  assert.equal(report.equal, false);
  assert.ok(report.tables.some(({ table, equal }) => table === "authority" && !equal));
  assert.equal(report.lost.length, 1);
});
