import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import type { AccountActor, Role } from "@chengxin/domain/access/actor.ts";
import { basisOf } from "@chengxin/domain/dossier/basis.ts";
import { showOwnFile } from "@chengxin/domain/dossier/api.ts";
import * as api from "@chengxin/domain/dossier/readers-api.ts";
import pg from "pg";
import { accountNumber } from "../mandate/account-number.ts";
import { transact } from "../platform/db.ts";
import { inSnapshot } from "../platform/snapshot.ts";
import { buildOrganisation, buildRecord, inventUscc, type BuiltOrganisation } from "../test/build.ts";
import { withheldItem } from "../test/catalogue.ts";
import { account, isProblem, noon, official, openFiles, type Files } from "../test/files.ts";
import { ChainChecks } from "./chain-checks.ts";
import { countReaders } from "./count-readings.ts";
import { purposesOf } from "./reading-rows.ts";
import { dossierRoutes } from "./routes.ts";

let files: Files;
before(async () => {
  files = await openFiles(dossierRoutes);
});
after(() => files.close());

const ownOne = async (): Promise<{ own: BuiltOrganisation; agent: AccountActor }> => {
  const own = await buildOrganisation(files.services.database);
  return { own, agent: await files.agentOf(own) };
};

interface Read {
  readonly purpose: string;
  readonly basis?: string;
  readonly object?: string;
  readonly role?: Role;
  readonly data?: object;
}

/** An official's reading as the server stores it. */
const read = (
  own: BuiltOrganisation,
  { purpose, basis = "函〔2026〕3号", object = `file:${own.uscc}`, role = "creditOffice", data = {} }: Read,
  reader = official(role),
) =>
  transact(files.services.database, { actor: reader, at: new Date(noon) }, (tx) => {
    tx.note({ action: "read.file.read", object, organisationId: own.organisationId, role, purpose, basis, data });
    return Promise.resolve(reader);
  });

/** What an official gave as the ground before opening the file. */
const ground = async (own: BuiltOrganisation, visibleFrom: string | null = null): Promise<string> => {
  const id = randomUUID();
  await files.services.database.pool.query(
    `insert into query_ground (organisation_id, ground_id, account_id, role, purpose, ground, opened_at, closes_at, visible_from)
     values ($1, $2, $3, 'creditOffice', $4, '补贴审核 函〔2026〕3号', $5, $5::timestamptz + interval '30 minutes', $6)`,
    [
      own.organisationId,
      id,
      randomUUID(),
      visibleFrom === null ? "administrative-task" : "confidential-investigation",
      noon,
      visibleFrom,
    ],
  );
  return id;
};

const list = (agent: AccountActor, uscc: string, input: object = {}, at = noon) =>
  files.ask(agent, api.listReaders, { uscc, ...input }, at);

test("each reading by somebody else is listed: when, as what, where from, what for, on what basis, what; and no name", async () => {
  const { own, agent } = await ownOne();
  const { recordId } = await buildRecord(files.services.database, {
    organisation_id: own.organisationId,
    item_id: withheldItem,
    source_id: 1,
  });
  const id = await ground(own);
  const reader = await read(own, {
    purpose: "administrative-task",
    basis: basisOf("ground", id),
    data: { unit: "样例市信用办", records: 3, item: "penalty" },
  });
  await read(own, { purpose: "data-check", object: `record:${recordId}`, role: "departmentClerk" });
  await read(own, { purpose: "mandate-check", object: `mandate:${randomUUID()}`, role: "windowClerk" });
  const { items, count } = await list(agent, own.uscc);
  assert.equal(count?.value, 3);
  const [ofMandate, ofRecord, ofFile] = items;
  assert.deepEqual(ofFile?.basis, {
    kind: "ground",
    number: id.slice(0, 8).toUpperCase(),
    words: "补贴审核 函〔2026〕3号",
    relation: null,
  });
  assert.equal(ofFile.account, accountNumber(reader.accountId));
  assert.equal(ofFile.unit, "样例市信用办");
  assert.deepEqual(ofFile.role.zh, "信用办工作人员");
  assert.equal(ofFile.purpose.zh, "依法履行的行政管理事项");
  assert.deepEqual([ofFile.what.kind, ofFile.what.item?.zh, ofFile.what.records], ["file", "行政处罚", 3]);
  assert.deepEqual([ofRecord?.what.kind, ofRecord?.what.decidedOn], ["record", "2026-01-02"]);
  assert.equal(ofRecord?.basis.words, "函〔2026〕3号");
  assert.deepEqual([ofMandate?.what.kind, ofMandate?.purpose.zh], ["mandate", "核实经办授权"]);
  assert.ok(!JSON.stringify(items).includes(reader.accountId), "the account is a number, not its id");
});

