import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { randomUUID } from "node:crypto";
import { readingRoles } from "@chengxin/domain/access/files.ts";
import { roles } from "@chengxin/domain/access/actor.ts";
import * as api from "@chengxin/domain/ground/api.ts";
import { buildOrganisation, inventUscc, type BuiltOrganisation } from "../test/build.ts";
import { account, isProblem, official, openFiles, type Files } from "../test/files.ts";
import { county, department, officialAs, open, read, saidFor } from "./ground-rig.ts";
import { groundRoutes } from "./routes.ts";

let files: Files;
let organisation: BuiltOrganisation;
before(async () => {
  files = await openFiles(groundRoutes);
  organisation = await buildOrganisation(files.services.database);
});
after(() => files.close());

const clerk = officialAs("windowClerk");
const office = officialAs("creditOffice");

test("each role may say exactly the purposes that the catalogue gives it and that open a file; the administrations none", async () => {
  for (const role of readingRoles) {
    const actor = officialAs(role);
    const { choices, elsewhere } = await files.ask(actor, api.listGroundChoices, { uscc: organisation.uscc });
    const offered = new Set(choices.map(({ purpose }) => purpose.id));
    assert.deepEqual(elsewhere, []);
    for (const purpose of files.services.catalogue.purposes.values()) {
      const due = purpose.roles.includes(role) && purpose.opens !== null;
      assert.equal(offered.has(purpose.id), due, `${role} ${purpose.id}`);
      const opening = open(files, actor, organisation, { purpose: purpose.id });
      if (due) assert.equal((await opening).purpose.id, purpose.id);
      else await assert.rejects(opening, isProblem("ground.purpose_unknown"), `${role} ${purpose.id}`);
    }
  }
  const { purposes } = files.services.catalogue;
  assert.equal(purposes.get("mandate-check")?.opens, null, "comparing a letter needs no file");
  for (const role of roles.filter((one) => !(readingRoles as readonly string[]).includes(one)))
    for (const route of [api.listGroundChoices, api.openGround, api.listOwnGrounds])
      await assert.rejects(
        files.ask(official(role), route, {
          uscc: organisation.uscc,
          role: "creditOffice",
          ...saidFor("objection-handling"),
        }),
        isProblem("access.refused"),
      );
  await assert.rejects(
    files.ask(account(), api.openGround, { uscc: organisation.uscc, role: "creditOffice", ...saidFor("data-check") }),
    isProblem("access.refused"),
  );
});

test("nobody says a ground in a role that is not theirs", async () => {
  for (const role of readingRoles)
    for (const other of readingRoles.filter((one) => one !== role))
      await assert.rejects(
        open(files, officialAs(role), organisation, { role: other, source: department }),
        isProblem("object.not_found"),
        `${role} as ${other}`,
      );
});

test("a county's office opens its own county's files alone, and one whose county isn't known is no county's", async () => {
  const { database } = files.services;
  const theirs = await buildOrganisation(database, { region_code: 210681 });
  const unknown = await buildOrganisation(database, { region_code: null });
  const city = await buildOrganisation(database, { region_code: 210600 });
  const actor = official("countyOffice", { region: county });
  assert.equal((await open(files, actor, organisation)).role, "countyOffice");
  for (const other of [theirs, unknown, city]) {
    await assert.rejects(open(files, actor, other), isProblem("object.not_found"));
    const { choices, elsewhere } = await files.ask(actor, api.listGroundChoices, { uscc: other.uscc });
    assert.deepEqual([choices, elsewhere], [[], ["countyOffice"]]);
  }
});

test("a department's clerk opens the reports of the own department alone", async () => {
  const actor = official("departmentClerk", { source: department });
  assert.equal((await open(files, actor, organisation)).source?.id, department);
  const other = [...files.services.catalogue.sources.keys()].find((id) => id !== department);
  for (const source of [other, undefined, "no-such-source", ""])
    await assert.rejects(open(files, actor, organisation, { source }), isProblem("object.not_found"), String(source));
});

