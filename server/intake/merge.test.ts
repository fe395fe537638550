import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { organisationOfCode } from "../organisation/known-by-code.ts";
import { transact } from "../platform/db.ts";
import {
  countsOf,
  intakeRig,
  penaltyCsv,
  penaltyStateCsv,
  registerCsv,
  stateOf,
  usccOf,
  type IntakeRig,
  type PenaltyFields,
} from "./intake-rig.ts";

let rig: IntakeRig;
before(async () => {
  rig = await intakeRig();
});
after(() => rig.close());

/** Empties what intake writes, as the owner; the application itself may not. */
const empty = async (): Promise<void> => {
  const { default: pg } = await import("pg");
  const owner = new pg.Client({ connectionString: rig.fresh.url });
  await owner.connect();
  await owner.query(
    "truncate record, organisation, organisation_name, organisation_code, organisation_directory, batch, batch_chunk, rejection, event restart identity cascade",
  );
  await owner.end();
};

const take = async (rows: readonly PenaltyFields[], options: { chunkBytes?: number; source?: string } = {}) =>
  rig.take(
    rig.file("penalties.csv", (rows.some(({ state }) => state !== undefined) ? penaltyStateCsv : penaltyCsv)(rows)),
    "penalty",
    options,
  );

test("a code that was asked for before anybody reported it is called by the first record, or the base data, as if it were new", async () => {
  const sent = async (askedBefore: boolean): Promise<unknown> => {
    await empty();
    const { database } = rig.fresh;
    if (askedBefore)
      await transact(
        database,
        { actor: { kind: "system", name: "test" }, at: new Date("2026-06-01T03:00:00Z") },
        async (tx) => {
          for (const org of [1, 2]) await organisationOfCode(tx, usccOf(org));
          tx.note({ action: "mandate.asked", object: "mandate:1", data: {} });
        },
      );
    await take([{ org: 1 }, { org: 1, name: "丹东另一名称有限公司", no: "样罚〔2026〕2号" }]);
    await rig.take(rig.file("register.csv", registerCsv([{ org: 2, name: "丹东登记样例有限公司" }])), "organisation");
    return stateOf(rig);
  };
  assert.deepEqual(await sent(true), await sent(false));
});

test("a decision sent again is a duplicate, sent with other content a correction, and the older content does not come back", async () => {
  await empty();
  assert.deepEqual(countsOf(await take([{ fine: "1" }])), [1, 1, 0, 0, 0, 0]);
  assert.deepEqual(countsOf(await take([{ fine: "1" }])), [1, 0, 0, 1, 0, 0]);
  assert.deepEqual(countsOf(await take([{ fine: "2" }])), [1, 0, 1, 0, 0, 0]);
  const again = await take([{ fine: "1" }]);
  assert.deepEqual(countsOf(again), [1, 0, 0, 1, 0, 0]);
  assert.equal(again.notes["record.superseded_content"], 1);
  const versions = await rig.rows<{
    version: number;
    change: string;
    fine: string;
    current: boolean;
    seamless: boolean | null;
  }>(`
    select version, change, content::json ->> 'CF_NR_FK' as fine, known_until = 'infinity' as current,
      lead(known_from) over (order by version) = known_until as seamless from record order by version`);
  assert.deepEqual(versions, [
    { version: 1, change: "reported", fine: "1", current: false, seamless: true },
    { version: 2, change: "corrected", fine: "2", current: true, seamless: null },
  ]);
});

test("versions of one decision within one file follow each other without a gap, in the order of the file", async () => {
  await empty();
  const receipt = await take([{ fine: "1" }, { org: 2 }, { fine: "2" }, { fine: "1" }, { fine: "3" }]);
  assert.deepEqual(countsOf(receipt), [5, 2, 2, 1, 0, 0]);
  const versions = await rig.rows<{ fine: string; ok: boolean | null }>(`
    select content::json ->> 'CF_NR_FK' as fine, lead(known_from) over (partition by organisation_id order by version) = known_until as ok
    from record r join organisation using (organisation_id) where name like '%1号%' order by version`);
  assert.deepEqual(
    versions.map((row) => row.fine),
    ["1", "2", "3"],
  );
  assert.deepEqual(
    versions.map((row) => row.ok),
    [true, true, null],
  );
});

test("the same document number of another authority, or about another organisation, is another decision; widths and brackets are not", async () => {
  await empty();
  assert.deepEqual(
    countsOf(
      await take([
        { no: "测罚〔2026〕7号" },
        { no: "测罚〔2026〕7号", authority: "样例县市场监督管理局" },
        { no: "测罚〔2026〕7号", org: 2 },
      ]),
    ),
    [3, 3, 0, 0, 0, 0],
  );
  const spelt = await take([{ no: "测罚[2026]７号" }]);
  assert.deepEqual(countsOf(spelt), [1, 0, 1, 0, 0, 0]);
});

