import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type { AccountActor } from "@chengxin/domain/access/actor.ts";
import * as api from "@chengxin/domain/authorisation/api.ts";
import { listReaders } from "@chengxin/domain/dossier/readers-api.ts";
import { endMandate } from "@chengxin/domain/mandate/api.ts";
import pg from "pg";
import { dossierRoutes } from "../dossier/routes.ts";
import { buildOrganisation, buildRecord, inventUscc, type BuiltOrganisation } from "../test/build.ts";
import { withheldItem } from "../test/catalogue.ts";
import { account, isProblem, noon, official, openFiles, type Files } from "../test/files.ts";
import { authorisations } from "./authorisations.ts";
import { authorisationRoutes } from "./routes.ts";

let files: Files;
before(async () => {
  files = await openFiles((services) => [...dossierRoutes(services), ...authorisationRoutes(services)]);
});
after(() => files.close());

const penalty = 3;
const licence = 2;

interface Pair {
  readonly grantor: BuiltOrganisation;
  readonly giver: AccountActor;
  readonly recipient: BuiltOrganisation;
  readonly reader: AccountActor;
}
const pair = async (): Promise<Pair> => {
  const { database } = files.services;
  const grantor = await buildOrganisation(database);
  const recipient = await buildOrganisation(database);
  for (const [item_id, public_until] of [
    [penalty, "2027-01-02"],
    [penalty, "2026-05-31"],
    [licence, "2027-01-02"],
    [withheldItem, "2027-01-02"],
  ] as const)
    await buildRecord(database, {
      organisation_id: grantor.organisationId,
      item_id,
      source_id: 1,
      public_until,
      content: { CF_SY: "负责人孙志刚未按规定公示", BZ: "内部备注" },
    });
  return { grantor, giver: await files.agentOf(grantor), recipient, reader: await files.agentOf(recipient) };
};

const grant = (pair: Pair, over: object = {}) => files.ask(pair.giver, api.grantAuthorisation, asked(pair, over));
const asked = ({ grantor, recipient }: Pair, over: object = {}) => ({
  uscc: grantor.uscc,
  recipient: recipient.uscc,
  recipientName: recipient.name,
  items: ["penalty"],
  purpose: "financing",
  lastDay: "2026-12-31",
  ...over,
});
const read = ({ grantor }: Pair, reader: AccountActor, authorisationId: string, when = noon) =>
  files.ask(reader, api.readReceived, { uscc: grantor.uscc, authorisationId }, when);
const uses = async (organisationId: number) =>
  (
    await files.services.database.pool.query<{ basis: string; actor: string; data: string }>(
      "select basis, actor, data from event where organisation_id = $1 and basis like 'authorisation:%' order by chain_no",
      [organisationId],
    )
  ).rows;

test("the recipient reads the listed items, as the public would with persons masked, and each reading is in the grantor's chain", async () => {
  const both = await pair();
  const given = await grant(both);
  assert.deepEqual([given.state, given.uses, given.items.map(({ id }) => id)], ["inForce", 0, ["penalty"]]);
  const answer = await read(both, both.reader, given.authorisationId);
  assert.deepEqual(
    answer.items.map(({ item }) => item.id),
    ["penalty"],
    "an ended penalty and other items stay closed",
  );
  assert.deepEqual(
    answer.items[0]?.fields.map(({ value }) => value),
    ["负责人孙某未按规定公示"],
  );
  const [use, ...more] = await uses(both.grantor.organisationId);
  assert.equal(more.length, 0);
  assert.equal(use?.basis, `authorisation:${given.authorisationId}`);
  assert.equal(use.actor, `account:${both.reader.accountId}`);
  const { items } = await files.ask(both.giver, listReaders, { uscc: both.grantor.uscc });
  assert.deepEqual([items[0]?.unit, items[0]?.purpose.zh, items[0]?.own], [both.recipient.name, "融资授信", false]);
  const shown = await files.ask(both.giver, api.showGiven, {
    uscc: both.grantor.uscc,
    authorisationId: given.authorisationId,
  });
  assert.deepEqual([shown.authorisation.uses, shown.items.length], [1, 1]);
});

