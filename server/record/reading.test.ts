import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Route, RouteAnswer, RouteInput } from "@chengxin/domain/route.ts";
import * as organisationApi from "@chengxin/domain/organisation/api.ts";
import * as recordApi from "@chengxin/domain/record/api.ts";
import { Problem } from "@chengxin/domain/problem.ts";
import { buildOrganisation, buildRecord, type BuiltOrganisation } from "../test/build.ts";
import { withheldItem } from "../test/catalogue.ts";
import { openReading, type Reading } from "../test/reading.ts";
import { publicOn } from "./queries.ts";
import { fixedClock } from "../platform/clock.ts";

let reading: Reading;
before(async () => {
  reading = await openReading();
});
after(() => reading.close());

/** Noon in Shanghai of a day. */
const noon = (day: string): string => `${day}T04:00:00Z`;
const ask = async <R extends Route>(day: string, route: R, input: RouteInput<R>): Promise<RouteAnswer<R>> =>
  (await (
    await reading.at(noon(day))
  )(route.name, input as Record<string, unknown>)) as RouteAnswer<R>;
const refusal =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof Problem && error.code === code;

const penalty = (
  over: Record<string, string | readonly string[]> = {},
): Record<string, string | readonly string[]> => ({
  CF_XDR_MC: "样例",
  CF_WSH: "样市监罚〔2026〕1号",
  CF_CFLB: ["罚款"],
  CF_NR: "罚款人民币壹万元整",
  CF_SY: "未按规定公示",
  CF_WFXW: "未按期公示年度报告",
  CF_JDRQ: "2026-05-01",
  CF_CFJG: "样例市市场监督管理局",
  CF_NR_FK: "1",
  ...over,
});

const store = (
  organisation: BuiltOrganisation,
  over: Parameters<typeof buildRecord>[1] | Record<string, unknown> = {},
): Promise<{ recordId: string; version: number }> =>
  buildRecord(reading.database, {
    organisation_id: organisation.organisationId,
    item_id: 3,
    source_id: 1,
    decided_on: "2026-05-01",
    public_until: "2027-05-01",
    kind: 3,
    amount_cents: 1_000_000,
    content: penalty(),
    ...over,
  });

/** Everywhere a record of this organisation could be seen. */
const traces = async (day: string, organisation: BuiltOrganisation, recordId: string): Promise<string[]> => {
  const seen: string[] = [];
  const inAnswer = (where: string, answer: unknown): void =>
    void (JSON.stringify(answer).includes(recordId) && seen.push(where));
  inAnswer("list", await ask(day, recordApi.listRecords, { limit: 100 }));
  inAnswer("list of item", await ask(day, recordApi.listRecords, { item: "penalty", limit: 100 }));
  const page = await ask(day, organisationApi.showOrganisation, organisation);
  if (page.counts.length > 0 || page.adverse > 0) seen.push("counts");
  const own = await ask(day, recordApi.listRecords, { organisation: organisation.uscc, limit: 100 });
  inAnswer("list of organisation", own);
  if (own.count?.value) seen.push("count of list");
  try {
    inAnswer("page", await ask(day, recordApi.showRecord, { uscc: organisation.uscc, recordId }));
  } catch (error) {
    if (!refusal("record.not_found")(error)) throw error;
  }
  const facets = await ask(day, recordApi.listFacets, { organisation: organisation.uscc });
  if (facets.years.length > 0 || facets.authorities.length > 0) seen.push("facets");
  return seen;
};
const everywhere = ["list", "list of item", "counts", "list of organisation", "count of list", "page", "facets"];

test("a public record is shown in every list, page and count, on its last day too, and nowhere the day after", async () => {
  const organisation = await buildOrganisation(reading.database);
  const { recordId } = await store(organisation);
  assert.deepEqual(await traces("2026-06-01", organisation, recordId), everywhere);
  assert.deepEqual(await traces("2027-05-01", organisation, recordId), everywhere);
  assert.deepEqual(await traces("2027-05-02", organisation, recordId), []);
});