test("an investigation that the law keeps confidential is counted, and shown from its day on; one without a day stays out", async () => {
  const { own, agent } = await ownOne();
  const id = await ground(own, "2026-09-01");
  await read(own, { purpose: "mandate-check", object: `mandate:${randomUUID()}`, role: "windowClerk" });
  await read(own, { purpose: "confidential-investigation", basis: basisOf("ground", id) });
  await read(own, { purpose: "administrative-task", basis: basisOf("ground", await ground(own, "2026-10-01")) });
  await read(own, { purpose: "confidential-investigation" });
  const purposes = (answer: Awaited<ReturnType<typeof list>>) => answer.items.map(({ purpose }) => purpose.zh);
  const before = await list(agent, own.uscc, {}, "2026-08-31T15:59:00Z");
  assert.deepEqual(purposes(before), ["核实经办授权"]);
  assert.equal(before.kept, 2, "those whose purpose is announced");
  await files.ask(agent, api.markReadersSeen, { uscc: own.uscc, upTo: 10_000 }, "2026-08-31T15:59:00Z");
  const after = await list(agent, own.uscc, {}, "2026-08-31T16:00:00Z");
  assert.deepEqual(purposes(after), ["依法须保密的调查", "核实经办授权"]);
  assert.equal(after.kept, 1);
  assert.deepEqual(
    after.items.map(({ isNew }) => isNew),
    [true, false],
    "what became visible since the last look is new, however old",
  );
});

test("own readings are listed when asked for; new is what this account has not marked as seen", async () => {
  const { own, agent } = await ownOne();
  await files.ask(agent, showOwnFile, { uscc: own.uscc });
  for (const _ of [1, 2]) await read(own, { purpose: "administrative-task" });
  const colleague = await files.agentOf(own);
  const news = async (who: AccountActor) =>
    (await files.ask(who, api.listOwnOrganisations, {})).items.find(({ uscc }) => uscc === own.uscc)?.news;
  assert.equal(await news(agent), 2);
  const all = await list(agent, own.uscc, { whose: "all" });
  assert.deepEqual(
    all.items.map(({ own: its }) => its),
    [false, false, true],
  );
  const [latest] = all.items;
  const { upTo } = await files.ask(agent, api.markReadersSeen, { uscc: own.uscc, upTo: latest?.chainNo });
  assert.equal(upTo, latest?.chainNo);
  assert.equal(await news(agent), 0);
  assert.equal(await news(colleague), 2, "each agent has a mark of its own");
  await files.ask(agent, api.markReadersSeen, { uscc: own.uscc, upTo: 0 });
  assert.equal(await news(agent), 0, "a mark does not go back");
  const far = await files.ask(agent, api.markReadersSeen, { uscc: own.uscc, upTo: Number.MAX_SAFE_INTEGER });
  await read(own, { purpose: "administrative-task" });
  assert.ok(far.upTo < 100);
  assert.equal(await news(agent), 1, "nobody marks what has not happened yet");
});

test("the list says what of the chain was checked when: once an hour all of it, at each look what came since", async () => {
  const { own, agent } = await ownOne();
  for (const _ of [1, 2, 3]) await read(own, { purpose: "administrative-task" });
  const first = (await list(agent, own.uscc)).checked;
  assert.equal(first?.faults, 0);
  assert.deepEqual(first.whole, { upTo: first.upTo, at: new Date(noon).toISOString() });
  await read(own, { purpose: "administrative-task" });
  const second = (await list(agent, own.uscc, {}, "2026-06-01T04:59:59Z")).checked;
  assert.deepEqual(
    [second?.whole, second?.faults, second?.upTo],
    [first.whole, 0, first.upTo + 2],
    "two more came: the look before, and another's reading",
  );
  const third = (await list(agent, own.uscc, {}, "2026-06-01T05:00:00Z")).checked;
  assert.deepEqual(third?.whole, { upTo: third?.upTo, at: "2026-06-01T05:00:00.000Z" });
});

