import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { readingRoles } from "@chengxin/domain/access/files.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { listReaders } from "@chengxin/domain/dossier/readers-api.ts";
import * as api from "@chengxin/domain/ground/api.ts";
import { make } from "../audit/canary.ts";
import { dossierRoutes } from "../dossier/routes.ts";
import { askAs } from "../test/ask.ts";
import { buildOrganisation, type BuiltOrganisation } from "../test/build.ts";
import { testCatalogue, withheldItem } from "../test/catalogue.ts";
import { account, isProblem, official, openFiles, type Files } from "../test/files.ts";
import { department, officialAs, open, penalty, read, storeRecord } from "./ground-rig.ts";
import { groundRoutes } from "./routes.ts";

const entrustedItem = 91;

/** With an item of each class. */
const catalogueOfClasses = (): Catalogue => {
  const catalogue = testCatalogue();
  const model = catalogue.items.get("penalty");
  assert.ok(model);
  const entrusted = { ...model, id: "entrusted", number: entrustedItem, disclosure: "authorised" as const };
  return { ...catalogue, items: new Map([...catalogue.items, ["entrusted", entrusted]]) };
};

let files: Files;
let organisation: BuiltOrganisation;
before(async () => {
  files = await openFiles((services) => [...groundRoutes(services), ...dossierRoutes(services)], catalogueOfClasses());
  organisation = await buildOrganisation(files.services.database);
  await storeRecord(files, organisation, { public_until: "2026-05-31" });
  await storeRecord(files, organisation, { item_id: withheldItem });
  await storeRecord(files, organisation, { item_id: entrustedItem });
  await storeRecord(files, organisation, { source_id: 2 });
});
after(() => files.close());

const readings = async (organisationId = organisation.organisationId) =>
  (
    await files.services.database.pool.query<{
      role: string;
      purpose: string;
      basis: string;
      object: string;
      data: string;
    }>(
      "select role, purpose, basis, object, data from event where organisation_id = $1 and purpose is not null order by chain_no",
      [organisationId],
    )
  ).rows;

test("each role sees for each purpose the classes of records and fields that the purpose opens, and no others", async () => {
  const classOf = { penalty: "public", withheld: "government", entrusted: "authorised" } as const;
  let pairs = 0;
  for (const role of readingRoles) {
    const actor = officialAs(role);
    for (const purpose of files.services.catalogue.purposes.values()) {
      if (!purpose.roles.includes(role) || purpose.opens === null) continue;
      pairs += 1;
      const { classes, masked } = purpose.opens;
      const file = await read(files, actor, await open(files, actor, organisation, { purpose: purpose.id }));
      const due = Object.entries(classOf).filter(([, one]) => classes.includes(one));
      const seen = [...new Set(file.items.map(({ item }) => item.id))].sort();
      assert.deepEqual(seen, due.map(([item]) => item).sort(), `${role} ${purpose.id}`);
      assert.deepEqual(file.counts.map(({ item }) => item).sort(), seen, "what isn't seen isn't counted");
      const fields = file.items.flatMap(({ versions }) => versions.flatMap((version) => version.fields));
      assert.deepEqual(
        fields.filter(({ disclosure }) => !classes.includes(disclosure)),
        [],
      );
      assert.equal(
        fields.some(({ id }) => id === "BZ"),
        classes.includes("government"),
        "a remark for authorities",
      );
      assert.equal(JSON.stringify(file).includes("孙志刚"), !masked, `${role} ${purpose.id}: persons masked`);
      const ofOthers = file.items.filter(({ source }) => source.id !== department);
      assert.equal(ofOthers.length > 0, role !== "departmentClerk", "a department's clerk sees the own reports alone");
    }
  }
  assert.equal(pairs, 14);
});

test("every version comes with its record, also what was public once, was corrected or was taken back", async () => {
  const other = await buildOrganisation(files.services.database);
  const corrected = await storeRecord(files, other);
  await storeRecord(files, other, { record_id: corrected.recordId, version: 2, known_from: "2026-02-01T00:00:00Z" });
  const gone = await storeRecord(files, other);
  await storeRecord(files, other, {
    record_id: gone.recordId,
    version: 2,
    change: "withdrawn",
    public_until: "-infinity",
    known_from: "2026-02-02T00:00:00Z",
  });
  const actor = officialAs("creditCentre");
  const file = await read(files, actor, await open(files, actor, other));
  assert.deepEqual(file.items.map(({ publicity, versions }) => `${publicity} ${versions.length}`).sort(), [
    "public 2",
    "withdrawn 2",
  ]);
  assert.equal(file.organisation.name, other.name);
});

test("the reading is in the organisation's chain: role, purpose, ground, unit, object", async () => {
  const actor = officialAs("windowClerk");
  const ground = await open(files, actor, organisation, { purpose: "window-query" });
  const before = (await readings()).length;
  const file = await read(files, actor, ground);
  const [event, ...more] = (await readings()).slice(before);
  assert.equal(more.length, 0);
  assert.ok(event);
  const { data, ...facts } = event;
  assert.deepEqual(facts, {
    role: "windowClerk",
    purpose: "window-query",
    basis: `ground:${ground.groundId}`,
    object: `file:${organisation.uscc}`,
  });
  assert.deepEqual(JSON.parse(data), { unit: actor.unit, records: file.items.length, request: "test" });
});

