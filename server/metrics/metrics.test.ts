import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import fastify from "fastify";
import { noteLastBackup } from "../backup/last-backup.ts";
import { fixedClock } from "../platform/clock.ts";
import { openDatabase } from "../platform/db.ts";
import { freshDatabase, type FreshDatabase } from "../test/database.ts";
import { buildOrganisation } from "../test/build.ts";
import { openMetrics } from "./metrics.ts";
import { serveMetrics } from "./serve-metrics.ts";

let fresh: FreshDatabase;
const dataDir = mkdtempSync(join(tmpdir(), "chengxin-metrics-"));
before(async () => {
  fresh = await freshDatabase();
});
after(async () => {
  await fresh.close();
  rmSync(dataDir, { recursive: true });
});

const clock = fixedClock("2026-06-01T12:00:00Z");
const position = { transaction: "0", eventId: 0 };
const open = () =>
  openMetrics({
    database: fresh.database,
    reads: fresh.database,
    names: { position },
    sequencer: { state: { kind: "runs" } },
    clock,
    dataDir,
  });
const value = (text: string, name: string): number | null => {
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? null : Number(line.split(" ").at(-1));
};

test("requests are counted by route template, method and status; nothing of the address or the visitor is in a label", async () => {
  const metrics = open();
  const app = fastify();
  metrics.observe(app);
  app.get("/organisations/:uscc", async () => "x");
  await app.inject("/organisations/91210602MARKED0001?q=marked-query");
  await app.inject("/nothing/marked-path");
  const text = await metrics.text();
  assert.equal(
    value(text, 'chengxin_request_seconds_count{method="GET",route="/organisations/:uscc",status="200"}'),
    1,
  );
  assert.equal(value(text, 'chengxin_request_seconds_count{method="GET",route="none",status="404"}'), 1);
  assert.doesNotMatch(text, /marked/i);
});

test("it tells events not taken in, connections, the event loop, and how old the backup is", async () => {
  const { organisationId, uscc, name } = await buildOrganisation(fresh.database);
  assert.ok(organisationId);
  const before = await open().text();
  assert.ok((value(before, 'chengxin_projection_lag_events{projection="names"}') ?? 0) >= 1);
  assert.equal(value(before, "chengxin_imports_running"), 0);
  assert.equal(value(before, "chengxin_database_up"), 1);
  assert.equal(value(before, "chengxin_last_backup_timestamp_seconds"), 0);
  assert.equal(value(before, "chengxin_last_backup_age_seconds"), null);
  assert.ok(before.includes("nodejs_eventloop_lag_p99_seconds") && before.includes('pool="reads",state="waiting"'));
  assert.ok(!before.includes(uscc) && !before.includes(name));
  await noteLastBackup(dataDir, { id: "a", finishedAt: "2026-06-01T11:00:00.000Z", folder: "/b" });
  assert.equal(value(await open().text(), "chengxin_last_backup_age_seconds"), 3600);
});

test("it tells how long ago each witness of the log cosigned, and whether it does not", async () => {
  const { pool } = fresh.database;
  await pool.query("insert into log (log_no, origin, begun_at) values (1, 'test.invalid/log', now())");
  for (const name of ["邻市", "日报"])
    await pool.query(
      "insert into log_witness (name, url, vkey, added_at) values ($1, 'https://w.example', $1, now())",
      [name],
    );
  await pool.query(
    `insert into log_witness_state (log_no, witness_no, size, time, asked_at, failure, failing_since)
     select 1, witness_no, 5, $1, now(), 'timeout', now() from log_witness where name = '日报'`,
    [clock.now().getTime() / 1000 - 90],
  );
  const text = await open().text();
  assert.equal(value(text, 'chengxin_log_witness_failing{witness="邻市"}'), 0);
  assert.equal(value(text, 'chengxin_log_witness_age_seconds{witness="邻市"}'), null);
  assert.equal(value(text, 'chengxin_log_witness_failing{witness="日报"}'), 1);
  assert.equal(value(text, 'chengxin_log_witness_age_seconds{witness="日报"}'), 90);
});

test("without the database it still answers, and tells no old numbers", async () => {
  const reads = openDatabase({ url: "postgres://nobody@127.0.0.1:1/none" });
  const metrics = openMetrics({
    database: fresh.database,
    reads,
    names: { position },
    sequencer: { state: { kind: "runs" } },
    clock,
    dataDir,
  });
  const text = await metrics.text();
  assert.equal(value(text, "chengxin_database_up"), 0);
  assert.equal(value(text, 'chengxin_projection_lag_events{projection="names"}'), null);
  await reads.close();
});

test("the listener answers on the loopback address alone", async () => {
  const listener = await serveMetrics(open(), 0);
  const status = (host: string, path: string, method = "GET"): Promise<number | string> =>
    new Promise((resolve) => {
      request({ host, port: listener.port, path, method }, (response) => resolve(response.resume().statusCode ?? 0))
        .on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""))
        .end();
    });
  assert.equal(await status("127.0.0.1", "/metrics"), 200);
  assert.equal(await status("127.0.0.1", "/livez"), 200);
  assert.equal(await status("127.0.0.1", "/other"), 404);
  assert.equal(await status("127.0.0.1", "/metrics", "POST"), 405);
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === "IPv4");
  if (outside) assert.equal(await status(outside.address, "/metrics"), "ECONNREFUSED");
  await assert.rejects(serveMetrics(open(), listener.port), /METRICS_PORT/);
  await listener.close();
});