test("another source may confirm a decision but not change it", async () => {
  await empty();
  await take([{ fine: "1" }]);
  assert.deepEqual(countsOf(await take([{ fine: "1" }], { source: "credit-centre" })), [1, 0, 0, 1, 0, 0]);
  const other = await take([{ fine: "9" }], { source: "credit-centre" });
  assert.deepEqual(countsOf(other), [1, 0, 0, 0, 1, 0]);
  assert.equal(other.problems[0]?.code, "record.reported_by_other_source");
  assert.equal((await rig.rows("select from record")).length, 1);
});

test("a row goes to its code alone: a name that the register doesn't know for the code is a rejection, a former name is not", async () => {
  await empty();
  await rig.take(
    rig.file(
      "register.csv",
      registerCsv([
        { org: 1, name: "样例甲有限公司", former: "样例老甲厂" },
        { org: 2, name: "样例乙有限公司" },
      ]),
    ),
    "organisation",
  );
  const receipt = await take([
    { org: 1, name: "样例甲有限公司", no: "1" },
    { org: 1, name: "样例老甲厂", no: "2" },
    { org: 1, name: "样例 甲（有限）公司", no: "3" },
    { org: 1, name: "样例乙有限公司", no: "4" },
    { org: 2, name: "样例丙有限公司", no: "5" },
  ]);
  assert.deepEqual(countsOf(receipt), [5, 3, 0, 0, 2, 0]);
  assert.deepEqual(
    receipt.problems.map(({ code, count }) => [code, count]),
    [["subject.name_differs_from_register", 2]],
  );
  assert.deepEqual(
    receipt.problems[0]?.examples.map(({ row, header, data }) => [row, header, data["registered"]]),
    [
      [5, "行政相对人名称", "样例甲有限公司"],
      [6, "行政相对人名称", "样例乙有限公司"],
    ],
  );
  assert.equal((await rig.rows("select from organisation")).length, 2, "no organisation was made from a name");
});

test("what was sent before comes back only with a remark: 存续, 吊销, 存续", async () => {
  await empty();
  const register = (status: string, remarks = "") =>
    rig.take(rig.file("register.csv", registerCsv([{ status, remarks }])), "organisation");
  const status = async () => (await rig.rows<{ status: string }>("select status from organisation"))[0]?.status;
  await register("存续");
  await register("吊销");
  const again = await register("存续");
  assert.deepEqual(countsOf(again), [1, 0, 0, 1, 0, 0]);
  assert.deepEqual(again.noteRows, { "record.superseded_content": [2] });
  assert.equal(await status(), "revoked");
  assert.deepEqual(countsOf(await register("存续", "法院撤销吊销决定，恢复登记")), [1, 0, 1, 0, 0, 0]);
  assert.equal(await status(), "active");
});

test("a later row that corrects one of the same file is told with its row number, also across chunks", async () => {
  for (const chunkBytes of [1, 4096]) {
    await empty();
    const rows = Array.from({ length: 5 }, (_, i) => ({ org: i === 3 ? 1 : i, fine: String(i + 1) }));
    const receipt = await take(rows, { chunkBytes });
    assert.deepEqual(receipt.noteRows, { "record.corrected_within_file": [5] });
    assert.equal(receipt.notes["record.corrected_within_file"], 1);
  }
  assert.equal((await take([{ org: 1, fine: "9" }])).notes["record.corrected_within_file"], undefined);
});

test("organisations of the same name stay apart", async () => {
  await empty();
  await take([
    { org: 1, name: "样例同名店" },
    { org: 2, name: "样例同名店" },
  ]);
  const rows = await rig.rows<{ n: number; ids: number }>(
    "select count(*)::integer as n, count(distinct organisation_id)::integer as ids from record",
  );
  assert.deepEqual(rows, [{ n: 2, ids: 2 }]);
});

test("a change in the register makes the old name a former one; a reported name only becomes former when the register says it", async () => {
  await empty();
  await take([
    { org: 1, name: "样例误写公司" },
    { org: 1, name: "样例曾叫公司", no: "2" },
  ]);
  const register = (name: string, former: string) =>
    rig.take(rig.file("register.csv", registerCsv([{ org: 1, name, former }])), "organisation");
  await register("样例甲公司", "样例曾叫公司");
  await register("样例新甲公司", "样例曾叫公司");
  const names = await rig.rows(
    "select name, kind, known_until is not null as ended from organisation_name order by name",
  );
  assert.deepEqual(
    names,
    [
      { name: "样例曾叫公司", kind: "former", ended: false },
      { name: "样例甲公司", kind: "former", ended: true },
      { name: "样例误写公司", kind: "reported", ended: false },
    ]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))),
  );
  assert.deepEqual(await rig.rows("select name, registered from organisation"), [
    { name: "样例新甲公司", registered: true },
  ]);
});

