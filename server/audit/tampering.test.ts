import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { after, before, beforeEach, test } from "node:test";
import { openAuditRig, type AuditRig } from "./audit-rig.ts";

/** Whoever can do anything in the database, and has no key, leaves a trace that the verifier names. */

let rig: AuditRig;
let file: Buffer;

before(async () => {
  rig = await openAuditRig();
  const at = (second: number): Date => new Date(Date.UTC(2026, 5, 1, 2, 0, second));
  for (let round = 0; round < 4; round += 1) {
    for (const organisationId of [0, 11, 12, 13, 20_011])
      for (let n = 0; n < 3; n += 1)
        await rig.note(
          organisationId === 0
            ? { data: { round, n } }
            : {
                organisationId,
                action: "read.test",
                role: "creditCentre",
                purpose: "query",
                basis: "函〔2026〕1号",
                data: { n },
              },
          at(round * 10 + n),
        );
    await rig.seal(at(round * 10 + 9));
  }
  for (const table of ["event", "event_chain", "event_seal", "log_statement"])
    await rig.superuser.query(`create table saved_${table} as table ${table}`);
  file = readFileSync(rig.filePath);
});
after(() => rig.close());

/** Everything as it was before somebody laid hands on it. */
beforeEach(async () => {
  for (const table of ["event", "event_chain", "event_seal", "log_statement"])
    await rig.superuser.query(`delete from ${table}; insert into ${table} select * from saved_${table}`);
  writeFileSync(rig.filePath, file);
});

const of11 = "organisation_id = 11 and chain_no = 5";

/** What is found after a statement of the superuser, as `kind organisation:number seal`. */
const foundAfter = async (...statements: readonly string[]): Promise<string[]> => {
  let touched = 0;
  for (const statement of statements) touched += (await rig.superuser.query(statement)).rowCount ?? 0;
  assert.ok(touched > 0, "the statement changes something");
  const { faults } = await rig.verify();
  return faults.map(({ kind, organisationId, chainNo, sealNo }) =>
    sealNo === null ? `${kind} ${organisationId}:${chainNo}` : `${kind} seal ${sealNo}`,
  );
};

test("an untouched database is whole", async () => {
  const report = await rig.verify();
  assert.deepEqual(report.faults, []);
  assert.equal(report.seals, 4);
  assert.ok(report.chains >= 5 && report.events >= 60);
});

for (const [column, change] of Object.entries({
  at: "at + interval '1 hour'",
  actor: "'account:somebody-else'",
  role: "'creditOffice'",
  action: "'read.nothing'",
  object: "'test:2'",
  purpose: "'other'",
  basis: "'函〔2026〕2号'",
  data: "'{}'",
  key_version: "key_version + 1",
  mac: "sha256(mac)",
}))
  test(`a changed ${column} is found`, async () => {
    const found = await foundAfter(`update event set ${column} = ${change} where ${of11}`);
    assert.ok(found.includes("event.changed 11:5"), found.join());
  });

test("a moment changed by a microsecond is found", async () => {
  const found = await foundAfter(`update event set at = at + interval '1 microsecond' where ${of11}`);
  assert.deepEqual(found, ["event.changed 11:5"]);
});

test("a changed overall number is found", async () => {
  const found = await foundAfter(`update event set event_id = event_id + 1000 where ${of11}`);
  assert.deepEqual(found, ["seal.content_differs seal 2", "event.misnumbered 11:6"]);
});

test("an event put into another transaction is found", async () => {
  const other = "(select max(transaction::text) from event where organisation_id = 12)::xid8";
  const found = await foundAfter(`update event set transaction = ${other} where ${of11}`);
  assert.deepEqual(found, ["seal.events_differ seal 2", "seal.events_differ seal 4"]);
});

test("an event put into a transaction that never was is found", async () => {
  const found = await foundAfter(`update event set transaction = '9000000000' where ${of11}`);
  assert.deepEqual(
    found,
    ["seal.events_differ seal 2", "seal.future null:null"].map((text) => text),
  );
});

test("an event deleted in the middle is found", async () => {
  const found = await foundAfter(`delete from event where ${of11}`);
  assert.ok(found.includes("event.missing 11:5"), found.join());
  assert.ok(found.includes("event.changed 11:6"), found.join());
  assert.ok(found.includes("seal.events_differ seal 2"), found.join());
});

const newest = "organisation_id = 11 and chain_no = 12";

