import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { AccountActor, Grant } from "@chengxin/domain/access/actor.ts";
import { showWork } from "@chengxin/domain/workbench/api.ts";
import pg from "pg";
import { intakeRig, type IntakeRig } from "./intake-rig.ts";
import { intakeWork } from "./work.ts";

let rig: IntakeRig;
before(async () => {
  rig = await intakeRig("2026-06-01T04:00:00Z");
  await rig.take(fileURLToPath(new URL("../../demo/01-register.csv", import.meta.url)), "organisation");
  const bad = "91210602MA0000000X,丹东样例乙有限公司\n";
  await rig.take(rig.file("bad.csv", `统一社会信用代码,机构名称\n${bad}${bad}`), "organisation");
});
after(() => rig.close());

const official = (...grants: Grant[]): AccountActor => ({
  kind: "account",
  accountId: "00000000-0000-4000-8000-000000000001",
  sessionId: "session",
  unit: "样例单位",
  grants,
  mandates: [],
  secondFactor: true,
});
const clerkOf = (source: string) => official({ role: "departmentClerk", source, region: null });
const work = (actor: AccountActor, today = "2026-06-02") => intakeWork(rig.fresh.database)(actor, today);

test("a file with rejected rows is work for the clerk of the department that sent it, and for the credit centre", async () => {
  const { rows } = await rig.fresh.database.pool.query<{ rejected: string }>(
    "select sum(rejected)::text as rejected from batch_chunk",
  );
  const rejected = Number(rows[0]?.rejected);
  assert.ok(rejected > 0);
  for (const actor of [clerkOf("market-supervision"), official({ role: "creditCentre", source: null, region: null })]) {
    const items = showWork.answer.shape.items.parse(await work(actor));
    assert.deepEqual(
      items.map(({ code, count, data }) => [code, count, data["rejected"]]),
      [["batch.rejected", 1, rejected]],
    );
  }
});

test("it is done once somebody of the department has looked at the batch", async () => {
  const { pool } = rig.fresh.database;
  await pool.query(
    "insert into batch_look (batch_id, account_id, at) select batch_id, gen_random_uuid(), started_at from batch",
  );
  assert.deepEqual(await work(clerkOf("market-supervision")), []);
  const owner = new pg.Client({ connectionString: rig.fresh.url });
  await owner.connect();
  await owner.query("delete from batch_look");
  await owner.end();
});

test("it is nobody else's work, and no longer work after a month", async () => {
  assert.deepEqual(await work(clerkOf("transport")), []);
  assert.deepEqual(await work(official({ role: "auditor", source: null, region: null })), []);
  assert.deepEqual(await work(clerkOf("market-supervision"), "2026-07-02"), []);
});