test("any split of a file into batches, any cutting into chunks and any repetition end in the same state, and every receipt adds up", async () => {
  const row = fc.record({
    org: fc.integer({ min: 1, max: 3 }),
    name: fc.constantFrom("样例甲公司", "样例乙公司", "样例丙公司"),
    no: fc.constantFrom("1", "2"),
    fine: fc.constantFrom("1", "2", "3"),
    decided: fc.constantFrom("2026-05-06", "2026-13-01"),
    state: fc.constantFrom("", "", "正常", "撤销"),
  });
  const whole = fc.array(row, { minLength: 1, maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(
      whole,
      fc.array(fc.nat(13), { maxLength: 4 }),
      fc.array(fc.nat(3), { maxLength: 3 }),
      fc.integer({ min: 1, max: 700 }),
      async (rows, cuts, repeats, chunkBytes) => {
        await empty();
        await take(rows);
        const expected = await stateOf(rig);
        await empty();
        const borders = [0, ...new Set(cuts.filter((cut) => cut < rows.length).sort((a, b) => a - b)), rows.length];
        const parts = borders
          .slice(1)
          .map((end, i) => rows.slice(borders[i], end))
          .filter((part) => part.length > 0);
        const sums = [];
        for (const part of parts) sums.push(await take(part, { chunkBytes }));
        const once = await stateOf(rig);
        assert.deepEqual(once, expected);
        for (const index of repeats)
          if (parts[index]) sums.push(await take(parts[index], { chunkBytes: chunkBytes * 2 }));
        sums.push(await take(rows, { chunkBytes }));
        assert.deepEqual(await stateOf(rig), expected);
        for (const r of sums) assert.equal(r.read, r.accepted + r.corrected + r.duplicate + r.rejected + r.turnedAway);
        assert.equal(sums.at(-1)?.accepted, 0);
        assert.equal(sums.at(-1)?.corrected, 0);
        assert.deepEqual(
          await rig.rows(
            "select from record where change = 'withdrawn' and (public_until <> '-infinity' or known_until <> 'infinity')",
          ),
          [],
          "a withdrawal is the last word and never public",
        );
      },
    ),
    { numRuns: 25 },
  );
});

test("the same holds for the register: any split and repetition gives the same directory", async () => {
  const row = fc.record({
    org: fc.integer({ min: 1, max: 3 }),
    name: fc.constantFrom("样例甲公司", "样例（甲）公司", "样例乙公司"),
    status: fc.constantFrom("存续", "吊销"),
    former: fc.constantFrom("", "样例丁公司", "样例甲公司、样例戊公司"),
  });
  const takeRegister = (rows: readonly Parameters<typeof registerCsv>[0][number][], chunkBytes?: number) =>
    rig.take(
      rig.file("register.csv", registerCsv(rows)),
      "organisation",
      chunkBytes === undefined ? {} : { chunkBytes },
    );
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 10 }),
      fc.nat(9),
      fc.integer({ min: 1, max: 400 }),
      async (rows, cut, chunkBytes) => {
        await empty();
        await takeRegister(rows);
        const expected = await stateOf(rig);
        await empty();
        const first = rows.slice(0, Math.min(cut, rows.length - 1) + 1);
        const rest = rows.slice(first.length);
        await takeRegister(first, chunkBytes);
        if (rest.length > 0) await takeRegister(rest, chunkBytes);
        assert.deepEqual(await stateOf(rig), expected);
        await takeRegister(rows, chunkBytes);
        assert.deepEqual(await stateOf(rig), expected);
      },
    ),
    { numRuns: 20 },
  );
});

test("two imports at the same time, of the same file and of files that share decisions, end as if one had come after the other", async () => {
  await empty();
  const rows = Array.from({ length: 3000 }, (_, i): PenaltyFields => ({
    org: i % 97,
    no: `并罚${(i * 7) % 1500}号`,
    fine: "1",
  }));
  const one = rig.file("one.csv", penaltyCsv(rows));
  const two = rig.file("two.csv", penaltyCsv(rows.toReversed()));
  await rig.take(one, "penalty", { chunkBytes: 20_000 });
  const expected = await stateOf(rig);
  for (const pair of [
    [one, one],
    [one, two],
  ] as const) {
    await empty();
    const receipts = await Promise.all(pair.map((path) => rig.take(path, "penalty", { chunkBytes: 20_000 })));
    assert.deepEqual(await stateOf(rig), expected);
    assert.equal(
      receipts.reduce((sum, receipt) => sum + receipt.accepted, 0),
      (await rig.rows("select from record")).length,
    );
    for (const r of receipts) assert.equal(r.read, r.accepted + r.corrected + r.duplicate + r.rejected + r.turnedAway);
  }
});
