import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds, monitorForThisFile } from "./monitor-rig.ts";

/** A superuser changes something behind the program's back, each time something else, and the monitor names it: the tree. */

const { foundAfter, monitor, monitored, query, restore } = monitorForThisFile();

test("an entry changed in its group is named by its place, also when its tiles were made to fit", async () => {
  const flip =
    "update log_group set entries = set_byte(entries, 74 * 3 + 50, get_byte(entries, 74 * 3 + 50) # 1) where leaves = 250";
  const found = await foundAfter(flip);
  assert.ok(
    ["tile.differs", "checkpoint.root", "statement.changed"].every((kind) => kinds(found).includes(kind)),
    kinds(found).join(),
  );
  const { entries } = await monitored();
  assert.deepEqual(
    found.filter(({ kind, data }) => kind === "tile.differs" && data["level"] === 0).map(({ index }) => index),
    [entries - 247],
  );
});

test("a changed, a missing and an extra tile are named", async () => {
  const changed = await foundAfter(
    "update log_tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where level = 0 and n = 0",
  );
  assert.deepEqual(
    changed.map(({ kind, index }) => [kind, index]),
    [["tile.differs", 1]],
  );
  await query("update log_tile t set hashes = s.hashes from saved_log_tile s where (t.level, t.n) = (s.level, s.n)");
  const shorter = await foundAfter(
    "update log_tile set hashes = substr(hashes, 1, length(hashes) - 32) where level = 0 and n = (select max(n) from log_tile where level = 0)",
  );
  assert.ok(kinds(shorter).includes("tile.differs"));
  assert.ok(kinds(await foundAfter("delete from log_tile where level = 0 and n = 1")).includes("tile.missing"));
  await query("delete from log_tile; insert into log_tile select * from saved_log_tile");
  const more = await foundAfter(
    "insert into log_tile select log_no, 3, 0, hashes from log_tile where level = 1 and n = 0",
  );
  assert.deepEqual(
    more.map(({ kind, data }) => [kind, data["level"]]),
    [["tile.extra", 3]],
  );
});

test("a checkpoint with another root, text or signature is named by its size", async () => {
  const { rows } = await query<{ size: string }>("select size from log_checkpoint order by size limit 1 offset 1");
  const size = Number(rows[0]?.size);
  const of = `where size = ${size}`;
  const root = await foundAfter(`update log_checkpoint set root = sha256(root) ${of}`);
  assert.deepEqual(
    root.map(({ kind, data }) => [kind, data["size"]]),
    [
      ["checkpoint.note", size],
      ["checkpoint.root", size],
    ],
  );
  await query("update log_checkpoint c set root = s.root from saved_log_checkpoint s where c.size = s.size");
  for (const note of [
    `replace(note, E'\\n${size}\\n', E'\\n${size + 1}\\n')`,
    "overlay(note placing 'AAAA' from length(note) - 20)",
    "split_part(note, E'\\n\\n', 1)",
  ]) {
    const found = await foundAfter(`update log_checkpoint set note = ${note} ${of}`);
    assert.deepEqual(
      found.map(({ kind, data }) => [kind, data["size"]]),
      [["checkpoint.note", size]],
      note,
    );
    await query("update log_checkpoint c set note = s.note from saved_log_checkpoint s where c.size = s.size");
  }
  const added = await foundAfter(
    `insert into log_checkpoint select log_no, size + 1, root, note, at from log_checkpoint ${of}`,
  );
  assert.deepEqual(kinds(added), ["checkpoint.note", "checkpoint.root"]);
});

test("the newest checkpoint removed is named: places and the file of what was signed are beyond it", async () => {
  const found = await foundAfter("delete from log_checkpoint where size = (select max(size) from log_checkpoint)");
  assert.ok(
    ["group.beyond", "signed.differs"].every((kind) => kinds(found).includes(kind)),
    kinds(found).join(),
  );
});

test("another key in the place of the log's is named", async () => {
  const found = await foundAfter("update log_key set public_key = sha256(public_key)");
  assert.deepEqual(kinds(found), ["key.unlogged", "checkpoint.note"]);
});

test("a removed group is named by its places, in the middle and at the end, and nothing else of the tree is blamed", async () => {
  const { rows } = await query<{ first: string; group_no: string; leaves: number }>(
    "select first_index as first, group_no, leaves from log_group where leaves = 300",
  );
  const [first, leaves] = [Number(rows[0]?.first), Number(rows[0]?.leaves)];
  const middle = await foundAfter("delete from log_group where leaves = 300");
  assert.deepEqual(kinds(middle), ["group.gap", "statement.entry_missing"]);
  assert.deepEqual(middle[0]?.data, { from: first, last: first + leaves - 1 });
  assert.equal(middle.length, 1 + leaves);
  await restore();
  const last = await foundAfter("delete from log_group where first_index = (select max(first_index) from log_group)");
  assert.deepEqual(kinds(last), ["group.gap", "statement.entry_missing"]);
  assert.equal(last[0]?.data["last"], (await monitored()).entries - 1);
});

test("a group put in is named where it was put, and beyond what was signed", async () => {
  const put = (first: string): string =>
    `insert into log_group (group_no, at, leaves, entries, organisations, log_no, first_index)
     select nextval('log_group_number'), at, 1, substr(entries, 1, 74), substr(organisations, 1, 4), log_no, ${first} from log_group where leaves = 300`;
  const inside = await foundAfter(put("first_index + 7"));
  assert.deepEqual(kinds(inside), ["group.overlap", "entry.without_fact"]);
  assert.equal(inside[0]?.index, inside[1]?.index);
  await query(
    "delete from log_group where not exists (select from saved_log_group s where s.group_no = log_group.group_no)",
  );
  const beyond = await foundAfter(put("(select max(first_index + leaves) from log_group)"));
  assert.deepEqual(kinds(beyond), ["group.beyond", "entry.without_fact"]);
});

test("two groups that changed places are named by the first place that differs", async () => {
  const { rows } = await query<{ group_no: string; first: string }>(
    "select group_no, first_index as first from log_group where leaves = 5 order by 1",
  );
  const [a, b] = rows;
  const found = await foundAfter(
    `update log_group set first_index = -first_index - 1 + 1000000 where group_no = ${a?.group_no}`,
    `update log_group set first_index = ${a?.first} where group_no = ${b?.group_no}`,
    `update log_group set first_index = ${b?.first} where group_no = ${a?.group_no}`,
  );
  assert.deepEqual(kinds(found), ["tile.differs", "checkpoint.root"]);
  assert.equal(found[0]?.index, Number(a?.first));
});

test("a database set back to an older state whole is named by the file of what was signed", async () => {
  const found = await foundAfter(
    "delete from log_statement where log_at / 1048576 = (select group_no from log_group where leaves = 250)",
    "delete from log_group where leaves = 250",
    "delete from log_checkpoint where size = (select max(size) from log_checkpoint)",
    "insert into log_checkpoint select log_no, size + 10, root, note, at from log_checkpoint where false",
  );
  assert.ok(kinds(found).includes("signed.differs"), kinds(found).join());
});

test("a monitor that is called off stops, and its connection is fit for the next", async () => {
  await assert.rejects(monitor(AbortSignal.abort()), /abort/i);
  assert.deepEqual((await monitored()).differences, []);
});