test("a ground is said in words, at the window with relation and letter, and holds no identity number", async () => {
  const opening = (said: object) => open(files, clerk, organisation, { purpose: "window-query", ...said });
  for (const [said, code] of [
    [{ relation: undefined }, "ground.incomplete"],
    [{ letterNumber: undefined }, "ground.incomplete"],
    [{ ground: "持 110101199003077758 来查" }, "text.identity_number"],
    [{ letterNumber: "110101199003077758" }, "text.identity_number"],
    [{ visibleFrom: "2026-09-01" }, "request.invalid"],
  ] as const)
    await assert.rejects(opening(said), isProblem(code), JSON.stringify(said));
  for (const ground of ["", "  查  ", "查询用", "字".repeat(501)])
    await assert.rejects(opening({ ground }), /ground|Too|>=/i, ground.slice(0, 9));
  await assert.rejects(opening({ relation: "friend" }), /relation/);
  await assert.rejects(open(files, office, organisation, { relation: "lawyer" }), isProblem("request.invalid"));
  await assert.rejects(open(files, office, organisation, { letterNumber: "函1号" }), isProblem("request.invalid"));
});

test("who stands at the window is in no column and no event, and the letter's number is sealed", async () => {
  const { pool } = files.services.database;
  const letterNumber = "授字〔2026〕第777号";
  const { groundId } = await open(files, clerk, organisation, { purpose: "window-query", letterNumber });
  const { rows } = await pool.query<Record<string, unknown>>("select * from query_ground where ground_id = $1", [
    groundId,
  ]);
  assert.deepEqual(Object.keys(rows[0] ?? {}).sort(), [
    "account_id",
    "closed_at",
    "closes_at",
    "ground",
    "ground_id",
    "letter_number_sealed",
    "opened_at",
    "organisation_id",
    "purpose",
    "relation",
    "role",
    "source_id",
    "visible_from",
  ]);
  const dump = await pool.query<{ text: string }>(
    "select (select string_agg(g::text, '') from query_ground g) || (select string_agg(e::text, '') from event e) as text",
  );
  assert.ok(!dump.rows[0]?.text.includes("第777号"));
});

test("only an investigation is kept from the organisation, and until a day: not today, not later than its months", async () => {
  const opening = (visibleFrom: string | undefined) =>
    open(files, office, organisation, { purpose: "confidential-investigation", visibleFrom });
  for (const day of ["2026-06-02", "2026-12-01"]) assert.equal((await opening(day)).visibleFrom, day);
  for (const day of ["2026-06-01", "2026-05-31", "2026-12-02", "2027-06-01", "9999-12-31", "2026-02-30", undefined])
    await assert.rejects(opening(day), isProblem("ground.incomplete"), day);
  for (const role of readingRoles)
    await assert.rejects(
      open(files, officialAs(role), organisation, { visibleFrom: "2026-09-01" }),
      isProblem(role === "windowClerk" ? "ground.purpose_unknown" : "request.invalid"),
      role,
    );
});

test("the database refuses what the program would: another role's secrecy, a year too long, an open end, a reopened ground", async () => {
  const { pool } = files.services.database;
  const ground = await open(files, office, organisation, { purpose: "confidential-investigation" });
  const { organisationId } = organisation;
  const insert = (role: string, visible: string | null, closes: string) =>
    pool.query(
      `insert into query_ground (organisation_id, ground_id, account_id, role, purpose, ground, opened_at, closes_at, visible_from)
       values ($1, $2, $2, $3, 'x', '办理来件', '2026-06-01T04:00:00Z', $5, $4)`,
      [organisationId, randomUUID(), role, visible, closes],
    );
  const soon = "2026-06-01T05:00:00Z";
  await insert("creditOffice", "2026-09-01", soon);
  for (const [role, visible, closes] of [
    ["creditCentre", "2026-09-01", soon],
    ["creditOffice", "2027-06-02", soon],
    ["creditOffice", "2026-06-01", soon],
    ["creditOffice", null, "2026-06-02T04:00:00Z"],
    ["windowClerk", null, soon],
    ["auditor", null, soon],
  ] as const)
    await assert.rejects(insert(role, visible, closes), /check/, `${role} ${visible} ${closes}`);
  const change = (column: string, value: unknown) =>
    pool.query(`update query_ground set ${column} = $3 where organisation_id = $1 and ground_id = $2`, [
      organisationId,
      ground.groundId,
      value,
    ]);
  for (const [column, value] of [
    ["visible_from", "2026-12-01"],
    ["ground", "别的事由"],
    ["closes_at", "2026-06-01T06:00:00Z"],
    ["account_id", randomUUID()],
  ])
    await assert.rejects(change(String(column), value), /permission denied/, String(column));
  await assert.rejects(pool.query("delete from query_ground"), /permission denied/);
  await files.ask(office, api.closeGround, ground);
  await assert.rejects(change("closed_at", null), /closed/);
});