test("what a superuser did is shown: to what came since the whole check at once, to what is older within the hour", async () => {
  const owner = new pg.Client({ connectionString: files.fresh.url });
  await owner.connect();
  const change = (own: BuiltOrganisation, chainNo: number) =>
    owner.query("update event set role = 'windowClerk' where organisation_id = $1 and chain_no = $2", [
      own.organisationId,
      chainNo,
    ]);
  const begin = async () => {
    const { own, agent } = await ownOne();
    for (const _ of [1, 2]) await read(own, { purpose: "administrative-task" });
    const checked = (await list(agent, own.uscc)).checked;
    await read(own, { purpose: "administrative-task" });
    assert.equal(checked?.faults, 0);
    return { own, agent, upTo: checked.upTo };
  };
  const faults = async (agent: AccountActor, own: BuiltOrganisation, at = noon) =>
    (await list(agent, own.uscc, {}, at)).checked?.faults ?? 0;
  for (const since of [1, 2]) {
    const { own, agent, upTo } = await begin();
    await change(own, upTo + since);
    assert.equal(await faults(agent, own), 1, `the ${since}th since`);
  }
  const { own, agent, upTo } = await begin();
  await owner.query("delete from event where organisation_id = $1 and chain_no = $2", [own.organisationId, upTo]);
  assert.ok((await faults(agent, own)) > 0, "the entry at which the whole check ended");
  const older = await begin();
  await change(older.own, older.upTo - 1);
  const { checked } = await list(older.agent, older.own.uscc);
  assert.deepEqual([checked?.faults, checked?.whole], [0, { upTo: older.upTo, at: new Date(noon).toISOString() }]);
  assert.equal(await faults(older.agent, older.own, "2026-06-01T05:00:00Z"), 1);
  await owner.end();
});

test("a chain that is broken is walked from its first entry at each look", async () => {
  const { own, agent } = await ownOne();
  for (const _ of [1, 2, 3]) await read(own, { purpose: "administrative-task" });
  const later = "2026-06-01T05:00:00Z";
  const whole = await list(agent, own.uscc);
  assert.ok((whole.checked?.upTo ?? 0) >= (whole.items[0]?.chainNo ?? Infinity));
  const owner = new pg.Client({ connectionString: files.fresh.url });
  await owner.connect();
  const remove = `delete from event where organisation_id = $1 and chain_no = $2`;
  await owner.query(remove, [own.organisationId, whole.items[1]?.chainNo]);
  const broken = await list(agent, own.uscc, {}, later);
  assert.ok((broken.checked?.faults ?? 0) > 0);
  await owner.query("update event set role = 'windowClerk' where organisation_id = $1 and chain_no = $2", [
    own.organisationId,
    whole.items[2]?.chainNo,
  ]);
  assert.ok(
    ((await list(agent, own.uscc, {}, later)).checked?.faults ?? 0) > (broken.checked?.faults ?? 0),
    "changed ones are found too",
  );
  await owner.end();
});

/** The same numbers from all readings one by one, as plain SQL. */
const countedOneByOne = async (own: BuiltOrganisation, agent: AccountActor, today: string) => {
  const { own: ownPurposes, confidential, announced } = purposesOf(files.services.catalogue);
  const shown = "(g.visible_from <= $3 or (g.visible_from is null and e.purpose <> all ($5::text[])))";
  const { rows } = await files.services.database.pool.query(
    `select count(*) filter (where ${shown}) as total, count(*) filter (where ${shown} and e.purpose <> all ($4::text[])) as others,
       count(*) filter (where ${shown} and e.purpose <> all ($4::text[])
         and (m.account_id is null or e.chain_no > m.read_up_to or coalesce(g.visible_from > m.looked_on, false))) as news,
       count(*) filter (where not coalesce(${shown}, false) and e.purpose = any ($6::text[])) as kept
     from event e left join query_ground g on g.organisation_id = $1 and e.basis = 'ground:' || g.ground_id
     left join reading_mark m on m.organisation_id = $1 and m.account_id = $2
     where e.organisation_id = $1 and e.purpose is not null`,
    [own.organisationId, agent.accountId, today, ownPurposes, confidential, announced],
  );
  return rows[0] as unknown;
};