test("the newest event of a chain deleted is found", async () => {
  const found = await foundAfter(`delete from event where ${newest}`);
  assert.deepEqual(found, ["seal.events_differ seal 4", "chain.end_differs 11:11"]);
});

test("the newest event of a chain deleted and the chain's end mended is found", async () => {
  const found = await foundAfter(
    `delete from event where ${newest}`,
    "update event_chain set last_no = 11, last_mac = (select mac from event where organisation_id = 11 and chain_no = 11) where organisation_id = 11",
  );
  assert.deepEqual(found, ["seal.events_differ seal 4"]);
});

test("a whole chain deleted is found, with its end and without", async () => {
  const found = await foundAfter("delete from event where organisation_id = 11");
  assert.ok(found.includes("chain.empty 11:null"), found.join());
  const again = await foundAfter("delete from event_chain where organisation_id = 11");
  assert.deepEqual(
    again,
    [1, 2, 3, 4].map((seal) => `seal.events_differ seal ${seal}`),
  );
});

const forged = (organisation: number, no: number, from = of11): string => `
  insert into event (organisation_id, chain_no, at, actor, role, action, object, purpose, basis, data, key_version, mac)
  select ${organisation}, ${no}, now(), actor, role, action, object, purpose, basis, '{"forged":1}', key_version, mac from event where ${from}`;

test("a forged event at the end is found, with the chain's end mended and without", async () => {
  assert.ok((await foundAfter(forged(11, 13))).includes("event.changed 11:13"));
  const found = await foundAfter("update event_chain set last_no = 13 where organisation_id = 11");
  assert.ok(found.includes("event.changed 11:13"), found.join());
});

test("a forged chain is found", async () => {
  const found = await foundAfter(forged(99, 1));
  assert.deepEqual(found, ["event.changed 99:1", "chain.end_missing 99:1"]);
});

test("a forged event without authentication code is found", async () => {
  const found = await foundAfter(
    `insert into event (organisation_id, chain_no, at, actor, action, object, data, key_version, mac) values (99, 1, now(), 'system:x', 'a', 'b', '{}', 0, '')`,
    "insert into event_chain values (99, 1, '')",
  );
  assert.deepEqual(found, ["event.blanked 99:1", "seal.unchained seal 1"]);
});

test("two events that changed places are found", async () => {
  const found = await foundAfter(
    "update event set chain_no = 1000 where organisation_id = 11 and chain_no = 5",
    "update event set chain_no = 5 where organisation_id = 11 and chain_no = 8",
    "update event set chain_no = 8 where organisation_id = 11 and chain_no = 1000",
  );
  assert.ok(found.includes("event.changed 11:5"), found.join());
  assert.ok(found.includes("event.changed 11:8"), found.join());
});

test("an event moved to another organisation is found in both chains", async () => {
  const found = await foundAfter(`update event set organisation_id = 12, chain_no = 13 where ${of11}`);
  assert.ok(found.includes("event.missing 11:5"), found.join());
  assert.ok(found.includes("event.changed 12:13"), found.join());
});

test("a chain moved to another organisation whole is found", async () => {
  const found = await foundAfter(
    "update event set organisation_id = 77 where organisation_id = 11",
    "update event_chain set organisation_id = 77 where organisation_id = 11",
  );
  assert.ok(found.includes("event.changed 77:1"), found.join());
});

test("renumbered events are found", async () => {
  const found = await foundAfter(
    `delete from event where ${of11}`,
    "update event set chain_no = chain_no + 1000 where organisation_id = 11 and chain_no > 5",
    "update event set chain_no = chain_no - 1001 where organisation_id = 11 and chain_no > 1000",
    "update event_chain set last_no = 11 where organisation_id = 11",
  );
  assert.ok(found.includes("event.changed 11:5"), found.join());
});

test("a changed end of a chain is found", async () => {
  const end = "where organisation_id = 11";
  assert.deepEqual(await foundAfter(`update event_chain set last_no = 20 ${end}`), ["chain.end_differs 11:12"]);
  assert.deepEqual(await foundAfter(`update event_chain set last_no = 12, last_mac = sha256(last_mac) ${end}`), [
    "chain.end_differs 11:12",
  ]);
  assert.deepEqual(await foundAfter(`delete from event_chain ${end}`), ["chain.end_missing 11:12"]);
});