test("a canary that is read under an authorisation raises its alert with the reading; a reading that is refused raises none", async () => {
  const { pool } = files.services.database;
  const both = await pair();
  const { organisationId } = both.grantor;
  const given = await grant(both);
  await pool.query("insert into canary (organisation_id, made_at, made_by) values ($1, $2, 'account:test')", [
    organisationId,
    noon,
  ]);
  const alerts = async () =>
    (await pool.query<{ actor: string }>("select actor from alert where organisation_id = $1", [organisationId])).rows;
  await assert.rejects(read(both, both.reader, given.authorisationId, "2027-01-01T04:00:00Z"));
  assert.deepEqual(await alerts(), []);
  await read(both, both.reader, given.authorisationId);
  assert.deepEqual(await alerts(), [{ actor: `account:${both.reader.accountId}` }]);
});

test("who is meant is said by code and name together: a name alone, or one that differs, gives nobody anything", async () => {
  const both = await pair();
  const twin = await buildOrganisation(files.services.database, { name: both.recipient.name });
  const unregistered = await buildOrganisation(files.services.database, { registered: false });
  for (const [over, code] of [
    [{ recipient: both.recipient.name }, "organisation.code_invalid"],
    [{ recipientName: "别的名称有限公司" }, "authorisation.name_differs"],
    [{ recipient: inventUscc() }, "authorisation.recipient_unknown"],
    [{ recipient: unregistered.uscc, recipientName: unregistered.name }, "authorisation.recipient_unknown"],
    [{ recipient: both.grantor.uscc, recipientName: both.grantor.name }, "authorisation.recipient_itself"],
  ] as const)
    await assert.rejects(grant(both, over), isProblem(code));
  const given = await grant(both, { recipient: twin.uscc });
  assert.equal(given.recipient.uscc, twin.uscc, "the namesake that the code says");
  await assert.rejects(read(both, both.reader, given.authorisationId), isProblem("object.not_found"));
});

test("only shareable items, never all of them, one known purpose, and an end within a year", async () => {
  const both = await pair();
  const all = await files.ask(both.giver, api.listChoices, { uscc: both.grantor.uscc });
  assert.ok(!all.items.some(({ id }) => id === "withheld"));
  for (const [over, code] of [
    [{ items: ["penalty", "withheld"] }, "authorisation.item_not_shareable"],
    [{ items: ["nothing"] }, "authorisation.item_not_shareable"],
    [{ items: all.items.map(({ id }) => id) }, "authorisation.everything"],
    [{ purpose: "administrative-task" }, "authorisation.purpose_unknown"],
    [{ purpose: "anything" }, "authorisation.purpose_unknown"],
    [{ lastDay: "2026-05-31" }, "authorisation.end_invalid"],
    [{ lastDay: "2027-06-02" }, "authorisation.end_invalid"],
    [{ lastDay: "9999-12-31" }, "authorisation.end_invalid"],
  ] as const)
    for (const route of [api.previewAuthorisation, api.grantAuthorisation])
      await assert.rejects(files.ask(both.giver, route, asked(both, over)), isProblem(code));
  await assert.rejects(grant(both, { items: [] }), /items/);
  assert.equal(
    (await files.ask(both.giver, api.previewAuthorisation, asked(both))).recipient.name,
    both.recipient.name,
  );
  assert.deepEqual((await files.ask(both.giver, api.listGiven, { uscc: both.grantor.uscc })).items, []);
  assert.equal((await grant(both, { lastDay: "2027-06-01" })).until, "2027-06-01");
});

test("the database refuses what the program would: no end, too late an end, itself, closed items, bringing back what was revoked", async () => {
  const both = await pair();
  const { pool } = files.services.database;
  const insert = (recipient: number, items: number[], until: string | null) =>
    pool.query(
      `insert into authorisation (organisation_id, authorisation_id, recipient_id, items, purpose, granted_at, granted_by, until)
       values ($1, $2, $3, $4, 'financing', $5, $6, $7)`,
      [both.grantor.organisationId, randomUUID(), recipient, items, noon, randomUUID(), until],
    );
  const other = both.recipient.organisationId;
  await assert.rejects(insert(other, [penalty], null), /not-null/);
  await assert.rejects(insert(other, [penalty], "2027-06-02"), /check/);
  await assert.rejects(insert(other, [], "2026-12-31"), /check/);
  await assert.rejects(insert(both.grantor.organisationId, [penalty], "2026-12-31"), /check/);
  await assert.rejects(insert(other, [withheldItem], "2026-12-31"), /can not be given/);
  const given = await grant(both);
  const one = { uscc: both.grantor.uscc, authorisationId: given.authorisationId };
  await files.ask(both.giver, api.revokeAuthorisation, one);
  await assert.rejects(
    pool.query("update authorisation set revoked_at = null, revoked_by = null where authorisation_id = $1", [
      given.authorisationId,
    ]),
    /stays revoked/,
  );
  await assert.rejects(
    pool.query("update authorisation set until = '2027-05-01' where authorisation_id = $1", [given.authorisationId]),
    /permission denied/,
  );
});