test("the numbers are those of the readings one by one, before and after a whole check, a mark and the day of a confidential one", async () => {
  const { own, agent } = await ownOne();
  const { database, catalogue } = files.services;
  const chains = new ChainChecks(database);
  const of = (today: string) => ({
    organisationId: own.organisationId,
    accountId: agent.accountId,
    today,
    purposes: purposesOf(catalogue),
  });
  const compare = async (day: string, what: string) => {
    const at = new Date(`${day}T04:00:00Z`);
    const [expected, plain] = await Promise.all([
      countedOneByOne(own, agent, day),
      inSnapshot(database, (client) =>
        countReaders(client, of(day), new ChainChecks(database).counted(own.organisationId, at)),
      ),
    ]);
    assert.deepEqual(plain, expected, `${what}: nothing counted before`);
    await chains.ready(own.organisationId, at);
    assert.deepEqual(
      await inSnapshot(database, (client) => countReaders(client, of(day), chains.counted(own.organisationId, at))),
      expected,
      `${what}: counted by a check before`,
    );
  };
  const some = async () => {
    await read(own, { purpose: "administrative-task", basis: basisOf("ground", await ground(own)) });
    await read(own, {
      purpose: "confidential-investigation",
      basis: basisOf("ground", await ground(own, "2026-09-01")),
    });
    await read(own, { purpose: "confidential-investigation", basis: basisOf("ground", await ground(own)) });
    await read(own, { purpose: "administrative-task", basis: basisOf("ground", await ground(own, "2026-09-01")) });
    await read(own, { purpose: "confidential-investigation" });
    await files.ask(agent, showOwnFile, { uscc: own.uscc });
  };
  await some();
  await compare("2026-06-01", "no mark");
  await some();
  await compare("2026-06-01", "more came");
  await files.ask(agent, api.markReadersSeen, { uscc: own.uscc, upTo: 4 });
  await compare("2026-06-01", "marked");
  await compare("2026-08-31", "the day before");
  await compare("2026-09-01", "the day");
  await some();
  await compare("2026-09-01", "more after the day");
});

test("pages and the download have every reading once", async () => {
  const { own, agent } = await ownOne();
  for (let n = 0; n < 7; n += 1) await read(own, { purpose: "administrative-task", data: { records: n } });
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(agent, own.uscc, { limit: 3, cursor });
    seen.push(...page.items.map(({ chainNo }) => chainNo));
    cursor = page.next ?? undefined;
  } while (cursor);
  assert.equal(new Set(seen).size, 7);
  const { body } = await files.ask(agent, api.downloadReaders, { uscc: own.uscc });
  const lines = (Buffer.isBuffer(body) ? body.toString() : await text(body)).trim().split("\r\n");
  const numbers = lines.slice(1).map((line) => Number(line.split(",")[0]));
  assert.deepEqual(
    seen.filter((no) => !numbers.includes(no)),
    [],
  );
  assert.equal(new Set(numbers).size, numbers.length);
});

test("nobody but the organisation's agents learns who read, and a list that can't be logged does not leave", async () => {
  const { own, agent } = await ownOne();
  const other = await files.agentOf(await buildOrganisation(files.services.database));
  for (const uscc of [own.uscc, inventUscc()])
    for (const route of [api.listReaders, api.downloadReaders, api.markReadersSeen])
      await assert.rejects(files.ask(other, route, { uscc, upTo: 1 }), isProblem("object.not_found"));
  for (const actor of [account(), official("creditOffice"), official("auditor")])
    await assert.rejects(files.ask(actor, api.listReaders, { uscc: own.uscc }), isProblem("access.refused"));
  const owner = new pg.Client({ connectionString: files.fresh.url });
  await owner.connect();
  await owner.query(
    "alter table event add constraint no_reading check (purpose is distinct from 'own-record') not valid",
  );
  await assert.rejects(list(agent, own.uscc), /no_reading/);
  await owner.query("alter table event drop constraint no_reading");
  await owner.end();
});
