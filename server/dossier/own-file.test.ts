import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import type { AccountActor } from "@chengxin/domain/access/actor.ts";
import { showOwnFile } from "@chengxin/domain/dossier/api.ts";
import { buildOrganisation, buildRecord, inventUscc, type BuiltOrganisation } from "../test/build.ts";
import { withheldItem } from "../test/catalogue.ts";
import { account, isProblem, official, openFiles, type Files } from "../test/files.ts";
import { dossierRoutes } from "./routes.ts";

let files: Files;
let own: BuiltOrganisation;
let agent: AccountActor;
before(async () => {
  files = await openFiles(dossierRoutes);
  own = await buildOrganisation(files.services.database, { formerNames: ["样例旧名有限公司"] });
  agent = await files.agentOf(own);
});
after(() => files.close());

const penalty = 3;
const content = {
  CF_XDR_MC: "x",
  CF_SY: "负责人孙志刚未按规定公示",
  CF_WSH: "样罚〔2026〕1号",
  BZ: "内部备注",
  CF_FRDB: "孙志刚",
};
const store = (fields: Partial<Parameters<typeof buildRecord>[1]> = {}) =>
  buildRecord(files.services.database, {
    organisation_id: own.organisationId,
    item_id: penalty,
    source_id: 1,
    content,
    ...fields,
  });
const accesses = async (organisationId = own.organisationId) =>
  (
    await files.services.database.pool.query<{ purpose: string; basis: string; object: string; role: string }>(
      "select purpose, basis, object, role from event where organisation_id = $1 and purpose is not null order by chain_no",
      [organisationId],
    )
  ).rows;

test("the organisation sees every version of every record: public, ended, never published, withdrawn and of closed items, each with why", async () => {
  const shown = await store();
  const ended = await store({ public_until: "2026-05-31" });
  const never = await store({ public_until: "-infinity" });
  const closed = await store({ item_id: withheldItem });
  const gone = await store();
  await store({
    record_id: gone.recordId,
    version: 2,
    change: "withdrawn",
    public_until: "-infinity",
    known_from: "2026-02-01T00:00:00Z",
  });
  const file = await files.ask(agent, showOwnFile, { uscc: own.uscc, limit: 100 });
  const states = new Map(file.items.map((record) => [record.recordId, record.publicity]));
  assert.deepEqual(
    [shown, ended, never, closed, gone].map(({ recordId }) => states.get(recordId)),
    ["public", "ended", "never", "closed", "withdrawn"],
  );
  const withdrawn = file.items.find(({ recordId }) => recordId === gone.recordId);
  assert.deepEqual(
    withdrawn?.versions.map(({ version, publicity, knownUntil }) => [version, publicity, knownUntil]),
    [
      [2, "withdrawn", null],
      [1, "superseded", "2026-02-01T00:00:00.000Z"],
    ],
  );
  assert.equal(file.items.length, 5);
  assert.deepEqual(
    file.counts.map(({ item, records, public: open, versions, disclosure }) => [
      item,
      records,
      open,
      versions,
      disclosure,
    ]),
    [
      ["penalty", 4, 1, 5, "public"],
      ["withheld", 1, 0, 1, "government"],
    ],
  );
  assert.deepEqual(file.organisation.names, [{ name: "样例旧名有限公司", kind: "former" }]);
});

test("its own record is not masked, and of each field it is told who else sees it", async () => {
  const file = await files.ask(agent, showOwnFile, { uscc: own.uscc, limit: 100 });
  const fields = file.items[0]?.versions[0]?.fields ?? [];
  assert.deepEqual(fields.map(({ id, value, disclosure }) => [id, value, disclosure]).slice(1), [
    ["CF_WSH", "样罚〔2026〕1号", "public"],
    ["CF_SY", "负责人孙志刚未按规定公示", "public"],
    ["BZ", "内部备注", "government"],
  ]);
  assert.deepEqual(
    file.items[0]?.versions[0]?.withheld.map(({ zh }) => zh),
    ["法定代表人"],
    "a restricted field is shown to nobody",
  );
});

test("pages of a file leave nothing out and repeat nothing", async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await files.ask(agent, showOwnFile, { uscc: own.uscc, limit: 2, cursor });
    seen.push(...page.items.map(({ recordId }) => recordId));
    assert.equal(page.count?.value, 5);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  assert.equal(new Set(seen).size, 5);
  assert.equal(seen.length, 5);
  const some = await files.ask(agent, showOwnFile, { uscc: own.uscc, item: "withheld" });
  assert.deepEqual(
    some.items.map(({ item }) => item.id),
    ["withheld"],
  );
});

test("the agent's own reading is in the organisation's chain, with the mandate it rests on", async () => {
  const before = (await accesses()).length;
  await files.ask(agent, showOwnFile, { uscc: own.uscc });
  const [last, ...more] = (await accesses()).slice(before);
  assert.equal(more.length, 0);
  assert.equal(last?.purpose, "own-record");
  assert.equal(last.basis, `mandate:${agent.mandates[0]?.mandateId}`);
  assert.equal(last.object, `file:${own.uscc}`);
});

test("another organisation's agent, an account without a mandate and every official get nothing, whether the code exists or not", async () => {
  const other = await files.agentOf(await buildOrganisation(files.services.database));
  for (const uscc of [own.uscc, inventUscc(), "91210602MA0000000X", "x"])
    await assert.rejects(files.ask(other, showOwnFile, { uscc }), isProblem("object.not_found"));
  for (const actor of [account(), official("creditOffice"), official("windowClerk"), official("auditor")])
    await assert.rejects(files.ask(actor, showOwnFile, { uscc: own.uscc }), isProblem("access.refused"));
});

test("a sole trader sees the own file like any other organisation", async () => {
  const trader = await buildOrganisation(files.services.database, { uscc: inventUscc("92210602"), kind: "soleTrader" });
  const file = await files.ask(await files.agentOf(trader), showOwnFile, { uscc: trader.uscc });
  assert.equal(file.organisation.kind, "soleTrader");
});

test("no record leaves when the reading can't be logged", async () => {
  const owner = new pg.Client({ connectionString: files.fresh.url });
  await owner.connect();
  try {
    await owner.query(
      "alter table event add constraint no_reading check (purpose is distinct from 'own-record') not valid",
    );
    await assert.rejects(files.ask(agent, showOwnFile, { uscc: own.uscc }), /no_reading/);
    await owner.query("alter table event drop constraint no_reading");
  } finally {
    await owner.end();
  }
  await files.ask(agent, showOwnFile, { uscc: own.uscc });
});