test("it is read until 23:59 of the last day in the city, and not a minute longer", async () => {
  const both = await pair();
  const { authorisationId } = await grant(both, { lastDay: "2026-06-10" });
  assert.equal((await read(both, both.reader, authorisationId, "2026-06-10T15:59:59Z")).items.length, 1);
  await assert.rejects(
    read(both, both.reader, authorisationId, "2026-06-10T16:00:00Z"),
    isProblem("authorisation.not_in_force"),
  );
  assert.equal((await uses(both.grantor.organisationId)).length, 1);
});

test("revoked is over at once, for the page that is open too, and can't be revoked again", async () => {
  const both = await pair();
  const { authorisationId } = await grant(both);
  const one = { uscc: both.grantor.uscc, authorisationId };
  await read(both, both.reader, authorisationId);
  assert.equal((await files.ask(both.giver, api.revokeAuthorisation, one)).state, "revoked");
  await assert.rejects(read(both, both.reader, authorisationId), isProblem("authorisation.not_in_force"));
  await assert.rejects(files.ask(both.giver, api.revokeAuthorisation, one), isProblem("authorisation.not_in_force"));
  const received = await files.ask(both.reader, api.listReceived, {});
  assert.deepEqual(
    received.items.map(({ state, uses: its }) => [state, its]),
    [["revoked", 1]],
  );
});

test("of a revocation and readings at the same moment every reading that answers is in the chain before the revocation", async () => {
  for (let round = 0; round < 8; round += 1) {
    const both = await pair();
    const { authorisationId } = await grant(both);
    const readings = [1, 2, 3, 4].map(() => read(both, both.reader, authorisationId));
    const revoked = files.ask(both.giver, api.revokeAuthorisation, { uscc: both.grantor.uscc, authorisationId });
    const settled = await Promise.allSettled([
      ...readings,
      ...[1, 2].map(() => read(both, both.reader, authorisationId)),
    ]);
    await revoked;
    for (const one of settled)
      assert.ok(one.status === "fulfilled" || isProblem("authorisation.not_in_force")(one.reason));
    const { rows } = await files.services.database.pool.query<{ action: string }>(
      "select action from event where organisation_id = $1 and (basis like 'authorisation:%' or action = 'authorisation.revoked') order by chain_no",
      [both.grantor.organisationId],
    );
    assert.equal(rows.length - 1, settled.filter(({ status }) => status === "fulfilled").length);
    assert.equal(rows.at(-1)?.action, "authorisation.revoked");
  }
});

test("while a reading is under way a revocation waits for it, and the next reading waits for the revocation", async () => {
  const both = await pair();
  const { authorisationId } = await grant(both);
  const { pool } = files.services.database;
  const holder = await pool.connect();
  await holder.query("begin");
  await holder.query("select from authorisation where authorisation_id = $1 for share", [authorisationId]);
  let revoked = false;
  const revoking = files
    .ask(both.giver, api.revokeAuthorisation, { uscc: both.grantor.uscc, authorisationId })
    .then(() => (revoked = true));
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.equal(revoked, false);
  await holder.query("commit");
  holder.release();
  await revoking;
  await assert.rejects(read(both, both.reader, authorisationId), isProblem("authorisation.not_in_force"));
});

