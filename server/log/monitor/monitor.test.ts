import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds, monitorForThisFile, named, where } from "./monitor-rig.ts";

/** A superuser changes something behind the program's back, each time something else, and the monitor names it: what entries stand for. */

const { foundAfter, monitored, query, state, versionOf } = monitorForThisFile();

test("of a database that nobody touched nothing differs", async () => {
  const report = await monitored();
  assert.deepEqual(report.differences, []);
  assert.ok(report.versions >= 33 && report.statements > 560, JSON.stringify(report));
  assert.equal(report.entries, report.versions + report.statements);
  assert.ok(report.checkpoints >= 3);
  assert.equal(report.waiting, 0);
});

test("what waits for its place is compared as well, and is no difference", async () => {
  await state(3);
  const { differences, waiting } = await monitored();
  assert.deepEqual([differences, waiting], [[], 3]);
  const found = await foundAfter(
    "update log_statement set statement = statement || ' ' where log_at = (select max(log_at) from log_statement)",
  );
  assert.deepEqual(
    found.map(({ kind, index }) => [kind, index]),
    [["statement.changed", null]],
  );
});

for (const [what, change] of Object.entries({
  content: `content = replace(content, '{', '{"a":1,'), content_hash = sha256(convert_to(replace(content, '{', '{"a":1,'), 'UTF8'))`,
  salt: "salt = sha256(salt)::bytea",
  public_until: "public_until = public_until + 1",
  change: "change = 'rules'",
  item_id: "item_id = (select item_id from item i where i.item_id <> record.item_id limit 1)",
  known_from: "known_from = known_from - interval '1 microsecond'",
}))
  test(`a version whose ${what} was changed is named`, async () => {
    const version = await versionOf(3);
    const set = what === "salt" ? "salt = substr(sha256(salt), 1, 16)" : change;
    const found = await foundAfter(`update record set ${set} where ${where(version)}`);
    assert.deepEqual(kinds(found), ["version.changed"]);
    named(found[0], version);
    assert.equal(found[0]?.index, version.index);
  });

test("content changed without its digest, and the digest alone, are named", async () => {
  const version = await versionOf(4);
  const found = await foundAfter(
    `update record set content = replace(content, '{', '{"a":1,') where ${where(version)}`,
  );
  assert.deepEqual(kinds(found), ["version.hash", "version.changed"]);
  await query(
    `update record r set content = s.content from saved_record s where r.organisation_id = s.organisation_id and r.record_id = s.record_id and r.version = s.version`,
  );
  const digest = await foundAfter(`update record set content_hash = sha256(content_hash) where ${where(version)}`);
  assert.deepEqual(kinds(digest), ["version.hash"]);
  named(digest[0], version);
});

test("a deleted version is named by its entry and organisation, and the one before it by its end", async () => {
  const version = await versionOf(1, 2);
  const found = await foundAfter(`delete from record where ${where(version)}`);
  assert.deepEqual(kinds(found), ["version.until", "entry.without_fact"]);
  named(found[0], { ...version, version: 1 });
  assert.deepEqual([found[1]?.index, found[1]?.uscc], [version.index, version.uscc]);
});

test("a version that was ended early, or taken up again, is named", async () => {
  const current = await versionOf(5);
  named(
    (await foundAfter(`update record set known_until = known_from + interval '1 day' where ${where(current)}`))[0],
    current,
  );
  const old = await versionOf(1);
  const found = await foundAfter(`update record set known_until = 'infinity' where ${where(old)}`);
  assert.ok(found.some((one) => one.kind === "version.until" && one.recordId === old.record_id && one.version === 1));
});

test("a version put in behind the program's back is named: without an entry, with another's, with one that never was", async () => {
  const version = await versionOf(6);
  const put = (logAt: string, salt: string) =>
    foundAfter(
      `create temporary table put as select * from record where ${where(version)}`,
      `update put set version = 7, log_at = ${logAt}, salt = ${salt}`,
      "insert into record select * from put",
      "drop table put",
    );
  const without = await put("null", "null");
  assert.ok(kinds(without).includes("version.unlogged"));
  named(
    without.find(({ kind }) => kind === "version.unlogged"),
    { ...version, version: 7 },
  );
  await query("delete from record where version = 7");
  const others = await put("log_at", "salt");
  assert.ok(
    ["version.changed", "entry.twice"].every((kind) => kinds(others).includes(kind)),
    kinds(others).join(),
  );
  await query("delete from record where version = 7");
  const never = await put("log_at + 1048576::bigint * 1000", "salt");
  assert.ok(kinds(never).includes("version.entry_missing"));
});

test("a version pointed at another's entry is named, and the entry that is left alone", async () => {
  const [a, b] = [await versionOf(7), await versionOf(8)];
  const found = await foundAfter(
    `update record set log_at = (select log_at from record where ${where(b)}) where ${where(a)}`,
  );
  assert.deepEqual(kinds(found).sort(), ["entry.twice", "entry.without_fact", "version.changed"]);
  named(
    found.find(({ kind }) => kind === "version.changed"),
    a,
  );
  assert.equal(found.find(({ kind }) => kind === "entry.without_fact")?.index, a.index);
});

test("two organisations whose records changed places are both named", async () => {
  const [a, b] = [await versionOf(9), await versionOf(10)];
  const found = await foundAfter(
    `update record set organisation_id = 1000000 where ${where(a)}`,
    `update record set organisation_id = ${a.organisation_id} where ${where(b)}`,
    `update record set organisation_id = ${b.organisation_id} where organisation_id = 1000000`,
  );
  assert.deepEqual(kinds(found), ["version.changed"]);
  assert.deepEqual(new Set(found.map((one) => one.organisationId)), new Set([a.organisation_id, b.organisation_id]));
});

for (const [what, change] of Object.entries({
  statement: "statement = overlay(statement placing 'f' from 8)",
  salt: "salt = substr(sha256(salt), 1, 16)",
  type: "type = 16",
}))
  test(`a statement whose ${what} was changed is named`, async () => {
    const found = await foundAfter(
      `update log_statement set ${change} where log_at = (select max(log_at) from log_statement)`,
    );
    assert.deepEqual(kinds(found), ["statement.changed"]);
    assert.equal(found[0]?.index, (await monitored()).entries - 1);
  });

test("a deleted statement is named by its entry, one put in by what it points to", async () => {
  const last = "log_at = (select max(log_at) from log_statement)";
  const deleted = await foundAfter(`delete from log_statement where ${last}`);
  assert.deepEqual(
    deleted.map(({ kind, index }) => [kind, index]),
    [["entry.without_fact", (await monitored()).entries - 1]],
  );
  const added = await foundAfter(
    `insert into log_statement select log_at + 1048576 * 9, type, salt, statement from log_statement where ${last}`,
  );
  assert.ok(kinds(added).includes("statement.entry_missing"));
});

test("whose an entry is can't be changed in its group", async () => {
  const version = await versionOf(11);
  const found = await foundAfter(
    `update log_group set organisations = set_byte(organisations, (select (log_at % 1048576)::integer * 4 + 3 from record where ${where(version)}), 250)
     where group_no = (select log_at / 1048576 from record where ${where(version)})`,
  );
  assert.deepEqual(kinds(found), ["version.changed"]);
  named(found[0], version);
});