test("a ground closes by itself at its minute, and earlier when its official gives it back; nobody else can", async () => {
  const ground = await open(files, clerk, organisation, { purpose: "window-query" });
  assert.equal(ground.closesAt, "2026-06-01T04:30:00.000Z");
  await read(files, clerk, ground, "2026-06-01T04:29:59.999Z");
  await assert.rejects(read(files, clerk, ground, "2026-06-01T04:30:00Z"), isProblem("ground.closed"));
  await assert.rejects(files.ask(officialAs("windowClerk"), api.closeGround, ground), isProblem("object.not_found"));
  const closed = await files.ask(clerk, api.closeGround, ground, "2026-06-01T04:10:00Z");
  assert.deepEqual([closed.open, closed.closesAt], [false, "2026-06-01T04:10:00.000Z"]);
  await assert.rejects(read(files, clerk, ground, "2026-06-01T04:11:00Z"), isProblem("ground.closed"));
  await assert.rejects(files.ask(clerk, api.closeGround, ground), isProblem("ground.closed"));
});

test("of two who close at the same moment one is told that it is closed", async () => {
  const ground = await open(files, clerk, organisation, { purpose: "window-query" });
  const results = await Promise.allSettled([1, 2].map(() => files.ask(clerk, api.closeGround, ground)));
  assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
});

test("my queries of today are mine and today's or still open, and a name that is not public stands in none", async () => {
  const { database } = files.services;
  const mine = officialAs("creditCentre");
  const hidden = await buildOrganisation(database, { registered: false });
  const early = await open(files, mine, organisation, {}, "2026-06-01T15:59:59Z");
  const late = await open(files, mine, hidden, {}, "2026-06-01T16:00:00Z");
  await open(files, officialAs("creditCentre"), organisation, {}, "2026-06-01T16:00:00Z");
  const own = async (at: string) => (await files.ask(mine, api.listOwnGrounds, {}, at)).items;
  assert.deepEqual(
    (await own("2026-06-01T15:59:59Z")).map(({ groundId, organisation: name }) => [groundId, name]),
    [
      [late.groundId, null],
      [early.groundId, organisation.name],
    ],
  );
  const standing = async (at: string) => (await own(at)).map(({ groundId, open: stands }) => [groundId, stands]);
  assert.deepEqual(
    await standing("2026-06-01T16:20:00Z"),
    [
      [late.groundId, true],
      [early.groundId, true],
    ],
    "of yesterday what is still open, so that it can be closed",
  );
  assert.deepEqual(await standing("2026-06-02T10:00:00Z"), [[late.groundId, false]]);
});

test("what may be said is answered alike for a code that nobody has: only who opens a file learns that there is none", async () => {
  const nobodys = inventUscc();
  const hidden = await buildOrganisation(files.services.database, { registered: false });
  for (const role of readingRoles) {
    const answers = await Promise.all(
      [nobodys, hidden.uscc].map(async (uscc) => {
        const { uscc: _, ...answer } = await files.ask(officialAs(role), api.listGroundChoices, { uscc });
        return answer;
      }),
    );
    assert.deepEqual(answers[0], answers[1], role);
  }
  await assert.rejects(
    open(files, clerk, { uscc: nobodys }, { purpose: "window-query" }),
    isProblem("organisation.not_found"),
  );
  const uscc = "91210602MA0000000X";
  await assert.rejects(
    open(files, clerk, { uscc }, { purpose: "window-query" }),
    isProblem("organisation.code_invalid"),
  );
  await assert.rejects(files.ask(clerk, api.listGroundChoices, { uscc }), isProblem("organisation.code_invalid"));
  const county = officialAs("countyOffice");
  await assert.rejects(
    open(files, county, { uscc: inventUscc() }),
    isProblem("object.not_found"),
    "to whom it would not be opened, it is told no differently",
  );
});