test("a recipient's agent whose mandate has ended reads nothing, even where the session still names it", async () => {
  const both = await pair();
  const { authorisationId } = await grant(both);
  const [mandate] = both.reader.mandates;
  await files.ask(both.reader, endMandate, {
    uscc: both.recipient.uscc,
    mandateId: mandate?.mandateId,
    reason: "不再经办",
  });
  await assert.rejects(read(both, both.reader, authorisationId), isProblem("object.not_found"));
  const now = await files.agent(both.reader.accountId);
  await assert.rejects(read(both, now, authorisationId), isProblem("access.refused"));
  assert.deepEqual((await files.ask(now, api.listReceived, {})).items, []);
  assert.deepEqual(await uses(both.grantor.organisationId), []);
});

test("nobody else reads under it, lists it or revokes it: other agents, the grantor's own under the recipient's way, officials, guessed ids", async () => {
  const both = await pair();
  const { authorisationId } = await grant(both);
  const stranger = await files.agentOf(await buildOrganisation(files.services.database));
  const one = { uscc: both.grantor.uscc, authorisationId };
  for (const actor of [stranger, both.giver])
    await assert.rejects(files.ask(actor, api.readReceived, one), isProblem("object.not_found"));
  for (const actor of [stranger, both.reader])
    for (const route of [api.revokeAuthorisation, api.showGiven, api.listGiven, api.listChoices])
      await assert.rejects(files.ask(actor, route, one), isProblem("object.not_found"));
  for (const actor of [account(), official("creditOffice"), official("windowClerk"), official("auditor")])
    for (const route of [api.readReceived, api.listGiven, api.showGiven, api.revokeAuthorisation])
      await assert.rejects(files.ask(actor, route, one), isProblem("access.refused"));
  for (const guessed of [randomUUID(), both.reader.accountId])
    for (const [actor, route] of [
      [both.reader, api.readReceived],
      [both.giver, api.showGiven],
      [both.giver, api.revokeAuthorisation],
    ] as const)
      await assert.rejects(
        files.ask(actor, route, { ...one, authorisationId: guessed }),
        isProblem("object.not_found"),
      );
  await assert.rejects(
    files.ask(both.giver, api.showGiven, { uscc: both.recipient.uscc, authorisationId }),
    isProblem("object.not_found"),
    "under another organisation's code",
  );
  assert.equal((await files.ask(both.giver, api.listGiven, { uscc: both.grantor.uscc })).items[0]?.state, "inForce");
});

test("no record leaves under an authorisation when the reading can't be stored with it", async () => {
  const both = await pair();
  const { authorisationId } = await grant(both);
  const owner = new pg.Client({ connectionString: files.fresh.url });
  await owner.connect();
  await owner.query(
    "alter table event add constraint no_reading check (purpose is distinct from 'financing') not valid",
  );
  await assert.rejects(read(both, both.reader, authorisationId), /no_reading/);
  await owner.query("alter table event drop constraint no_reading");
  await owner.end();
  assert.ok((await read(both, both.reader, authorisationId)).items.length > 0);
});

test("nobody lets others in by a mandate that ended a moment ago: what was given would outlast it by a year", async () => {
  const both = await pair();
  const { uscc } = both.grantor;
  const mandateId = both.giver.mandates[0]?.mandateId ?? "";
  await files.ask(official("windowClerk"), endMandate, { uscc, mandateId, reason: "单位来函撤回" });
  await assert.rejects(grant(both), isProblem("object.not_found"), "under way when it ended");
  const { rowCount } = await files.services.database.pool.query(
    "select from authorisation where organisation_id = $1",
    [both.grantor.organisationId],
  );
  assert.equal(rowCount, 0);
});

test("uses are counted from an index of their own, so that a chain full of other readings doesn't keep the list from whoever wants to revoke", async () => {
  const both = await pair();
  await grant(both);
  const { pool } = files.services.database;
  const { organisationId } = both.grantor;
  await pool.query(
    `insert into event (organisation_id, chain_no, at, actor, role, action, object, purpose, basis, data, key_version, mac)
     select $1, 1000 + n, now(), 'account:x', 'agent', 'read.dossier.read-own', 'file:x', 'own-record', 'mandate:' || n, '{}', 1, decode(repeat('00', 32), 'hex')
     from generate_series(1, 3000) n`,
    [organisationId],
  );
  const { rows } = await pool.query<{ "QUERY PLAN": string }>(
    `explain ${authorisations} where z.organisation_id = ${organisationId}`,
  );
  assert.match(rows.map((row) => row["QUERY PLAN"]).join("\n"), /event_p\d_organisation_id_basis_at_idx/);
});
