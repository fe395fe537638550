import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type { AccountActor } from "@chengxin/domain/access/actor.ts";
import type { Action } from "@chengxin/domain/access/policy.ts";
import { Problem } from "@chengxin/domain/problem.ts";
import { mostViews } from "@chengxin/domain/workbench/api.ts";
import { askAs } from "../test/ask.ts";
import { freshDatabase, type FreshDatabase } from "../test/database.ts";
import { dropView, findViews, keepView } from "./views.ts";

let fresh: FreshDatabase;
before(async () => {
  fresh = await freshDatabase();
});
after(() => fresh.close());

const somebody = (): AccountActor => ({
  kind: "account",
  accountId: randomUUID(),
  sessionId: "session",
  unit: "样例单位",
  grants: [],
  mandates: [],
  secondFactor: true,
});
const as = (actor: AccountActor, action: Action) => askAs(actor, action) as never;
const keep = (actor: AccountActor, name: string, query = "item=penalty", list = "records") =>
  keepView(fresh.database, { list, name, query }, as(actor, "view.save"));
const find = async (actor: AccountActor, list?: string) =>
  (await findViews(fresh.database, { list }, as(actor, "view.list"))).items;
const drop = (actor: AccountActor, viewId: string) => dropView(fresh.database, { viewId }, as(actor, "view.manage"));
const isCode = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

test("a view is kept for its account, by list and name, and nobody else sees it", async () => {
  const [one, other] = [somebody(), somebody()];
  await keep(one, "处罚");
  await keep(one, "许可", "item=licence");
  await keep(one, "甲", "q=a", "organisations");
  await keep(other, "处罚", "item=honour");
  assert.deepEqual(
    (await find(one, "records")).map(({ name, query }) => [name, query]),
    [
      ["处罚", "item=penalty"],
      ["许可", "item=licence"],
    ],
  );
  assert.equal((await find(one)).length, 3);
  assert.equal((await find(other)).length, 1);
});

test("the same name on the same list is the same view with another content", async () => {
  const one = somebody();
  const first = await keep(one, "常用", "sort=-decided");
  const second = await keep(one, "常用", "sort=decided");
  assert.equal(second.viewId, first.viewId);
  assert.deepEqual(
    (await find(one)).map(({ query }) => query),
    ["sort=decided"],
  );
});

test("what belongs to somebody else is not there, and stays", async () => {
  const [owner, other] = [somebody(), somebody()];
  const { viewId } = await keep(owner, "处罚");
  await assert.rejects(drop(other, viewId), isCode("object.not_found"));
  await assert.rejects(drop(other, randomUUID()), isCode("object.not_found"));
  assert.equal((await find(owner)).length, 1);
  await drop(owner, viewId);
  assert.equal((await find(owner)).length, 0);
});

test("no more than the most can be kept, though many are saved at once, and those kept can still be changed", async () => {
  const one = somebody();
  const results = await Promise.allSettled(Array.from({ length: mostViews + 5 }, (_, n) => keep(one, `视图${n}`)));
  const refused = results.filter((result) => result.status === "rejected");
  assert.equal(refused.length, 5);
  for (const { reason } of refused) assert.ok(isCode("view.too_many")(reason));
  const [kept] = await find(one);
  assert.ok(kept);
  assert.equal((await keep(one, kept.name, "q=anders")).query, "q=anders");
  await drop(one, kept.viewId);
  assert.equal((await find(one)).length, mostViews - 1);
});

test("saving and deleting leave events of the account", async () => {
  const one = somebody();
  const { viewId } = await keep(one, "处罚");
  await drop(one, viewId);
  const { rows } = await fresh.database.pool.query<{ action: string }>(
    "select action from event where actor = $1 order by chain_no",
    [`account:${one.accountId}`],
  );
  assert.deepEqual(
    rows.map(({ action }) => action),
    ["view.saved", "view.deleted"],
  );
});

test("the database refuses a view without a name, and the application can't give one to another account", async () => {
  const one = somebody();
  const { viewId } = await keep(one, "处罚");
  const { pool } = fresh.database;
  await assert.rejects(
    pool.query("insert into saved_view values ($1, $2, 'records', '', '', now())", [randomUUID(), randomUUID()]),
    /check constraint/,
  );
  await assert.rejects(
    pool.query("update saved_view set account_id = $1 where view_id = $2", [randomUUID(), viewId]),
    /permission denied/,
  );
});