test("a blanked authentication code is found, at the beginning, in the middle and at the end", async () => {
  for (const [no, also] of [
    [1, "event.changed 11:2"],
    [5, "event.changed 11:6"],
    [12, "chain.end_differs 11:12"],
  ] as const) {
    await rig.superuser.query("truncate event; insert into event select * from saved_event");
    const found = await foundAfter(
      `update event set mac = '', key_version = 0 where organisation_id = 11 and chain_no = ${no}`,
    );
    assert.ok(found.includes(`event.blanked 11:${no}`), found.join());
    assert.ok(found.includes(also), found.join());
  }
});

test("an old event with its own code at another place is found", async () => {
  const found = await foundAfter(
    `update event e set at = o.at, actor = o.actor, role = o.role, action = o.action, object = o.object, purpose = o.purpose, basis = o.basis, data = o.data, mac = o.mac
     from event o where e.organisation_id = 11 and e.chain_no = 7 and o.organisation_id = 11 and o.chain_no = 5`,
  );
  assert.ok(found.includes("event.changed 11:7"), found.join());
});

test("a deleted seal is found, in the middle and at the end", async () => {
  const found = await foundAfter("delete from event_seal where seal_no = 2");
  assert.deepEqual(found, [
    "seal.missing seal 2",
    "seal.changed seal 3",
    "file.differs seal 2",
    "seal.log_differs seal 2",
  ]);
  await rig.superuser.query("truncate event_seal; insert into event_seal select * from saved_event_seal");
  const end = await foundAfter("delete from event_seal where seal_no = 4");
  assert.deepEqual(end, ["seal.log_differs seal 4", "seal.behind null:null", "file.ahead seal 4"]);
});

for (const [column, change] of Object.entries({
  at: "at + interval '1 second'",
  from_transaction: "(from_transaction::text::bigint - 1)::text::xid8",
  to_transaction: "(to_transaction::text::bigint - 1)::text::xid8",
  events: "events - 1",
  unchained: "unchained + 1",
  digest: "sha256(digest)",
  mac: "sha256(mac)",
}))
  test(`a seal with a changed ${column} is found`, async () => {
    const found = await foundAfter(`update event_seal set ${column} = ${change} where seal_no = 3`);
    assert.ok(found.includes("seal.changed seal 3"), found.join());
  });

test("seals that are others than the transparency log has are found, though chain and file were made again", async () => {
  const found = await foundAfter(
    "update log_statement set statement = overlay(statement placing repeat('0', 64) from 8) where log_at = (select log_at from log_statement where type = 5 order by log_at offset 2 limit 1)",
  );
  assert.deepEqual(found, ["seal.log_differs seal 3"]);
  assert.deepEqual(await foundAfter("delete from log_statement where statement like E'seal\\n3\\n%'"), [
    "seal.not_logged seal 3",
  ]);
});

test("a database set back to an earlier state whole is found by the file outside it", async () => {
  const found = await foundAfter(
    "delete from event where transaction >= (select from_transaction from event_seal where seal_no = 4)",
    "delete from event_seal where seal_no = 4",
    "delete from log_statement where statement like E'seal\\n4\\n%'",
    `update event_chain c set last_no = e.chain_no, last_mac = e.mac
     from (select distinct on (organisation_id) organisation_id, chain_no, mac from event order by organisation_id, chain_no desc) e
     where e.organisation_id = c.organisation_id`,
  );
  assert.deepEqual(found, ["file.ahead seal 4"]);
});

test("a file of seals that was deleted, shortened or changed is found", async () => {
  const lines = file.toString().trimEnd().split("\n");
  const kinds = async (): Promise<string[]> =>
    (await rig.verify()).faults.map(({ kind, sealNo }) => `${kind} ${sealNo}`);
  rmSync(rig.filePath);
  assert.deepEqual(await kinds(), ["file.none null"]);
  writeFileSync(rig.filePath, `${lines.slice(0, 3).join("\n")}\n`);
  assert.deepEqual(await kinds(), ["file.behind 4"]);
  writeFileSync(rig.filePath, `${[lines[0], lines[2], lines[3]].join("\n")}\n`);
  assert.deepEqual(await kinds(), ["file.damaged 2"]);
  writeFileSync(rig.filePath, file.toString().replace(/"events":\d+/, '"events":9'));
  assert.deepEqual(await kinds(), ["file.differs 1"]);
  writeFileSync(rig.filePath, file.toString().replace('{"sealNo":2', '{"sealNo":two'));
  assert.deepEqual(await kinds(), ["file.damaged null", "file.damaged 2"]);
});

test("deleting every seal and every trace of them is found", async () => {
  rmSync(rig.filePath);
  assert.deepEqual(await foundAfter("delete from event_seal", "delete from log_statement"), ["seal.behind null:null"]);
});