test("the last day ends at midnight in Shanghai", async () => {
  const organisation = await buildOrganisation(reading.database);
  const { recordId } = await store(organisation);
  const list = async (instant: string) =>
    JSON.stringify(await (await reading.at(instant))("listRecords", { organisation: organisation.uscc }));
  assert.ok((await list("2027-05-01T15:59:59Z")).includes(recordId));
  assert.ok(!(await list("2027-05-01T16:00:00Z")).includes(recordId));
});

test("what was never to be published, belongs to no public item or was withdrawn is nowhere", async () => {
  for (const over of [{ public_until: "-infinity" }, { item_id: withheldItem, public_until: "infinity" }]) {
    const organisation = await buildOrganisation(reading.database);
    const { recordId } = await store(organisation, over);
    assert.deepEqual(await traces("2026-06-01", organisation, recordId), [], JSON.stringify(over));
  }
  const organisation = await buildOrganisation(reading.database);
  const { recordId } = await store(organisation);
  await store(organisation, {
    record_id: recordId,
    version: 2,
    change: "withdrawn",
    public_until: "-infinity",
    known_from: "2026-02-01T00:00:00Z",
  });
  assert.deepEqual(await traces("2026-06-01", organisation, recordId), []);
});

test("an item that is not public is answered as one that does not exist", async () => {
  await assert.rejects(
    ask("2026-06-01", recordApi.listRecords, { item: "withheld" }),
    refusal("catalogue.item_not_found"),
  );
  await assert.rejects(
    ask("2026-06-01", recordApi.listFacets, { item: "withheld" }),
    refusal("catalogue.item_not_found"),
  );
  assert.ok(!JSON.stringify(await ask("2026-06-01", recordApi.showStatistics, {})).includes("withheld"));
});

test("of a corrected record only the newest version is shown; that there were others is said", async () => {
  const organisation = await buildOrganisation(reading.database);
  const { recordId } = await store(organisation, {
    content: penalty({ CF_NR: "罚款人民币玖万元整" }),
    known_from: "2026-05-03T01:00:00Z",
  });
  await store(organisation, {
    record_id: recordId,
    version: 2,
    content: penalty({ CF_NR: "罚款人民币壹万元整" }),
    known_from: "2026-05-20T01:00:00Z",
  });
  const list = await ask("2026-06-01", recordApi.listRecords, { organisation: organisation.uscc });
  assert.deepEqual(
    list.items.map(({ version, summary }) => [version, summary]),
    [[2, "罚款人民币壹万元整"]],
  );
  const page = await ask("2026-06-01", recordApi.showRecord, { uscc: organisation.uscc, recordId });
  assert.ok(!JSON.stringify(page).includes("玖万"));
  assert.deepEqual(
    page.versions.map(({ version, change }) => [version, change]),
    [
      [2, "corrected"],
      [1, "reported"],
    ],
  );
  assert.equal(page.reporting?.receivedOn, "2026-05-03");
});

test("what was public on a day is what the platform knew then", async () => {
  const organisation = await buildOrganisation(reading.database);
  const { recordId } = await store(organisation, {
    content: penalty({ CF_NR: "原先内容" }),
    known_from: "2026-05-03T01:00:00Z",
  });
  await store(organisation, {
    record_id: recordId,
    version: 2,
    content: penalty({ CF_NR: "更正内容" }),
    known_from: "2026-05-20T01:00:00Z",
  });
  await store(organisation, {
    record_id: recordId,
    version: 3,
    change: "withdrawn",
    public_until: "-infinity",
    known_from: "2026-06-10T01:00:00Z",
  });
  const services = { ...reading, clock: fixedClock(noon("2026-07-01")) };
  const shown = async (day: string): Promise<(string | null)[]> =>
    (await publicOn(services, organisation.uscc, day, new Date(`${day}T15:59:59Z`))).map(({ summary }) => summary);
  assert.deepEqual(await shown("2026-05-02"), []);
  assert.deepEqual(await shown("2026-05-03"), ["原先内容"]);
  assert.deepEqual(await shown("2026-05-20"), ["更正内容"]);
  assert.deepEqual(await shown("2026-06-10"), []);
});

