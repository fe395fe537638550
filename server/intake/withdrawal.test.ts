import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeDump } from "../dump/make-dump.ts";
import { openShelf } from "../dump/shelf.ts";
import { NameProjection } from "../organisation/name-projection.ts";
import { organisationRoutes } from "../organisation/routes.ts";
import { fixedClock } from "../platform/clock.ts";
import { publicOnly } from "../test/http.ts";
import { buildHttp } from "../platform/http-server.ts";
import { openLog } from "../platform/log.ts";
import { recordRoutes } from "../record/routes.ts";
import { countsOf, csvOf, intakeRig, penaltyHeaders, penaltyRow, usccOf, type IntakeRig } from "./intake-rig.ts";
import type { Receipt } from "./receipt.ts";

let rig: IntakeRig;
before(async () => {
  rig = await intakeRig();
});
after(() => rig.close());

const instant = "2026-06-01T04:00:00Z";
const documentNumber = "样罚〔2026〕撤1号";

/** Everything that the public gets of an organisation, as it stands now: by path of the API, and the dump. */
const shown = async (org: number): Promise<Record<string, string>> => {
  const { database } = rig.fresh;
  const clock = fixedClock(instant);
  const names = new NameProjection({ database, clock });
  await names.catchUp();
  const services = { database, catalogue: rig.services.catalogue, clock, names, warn: () => {} };
  const { log, close } = openLog(rig.folder, clock);
  const app = await buildHttp({
    routes: [...organisationRoutes(services), ...recordRoutes(services)],
    clock,
    log,
    ready: () => Promise.resolve(true),
    rateLimit: null,
    trustedProxies: [],
    ...publicOnly,
  });
  const uscc = usccOf(org);
  const ids = await rig.rows<{ id: string }>(
    "select distinct r.record_id::text as id from record r join organisation o using (organisation_id) where o.uscc = $1",
    [uscc],
  );
  const answers: Record<string, string> = {};
  for (const path of [
    "/records?item=penalty",
    "/records?item=penalty&format=csv",
    `/records?organisation=${uscc}`,
    `/records/facets?organisation=${uscc}`,
    `/organisations/${uscc}`,
    `/organisations?q=${uscc}`,
    `/organisations?q=${encodeURIComponent(`测试样例${org}号有限公司`)}`,
    "/statistics",
    ...ids.map(({ id }) => `/organisations/${uscc}/records/${id}`),
  ]) {
    const { statusCode, body } = await app.inject({ url: `/api/v1${path}` });
    answers[path.replace(/records\/[\da-f-]{36}/, "records/one")] =
      `${statusCode} ${body.replace(/"request":"\w+"/, "")}`;
  }
  const shelf = openShelf(`${rig.folder}/dump-${Math.random()}`);
  const made = await makeDump(
    { database, catalogue: services.catalogue, clock, shelf },
    () => Promise.resolve(true),
    new AbortController().signal,
  );
  answers["dump"] = JSON.stringify(made?.files.map(({ name, rows }) => [name, rows]));
  await app.close();
  await close();
  await names.stop();
  return answers;
};

/** Records of one organisation: answered otherwise for one that was never heard of. */
const aboutOne = (path: string): boolean => /^\/records.*organisation=/.test(path);

const takePenalty = (org: number, state: string, over: Parameters<typeof penaltyRow>[0] = {}): Promise<Receipt> =>
  rig.take(
    rig.file(
      "penalty.csv",
      csvOf([
        [...penaltyHeaders, "当前状态"],
        [...penaltyRow({ org, no: documentNumber, ...over }), state],
      ]),
    ),
    "penalty",
  );
const versions = (org: number) =>
  rig.rows(
    "select version, change, public_until::text as until, known_until = 'infinity' as current from record join organisation using (organisation_id) where uscc = $1 order by version",
    [usccOf(org)],
  );