test("the organisation's agent finds the reading with what was said; of an investigation from its day on, not a day before", async () => {
  const own = await buildOrganisation(files.services.database);
  const agent = await files.agentOf(own);
  const clerk = officialAs("windowClerk");
  await read(files, clerk, await open(files, clerk, own, { purpose: "window-query", ground: "用于投标的资格证明" }));
  const office = officialAs("creditOffice");
  const secret = await open(files, office, own, { purpose: "confidential-investigation", visibleFrom: "2026-09-01" });
  await read(files, office, secret);
  const listed = async (at: string) =>
    (await files.ask(agent, listReaders, { uscc: own.uscc }, at)).items
      .filter(({ what }) => what.kind === "file")
      .map(({ basis, unit }) => `${unit} ${basis.number} ${basis.words}`);
  const atWindow = /^样例市信用中心 [0-9A-F]{8} 用于投标的资格证明$/;
  const before = await listed("2026-08-31T15:59:59Z");
  assert.equal(before.length, 1);
  assert.match(before[0] ?? "", atWindow);
  const after = await listed("2026-08-31T16:00:00Z");
  assert.deepEqual(after.length, 2);
  assert.ok(after.some((line) => line.includes(secret.number)));
});

test("a ground opens nothing to another account, of another organisation, or after the role is gone or is for another place", async () => {
  const actor = officialAs("countyOffice");
  const ground = await open(files, actor, organisation);
  const elsewhere = await buildOrganisation(files.services.database);
  const before = (await readings()).length;
  for (const other of [
    officialAs("countyOffice"),
    officialAs("creditOffice"),
    { ...actor, grants: official("countyOffice", { region: "210681" }).grants },
    { ...actor, grants: official("creditOffice").grants },
  ])
    await assert.rejects(read(files, other, ground), isProblem("object.not_found"));
  for (const other of [{ ...actor, grants: official("auditor").grants }, { ...actor, grants: [] }, account()])
    await assert.rejects(read(files, other, ground), isProblem("access.refused"));
  await assert.rejects(read(files, actor, { ...ground, uscc: elsewhere.uscc }), isProblem("object.not_found"));
  await assert.rejects(
    read(files, actor, { ...ground, groundId: "00000000-0000-4000-8000-000000000009" }),
    isProblem("object.not_found"),
  );
  const clerk = officialAs("departmentClerk");
  const report = await open(files, clerk, organisation);
  await assert.rejects(
    read(files, { ...clerk, grants: official("departmentClerk", { source: "taxation" }).grants }, report),
    isProblem("object.not_found"),
  );
  assert.equal((await readings()).length, before, "what was refused is no reading");
});

test("an organisation that moves to another county leaves the office's reach at once", async () => {
  const { database } = files.services;
  const moving = await buildOrganisation(database);
  const actor = officialAs("countyOffice");
  const ground = await open(files, actor, moving);
  await read(files, actor, ground);
  const owner = new pg.Client({ connectionString: files.fresh.url });
  await owner.connect();
  await owner.query("update organisation set region_code = 210681 where organisation_id = $1", [moving.organisationId]);
  await owner.end();
  await assert.rejects(read(files, actor, ground), isProblem("object.not_found"));
});

test("no record leaves when the reading can't be logged", async () => {
  const actor = officialAs("creditOffice");
  const ground = await open(files, actor, organisation);
  const owner = new pg.Client({ connectionString: files.fresh.url });
  await owner.connect();
  try {
    await owner.query("alter table event add constraint no_reading check (purpose is null) not valid");
    await assert.rejects(read(files, actor, ground), /no_reading/);
    await owner.query("alter table event drop constraint no_reading");
  } finally {
    await owner.end();
  }
  await read(files, actor, ground);
});

test("a canary opened on a ground raises an alert with the reading, and its name stands nowhere before it", async () => {
  const { database } = files.services;
  const name = "丹东青石桥测试贸易有限公司";
  const auditor = official("auditor");
  const canary = await make(database, "210600", { name }, askAs(auditor, "audit.keep-canaries"));
  const actor = officialAs("creditCentre");
  const alerts = async () =>
    (
      await database.pool.query("select from alert where rule = 'canary' and organisation_id = $1", [
        canary.organisationId,
      ])
    ).rowCount;
  const ground = await open(files, actor, canary);
  const told = [
    ground,
    await files.ask(actor, api.listGroundChoices, { uscc: canary.uscc }),
    await files.ask(actor, api.listOwnGrounds),
  ];
  assert.ok(!JSON.stringify(told).includes(name));
  assert.equal(await alerts(), 0);
  assert.equal((await read(files, actor, ground)).organisation.name, name);
  assert.equal(await alerts(), 1);
});

test("a long file comes in pages that leave nothing out, and each says how much there is", async () => {
  const long = await buildOrganisation(files.services.database);
  for (let n = 0; n < 5; n++) await storeRecord(files, long, { item_id: penalty });
  const actor = officialAs("creditCentre");
  const { uscc, groundId } = await open(files, actor, long);
  const first = await files.ask(actor, api.showFileOnGround, { uscc, groundId, limit: 3 });
  const rest = await files.ask(actor, api.showFileOnGround, { uscc, groundId, limit: 3, cursor: first.next });
  assert.deepEqual([first.count?.value, first.items.length, rest.items.length, rest.next], [5, 3, 2, null]);
  assert.equal(new Set([...first.items, ...rest.items].map(({ recordId }) => recordId)).size, 5);
});