test("an organisation known only from records is there while one of them is public", async () => {
  const organisation = await buildOrganisation(reading.database, { name: "样例未登记货栈", registered: false });
  await store(organisation);
  assert.equal((await ask("2027-05-01", organisationApi.showOrganisation, organisation)).registered, false);
  assert.equal((await ask("2027-05-01", organisationApi.searchOrganisations, { q: "未登记货栈" })).items.length, 1);
  await assert.rejects(
    ask("2027-05-02", organisationApi.showOrganisation, organisation),
    refusal("organisation.not_found"),
  );
  assert.equal((await ask("2027-05-02", organisationApi.searchOrganisations, { q: "未登记货栈" })).items.length, 0);
  assert.equal(
    (await ask("2027-05-02", organisationApi.searchOrganisations, { q: organisation.uscc })).items.length,
    0,
  );
});

test("fields that are restricted, for authorities or unknown to the catalogue are in no answer; withheld ones are named", async () => {
  const organisation = await buildOrganisation(reading.database);
  const { recordId } = await store(organisation, {
    content: penalty({
      CF_FRDB: "赵铁柱",
      BZ: "内部备注甲乙丙",
      CF_GSJZQ: "2031-01-31",
      unknownField: "来路不明",
      CF_FR_ZJHM: "210602198001012345",
      CF_SY: "法定代表人赵铁柱到场，当事人员工孙小梅、赵铁柱均认可",
    }),
  });
  const answers = [
    await ask("2026-06-01", recordApi.showRecord, { uscc: organisation.uscc, recordId }),
    await ask("2026-06-01", recordApi.listRecords, { organisation: organisation.uscc }),
    await ask("2026-06-01", organisationApi.showOrganisation, organisation),
    await ask("2026-06-01", recordApi.listFacets, { organisation: organisation.uscc }),
    await publicOn(
      { ...reading, clock: fixedClock(noon("2026-06-01")) },
      organisation.uscc,
      "2026-06-01",
      new Date(noon("2026-06-01")),
    ),
  ];
  for (const secret of ["赵铁柱", "孙小梅", "内部备注", "2031-01-31", "来路不明", "210602198001012345"])
    assert.ok(!JSON.stringify(answers).includes(secret), secret);
  const [page] = answers as [RouteAnswer<typeof recordApi.showRecord>];
  assert.ok(
    page.fields.some(({ id, value }) => id === "CF_SY" && value === "法定代表人赵某到场，当事人员工孙某、赵某均认可"),
  );
  assert.deepEqual(
    page.withheld.map(({ zh }) => zh).sort(),
    ["CF_FRDB", "BZ", "CF_GSJZQ", "CF_FR_ZJHM"]
      .map((id) => reading.item("penalty").fields.find((field) => field.id === id)!.name.zh)
      .sort(),
  );
});

test("a person named in a record is no search key and joins no organisations", async () => {
  const organisations = [await buildOrganisation(reading.database), await buildOrganisation(reading.database)];
  for (const organisation of organisations) {
    await store(organisation, { content: penalty({ CF_FRDB: "纪晓岚风", CF_SY: "法定代表人纪晓岚风到场" }) });
    await store(organisation, {
      item_id: 1,
      kind: null,
      public_until: "infinity",
      content: {
        name: organisation.name,
        uscc: organisation.uscc,
        legalRepresentative: "纪晓岚风",
        establishedOn: "2015-03-02",
      },
    });
  }
  for (const q of ["纪晓岚风", "纪晓", "JXLF"]) {
    const found = await ask("2026-06-01", organisationApi.searchOrganisations, { q });
    assert.deepEqual(found.items, [], q);
  }
  const page = await ask("2026-06-01", organisationApi.showOrganisation, organisations[0]!);
  assert.ok(!JSON.stringify(page).includes("纪晓岚风"));
  assert.deepEqual(page.homonyms, []);
  assert.ok(page.withheld.some(({ zh }) => zh.includes("法定代表人")));
});

