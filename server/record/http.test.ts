import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { FastifyInstance } from "fastify";
import { organisationRoutes } from "../organisation/routes.ts";
import { fixedClock } from "../platform/clock.ts";
import { publicOnly } from "../test/http.ts";
import { buildHttp } from "../platform/http-server.ts";
import { openLog } from "../platform/log.ts";
import { buildOrganisation, buildRecord } from "../test/build.ts";
import { testDataDir } from "../test/database.ts";
import { openReading, type Reading } from "../test/reading.ts";
import { recordRoutes } from "./routes.ts";

let reading: Reading;
let app: FastifyInstance;
let closeLog: () => Promise<void>;
let uscc: string;

before(async () => {
  reading = await openReading();
  const organisation = await buildOrganisation(reading.database, {
    name: "丹东样例燃气（集团）有限公司",
    initials: "DDYLRQJTYXGS",
  });
  uscc = organisation.uscc;
  for (let i = 0; i < 30; i++)
    await buildRecord(reading.database, {
      organisation_id: organisation.organisationId,
      item_id: 3,
      source_id: 1,
      decided_on: `2026-05-${String((i % 28) + 1).padStart(2, "0")}`,
      content: { CF_WSH: `=cmd|' /C calc'!A${i}`, CF_CFLB: ["罚款"], CF_FRDB: "赵铁柱" },
      kind: 3,
    });
  await reading.names.catchUp();
  const clock = fixedClock("2026-06-01T04:00:00Z");
  const services = { ...reading, clock };
  const { log, close } = openLog(testDataDir(), clock);
  closeLog = close;
  app = await buildHttp({
    routes: [...organisationRoutes(services), ...recordRoutes(services)],
    clock,
    log,
    ready: () => Promise.resolve(true),
    rateLimit: null,
    trustedProxies: [],
    ...publicOnly,
  });
});
after(async () => {
  await app.close();
  await closeLog();
  await reading.close();
});

interface Answer {
  status: number;
  body: {
    code?: string;
    items?: { uscc: string; recordId: string }[];
    next?: string | null;
    count?: unknown;
    understood?: string;
    codeFault?: string | null;
    approximate?: boolean;
  };
}
const get = async (path: string, query: Record<string, string> = {}): Promise<Answer> => {
  const answer = await app.inject({ url: `/api/v1${path}`, query });
  return { status: answer.statusCode, body: answer.json() };
};
const search = (q: string): Promise<Answer> => get("/organisations", { q });

test("a query is found however it is typed: widths, case, spaces, brackets", async () => {
  for (const q of [
    "燃气",
    "  丹东 样例 ",
    "燃气(集团)",
    "ddyl",
    uscc,
    uscc.toLowerCase(),
    [...uscc].join(" "),
    uscc.replace(/[0-9A-Z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    uscc.slice(0, 12),
  ]) {
    const { status, body } = await search(q);
    assert.deepEqual([status, body.items?.map((hit) => hit.uscc), body.approximate], [200, [uscc], false], q);
  }
});

test("a wrong character is forgiven in the second try, and that is said", async () => {
  const { body } = await search("丹东样例燃汽集团");
  assert.deepEqual([body.items?.map((hit) => hit.uscc), body.approximate], [[uscc], true]);
});

test("a query of nothing, one character or too many is refused by name; nothing else in it has a meaning", async () => {
  for (const q of ["", "   ", "　", "燃", "（）", "😀"])
    assert.deepEqual(
      await search(q).then(({ status, body }) => [status, body.code]),
      [400, "request.query_too_short"],
      JSON.stringify(q),
    );
  for (const q of ["燃".repeat(101), "气".repeat(10_000), "\uFDFA".repeat(60)])
    assert.deepEqual(await search(q).then(({ status, body }) => [status, body.code]), [400, "request.query_too_long"]);
  for (const q of [
    "' or 1=1 --",
    "%%",
    "__",
    ".*",
    "\\d+",
    "(a+)+$",
    "😀😀",
    "燃%气",
    "燃_",
    "<script>",
    "\ud800x燃",
    "a\tb",
  ]) {
    const { status, body } = await search(q);
    assert.deepEqual([status, body.items], [200, []], q);
  }
  assert.equal((await search("燃\u0000气")).status, 400);
});

test("a mistyped code finds nothing and says why", async () => {
  const wrong = uscc.slice(0, 17) + (uscc.endsWith("1") ? "2" : "1");
  const { status, body } = await search(wrong);
  assert.deepEqual([status, body.items, body.codeFault], [200, [], "checkDigit"]);
  assert.deepEqual(await get(`/organisations/${wrong}`).then(({ status: s, body: b }) => [s, b.code]), [
    400,
    "organisation.code_invalid",
  ]);
});

test("no list takes a person as a filter, and cursors made up or of another list are refused", async () => {
  for (const field of ["legalRepresentative", "CF_FRDB", "person", "name"])
    assert.equal((await get("/records", { [field]: "赵铁柱" })).status, 400, field);
  const { body } = await get("/records", { limit: "5" });
  for (const cursor of ["x", "e30.AAAA", `${body.next}x`, "W10.dGVzdHQx"])
    assert.deepEqual(
      await get("/records", { cursor }).then(({ status, body: b }) => [status, b.code]),
      [400, "request.cursor_invalid"],
      cursor,
    );
  assert.equal((await get("/organisations", { q: "燃气", cursor: body.next! })).body.code, "request.cursor_invalid");
});

test("dates that no calendar has, kinds beyond any table and unknown items are refused or empty, never a failure", async () => {
  assert.equal((await get("/records", { from: "2026-02-30" })).body.code, "request.invalid");
  assert.equal((await get("/records", { item: "nothing" })).body.code, "catalogue.item_not_found");
  assert.deepEqual((await get("/records", { item: "penalty", kind: "99999999999" })).body.items, []);
  assert.equal((await get("/records", { kind: "3" })).body.code, "request.invalid", "a kind of which item?");
  assert.deepEqual((await get("/records", { authority: "没有这个机关'; drop table record; --" })).body.items, []);
  assert.equal((await get(`/organisations/${uscc}/records/not-an-id`)).body.code, "record.not_found");
  assert.equal(
    (await get(`/organisations/${uscc}/records/00000000-0000-0000-0000-000000000000`)).body.code,
    "record.not_found",
  );
});

test("the CSV of a list holds no live formula and no withheld field", async () => {
  const csv = (await app.inject({ url: "/api/v1/records", query: { format: "csv", limit: "100" } })).body;
  assert.equal(csv.trim().split("\r\n").length, 31);
  assert.ok(!/(^|,)"?=/m.test(csv) && csv.includes("'=cmd"));
  assert.ok(!csv.includes("赵铁柱"));
});