test("a decision reported as revoked disappears from list, page, counts, search, statistics, CSV and dump, and what is sent of it later stays out", async () => {
  const nothing = await shown(1);
  assert.deepEqual(countsOf(await takePenalty(1, "正常")), [1, 1, 0, 0, 0, 0]);
  const public_ = await shown(1);
  for (const path of [
    "/records?item=penalty",
    "/records?item=penalty&format=csv",
    `/records?organisation=${usccOf(1)}`,
  ])
    assert.ok(public_[path]?.includes(documentNumber), path);
  assert.match(public_[`/organisations/${usccOf(1)}/records/one`] ?? "", /^200 /);
  assert.match(public_[`/organisations/${usccOf(1)}`] ?? "", /^200 .*"adverse":1/);
  for (const path of [`/organisations?q=${usccOf(1)}`, "/statistics", "dump"])
    assert.notEqual(public_[path], nothing[path], path);

  const receipt = await takePenalty(1, "撤销");
  assert.deepEqual(countsOf(receipt), [1, 0, 1, 0, 0, 0]);
  assert.equal(receipt.notes["record.withdrawn"], 1);
  assert.deepEqual(receipt.noteRows["record.withdrawn"], [2]);
  const check = async (): Promise<void> => {
    const now = await shown(1);
    assert.match(now[`/organisations/${usccOf(1)}/records/one`] ?? "", /^404 /);
    for (const [path, answer] of Object.entries(now)) {
      assert.ok(!answer.includes(documentNumber), path);
      if (path.endsWith("/one") || path === "/statistics") continue;
      // an organisation that was never heard of and one without public records
      if (aboutOne(path)) assert.match(answer, /^(404|200 \{"items":\[\]|200 \{"years":\[\],"authorities":\[\])/, path);
      else assert.equal(answer, nothing[path], path);
    }
    const statistics = (text = ""): unknown => (JSON.parse(text.slice(4)) as { items: unknown }).items;
    assert.deepEqual(statistics(now["/statistics"]), statistics(nothing["/statistics"]));
  };
  await check();
  assert.deepEqual(await versions(1), [
    { version: 1, change: "reported", until: "2027-05-06", current: false },
    { version: 2, change: "withdrawn", until: "-infinity", current: true },
  ]);

  const later = await takePenalty(1, "正常", { fine: "2" });
  assert.deepEqual(countsOf(later), [1, 0, 0, 0, 1, 0]);
  assert.deepEqual(
    later.problems.map(({ code, count }) => [code, count]),
    [["record.withdrawn", 1]],
  );
  const old = await takePenalty(1, "正常");
  assert.deepEqual(countsOf(old), [1, 0, 0, 1, 0, 0], "the old row is a duplicate");
  assert.deepEqual(old.noteRows, { "record.withdrawn_before": [2] }, "and no remark would bring it back");
  assert.deepEqual(countsOf(await takePenalty(1, "撤销")), [1, 0, 0, 1, 0, 0], "the withdrawal again is one too");
  await check();
});

test("a decision that comes as revoked at once is stored and was never public", async () => {
  const nothing = await shown(2);
  const receipt = await takePenalty(2, "撤销");
  assert.deepEqual(countsOf(receipt), [1, 1, 0, 0, 0, 0]);
  assert.equal(receipt.notes["record.withdrawn"], 1);
  assert.deepEqual(await versions(2), [{ version: 1, change: "withdrawn", until: "-infinity", current: true }]);
  const now = await shown(2);
  for (const [path, answer] of Object.entries(now)) assert.ok(!answer.includes(documentNumber), path);
  for (const path of Object.keys(nothing))
    if (path !== "/statistics" && !aboutOne(path)) assert.equal(now[path], nothing[path], path);
  assert.match(now[`/organisations/${usccOf(2)}/records/one`] ?? "", /^404 /);
});

test("withdrawn and reported again within one file and within one chunk", async () => {
  const file = csvOf([
    [...penaltyHeaders, "当前状态"],
    ...["正常", "撤销", "异议"].map((state) => [...penaltyRow({ org: 3 }), state]),
  ]);
  const receipt = await rig.take(rig.file("three.csv", file), "penalty");
  assert.deepEqual(countsOf(receipt), [3, 1, 1, 0, 1, 0]);
  assert.deepEqual(receipt.noteRows, { "record.corrected_within_file": [3], "record.withdrawn": [3] });
  assert.deepEqual(
    receipt.problems[0]?.examples.map(({ row }) => row),
    [4],
  );
});

const licence = (org: number, state: string): string =>
  csvOf([
    ["行政相对人名称", "统一社会信用代码", "许可文书号", "许可内容", "决定日期", "有效期至", "许可机关", "当前状态"],
    [`测试样例${org}号有限公司`, usccOf(org), "样许1号", "食品销售", "2026-01-02", "2031-01-01", "样例市局", state],
  ]);
test("a licence in force is public; 2, 无效, 撤销, 注销 and 吊销 are not; a word that can't be told is a rejection", async () => {
  for (const [i, [state, outcome]] of (
    [
      ["1", "reported"],
      ["有效", "reported"],
      ["", "reported"],
      ["2", "withdrawn"],
      ["无效", "withdrawn"],
      ["撤销", "withdrawn"],
      ["注销", "withdrawn"],
      ["吊销", "withdrawn"],
      ["3", "state.ambiguous"],
      ["其他", "state.ambiguous"],
    ] as const
  ).entries()) {
    const receipt = await rig.take(rig.file("licence.csv", licence(40 + i, state)), "licence");
    const [stored] = await versions(40 + i);
    assert.equal(receipt.problems[0]?.code ?? stored?.["change"], outcome, state);
    assert.equal(stored === undefined ? 1 : 0, receipt.rejected, state);
  }
});