test("the reasons lead to the day that is stored; where they don't, the stored day is shown, without reasons, and the log is told", async () => {
  const organisation = await buildOrganisation(reading.database);
  const right = await store(organisation, { content: penalty({ CF_CFLB: ["罚款"], CF_JDRQ: "2026-05-01" }) });
  const page = await ask("2026-06-01", recordApi.showRecord, { uscc: organisation.uscc, recordId: right.recordId });
  assert.equal(page.publicity.at(-1)?.data["until"], page.publicUntil);
  const before = reading.warnings.length;
  const wrong = await store(organisation, { public_until: "2028-01-01" });
  const other = await ask("2026-06-01", recordApi.showRecord, { uscc: organisation.uscc, recordId: wrong.recordId });
  assert.deepEqual([other.publicUntil, other.publicity], ["2028-01-01", []]);
  assert.deepEqual(reading.warnings.slice(before), [
    { record: wrong.recordId, stored: "2028-01-01", computed: "2027-05-01" },
  ]);
});

test("base data comes from the current register record, with its source and the number of versions", async () => {
  const organisation = await buildOrganisation(reading.database, {
    name: "样例登记有限公司",
    formerNames: ["样例旧名厂"],
    codes: [{ scheme: "registrationNumber", code: "210602000012345" }],
  });
  const base = { item_id: 1, kind: null, amount_cents: null, public_until: "infinity", decided_on: "2015-03-02" };
  const { recordId } = await store(organisation, {
    ...base,
    content: {
      name: organisation.name,
      uscc: organisation.uscc,
      businessScope: "旧经营范围",
      establishedOn: "2015-03-02",
    },
  });
  await store(organisation, {
    ...base,
    record_id: recordId,
    version: 2,
    known_from: "2026-03-01T00:00:00Z",
    content: {
      name: organisation.name,
      uscc: organisation.uscc,
      businessScope: "日用百货零售",
      establishedOn: "2015-03-02",
    },
  });
  const twin = await buildOrganisation(reading.database, { name: "样例登记有限公司" });
  const page = await ask("2026-06-01", organisationApi.showOrganisation, { uscc: organisation.uscc.toLowerCase() });
  assert.ok(page.base.some(({ value }) => value === "日用百货零售") && !JSON.stringify(page).includes("旧经营范围"));
  assert.deepEqual(
    [page.provenance?.recordId, page.provenance?.versions, page.provenance?.receivedAt],
    [recordId, 2, "2026-03-01T00:00:00.000Z"],
  );
  assert.deepEqual(page.counts, []);
  assert.deepEqual(page.homonyms, [{ uscc: twin.uscc, name: twin.name }]);
  assert.deepEqual(page.formerNames, [{ name: "样例旧名厂", knownUntil: null }]);
  assert.deepEqual(page.codes, [{ scheme: "registrationNumber", code: "210602000012345" }]);
});

test("an organisation known only from records that have ended is answered everywhere as one nobody has reported", async () => {
  const { uscc, organisationId } = await buildOrganisation(reading.database, { registered: false });
  await buildRecord(reading.database, {
    organisation_id: organisationId,
    item_id: reading.item("penalty").number,
    source_id: 1,
    public_until: "2026-05-31",
  });
  const outcome = async (instant: string, name: string, input: Record<string, unknown>): Promise<string> => {
    const ask = await reading.at(instant);
    return ask(name, input).then(
      () => "answered",
      (error: { code: string }) => error.code,
    );
  };
  for (const [name, input] of [
    ["showOrganisation", { uscc }],
    ["listRecords", { organisation: uscc }],
    ["listFacets", { organisation: uscc }],
  ] as const) {
    assert.equal(await outcome("2026-05-31T15:00:00Z", name, input), "answered", name);
    assert.equal(await outcome("2026-05-31T16:00:00Z", name, input), "organisation.not_found", name);
  }
});

test("the number above a list is that of its rows, also right after an import", async () => {
  const { uscc, organisationId } = await buildOrganisation(reading.database);
  const ask = await reading.at("2026-05-20T04:00:00Z");
  const count = async (): Promise<[number, number]> => {
    const page = (await ask("listRecords", { organisation: uscc })) as { items: unknown[]; count: { value: number } };
    return [page.items.length, page.count.value];
  };
  assert.deepEqual(await count(), [0, 0]);
  await buildRecord(reading.database, {
    organisation_id: organisationId,
    item_id: reading.item("penalty").number,
    source_id: 1,
    public_until: "2027-05-31",
  });
  assert.deepEqual(await count(), [1, 1]);
});
