import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  rowSets,
  type Declaration,
  type MonthTotal,
  type QualityRow,
  type RowBehind,
  type RowSet,
} from "@chengxin/domain/quality/api.ts";
import { totalMonths } from "@chengxin/domain/quality/total-months.ts";
import { penaltyCsv, penaltyStateCsv } from "../intake/intake-rig.ts";
import { accountOf, uploadRig, type Caller, type UploadRig } from "../upload/upload-rig.ts";
import { qualityRoutes } from "./routes.ts";
import { qualityWork } from "./work.ts";

let rig: UploadRig;
let clerk: Caller;
const source = "market-supervision";
interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
  readonly count: { value: number };
}
const quality = async (query: string, by: Caller = clerk) => {
  const { status, body } = await by.ask<Page<QualityRow> & { declares: string[] }>(
    "GET",
    `/quality?limit=100&${query}`,
  );
  assert.equal(status, 200, JSON.stringify(body));
  return body;
};
const listed = async (row: QualityRow, set: RowSet, limit = 100): Promise<{ rows: RowBehind[]; count: number }> => {
  const rows: RowBehind[] = [];
  for (let cursor = ""; ;) {
    const { status, body } = await clerk.ask<Page<RowBehind>>(
      "GET",
      `/quality/rows?source=${row.source.id}&item=${row.item.id}&month=${row.month}&set=${set}&limit=${limit}${cursor}`,
    );
    assert.equal(status, 200, JSON.stringify(body));
    rows.push(...body.items);
    if (body.next === null) return { rows, count: body.count.value };
    cursor = `&cursor=${encodeURIComponent(body.next)}`;
  }
};

before(async () => {
  rig = await uploadRig({ routes: qualityRoutes });
  clerk = rig.as(accountOf("departmentClerk", source));
  // received on 1 June 2026, a Monday: seven working days before it reach back to 21 May
  const penalties = [
    ...Array.from({ length: 6 }, (_, n) => ({ no: `及时${n}`, org: n + 1, decided: "2026-05-28" })),
    ...Array.from({ length: 3 }, (_, n) => ({ no: `迟${n}`, org: n + 1, decided: "2026-05-06" })),
    { no: "四月", org: 1, decided: "2026-04-08" },
    { no: "错一", org: 2, decided: "2026-02-30" },
    { no: "错二", org: 3, decided: "2026-02-30" },
    { no: "久远", org: 4, decided: "1999-05-06" },
  ];
  await rig.take(rig.file("五月.csv", penaltyCsv(penalties)), "penalty");
  await rig.take(rig.file("重报.csv", penaltyCsv(penalties)), "penalty");
  await rig.take(
    rig.file(
      "更正.csv",
      penaltyStateCsv([
        { no: "迟0", org: 1, decided: "2026-05-06", fine: "2" },
        { no: "迟1", org: 2, decided: "2026-05-06", state: "撤销" },
      ]),
    ),
    "penalty",
  );
  await rig.take(rig.file("别处.csv", penaltyCsv([{ no: "别处", org: 9, decided: "2026-05-28" }])), "penalty", {
    source: "market-supervision-yuanbao",
  });
});
after(() => rig.close());

test("each number, of every row, lists exactly as many rows as it says, and none twice", async () => {
  const { items } = await quality("from=2026-04&to=2026-06");
  let looked = 0;
  for (const row of items)
    for (const set of rowSets) {
      const says = set === "checked" ? row.stored + row.rejected : row[set];
      const { rows, count } = await listed(row, set, 2);
      assert.deepEqual([count, rows.length], [says, says], `${row.item.id} ${row.month} ${set}`);
      const keys = rows.map((one) => `${one.record?.recordId ?? ""} ${one.batch} ${one.row}`);
      assert.equal(new Set(keys).size, rows.length);
      if (says > 0) looked++;
    }
  assert.ok(looked >= 8, `${looked} numbers were more than 0`);
});

test("a decision counts once however often it was sent, corrected or revoked, and is late by its first receipt", async () => {
  const may = (await quality("from=2026-05&to=2026-05&item=penalty")).items[0];
  assert.ok(may);
  assert.deepEqual([may.received, may.timely, may.late, may.unassessed], [9, 6, 3, 0]);
  // Saturday 9 May was worked in exchange for the holiday
  for (const { record } of (await listed(may, "late")).rows)
    assert.deepEqual([record?.dueOn, record?.receivedOn], ["2026-05-14", "2026-06-01"]);
});

test("rows stored and rejected count in the month of receipt; sending the same again changes only what was rejected again", async () => {
  const june = (await quality("from=2026-06&to=2026-06&item=penalty")).items[0];
  assert.ok(june);
  // eleven new ones and two corrections; two faulty rows that were sent twice
  assert.deepEqual([june.received, june.stored, june.rejected], [0, 13, 4]);
});

test("where the year's holidays are not known nothing is in time and nothing late", async () => {
  const [row] = (await quality("from=1999-05&to=1999-05&item=penalty")).items;
  assert.ok(row);
  assert.deepEqual([row.received, row.timely, row.late, row.unassessed], [1, 0, 0, 1]);
});

test("what is not declared has no whole; a correction counts and leaves what was declared before; the future can't be declared", async () => {
  const declare = (body: object, by: Caller = clerk) =>
    by.ask<Declaration & { code: string }>("POST", "/quality/declarations", {
      source,
      item: "penalty",
      month: "2026-05",
      ...body,
    });
  const may = async () => (await quality("from=2026-05&to=2026-05&item=penalty")).items[0];
  assert.equal((await may())?.declared, null);
  assert.equal((await declare({ decisions: 12 })).status, 200);
  assert.equal((await declare({ decisions: 10, remark: "台账更正" })).status, 200);
  assert.equal((await may())?.declared, 10);
  const history = await clerk.ask<{ items: Declaration[] }>(
    "GET",
    `/quality/declarations?source=${source}&item=penalty&month=2026-05`,
  );
  assert.deepEqual(
    history.body.items.map(({ decisions, remark, mine }) => [decisions, remark, mine]),
    [
      [10, "台账更正", true],
      [12, null, true],
    ],
  );
  assert.equal((await declare({ decisions: 1, month: "2026-07" })).body.code, "declaration.month");
  assert.equal((await declare({ decisions: 1, item: "rating" })).body.code, "declaration.not_asked");
  assert.equal((await declare({ decisions: -1 })).status, 400);
  assert.equal((await declare({ decisions: 1, month: "2026-5" })).status, 400);
  const other = rig.as(accountOf("departmentClerk", "market-supervision-yuanbao"));
  assert.equal((await declare({ decisions: 1 }, other)).status, 404);
  const office = rig.as(accountOf("creditOffice"));
  assert.equal((await declare({ decisions: 1 }, office)).status, 403, "who looks after it doesn't declare it");
});

test("each sees the departments that are theirs: the clerk one, the county its own, the credit office all", async () => {
  const sourcesOf = async (by: Caller): Promise<string[]> => [
    ...new Set((await quality("from=2026-05&to=2026-05&item=penalty", by)).items.map((row) => row.source.id)),
  ];
  assert.deepEqual(await sourcesOf(clerk), [source]);
  const county = accountOf("countyOffice");
  const yuanbao = rig.as({ ...county, grants: [{ role: "countyOffice", source: null, region: "210602" }] });
  const its = await sourcesOf(yuanbao);
  assert.ok(its.includes("market-supervision-yuanbao") && !its.includes(source));
  assert.ok((await sourcesOf(rig.as(accountOf("creditOffice")))).length > its.length);
  assert.equal(
    (await yuanbao.ask("GET", `/quality/rows?source=${source}&item=penalty&month=2026-05&set=received`)).status,
    404,
  );
});

test("pages of the list hold each row once", async () => {
  const office = rig.as(accountOf("creditOffice"));
  const seen: string[] = [];
  for (let cursor = ""; ;) {
    const { body } = await office.ask<Page<QualityRow>>("GET", `/quality?limit=37&from=2026-05&to=2026-05${cursor}`);
    seen.push(...body.items.map((row) => `${row.source.id} ${row.item.id} ${row.month}`));
    if (body.next === null) {
      assert.equal(seen.length, body.count.value);
      break;
    }
    cursor = `&cursor=${encodeURIComponent(body.next)}`;
  }
  assert.equal(new Set(seen).size, seen.length);
  assert.equal((await office.ask("GET", "/quality?from=2020-01&to=2026-01")).status, 400);
});

test("a month that was not declared is work for the department's clerk until it is, of items it has ever sent", async () => {
  const work = qualityWork(rig.services);
  const actor = accountOf("departmentClerk", "market-supervision-yuanbao");
  const due = async () =>
    (await work(actor, "2026-06-02")).map(({ code, count, data }) => [code, count, data["month"]]);
  assert.deepEqual(await due(), [["declaration.missing", 1, "2026-05"]]);
  await rig.as(actor).ask("POST", "/quality/declarations", {
    source: "market-supervision-yuanbao",
    item: "penalty",
    month: "2026-05",
    decisions: 0,
  });
  assert.deepEqual(await due(), []);
  assert.deepEqual(await work(accountOf("departmentClerk", "transport"), "2026-06-02"), []);
});

test("the rows of a batch are found by its index, not by reading every record", async () => {
  const { rows } = await rig.fresh.database.pool
    .query<{ "QUERY PLAN": string }>(
      "begin; set local enable_seqscan = off; explain select * from record where batch_id = any (array(select batch_id from batch where source_id = 1)); rollback",
    )
    .then(
      (all) => (all as unknown as { rows: { "QUERY PLAN": string }[] }[])[2] as { rows: { "QUERY PLAN": string }[] },
    );
  assert.match(rows.map((row) => row["QUERY PLAN"]).join("\n"), /Bitmap Index Scan on record_p\d+_batch_id_idx/);
});

test("on request only what something was sent or declared for is listed, and the sums by month say the same as the rows", async () => {
  const { items: all } = await quality("from=2026-05&to=2026-05");
  const { items: some } = await quality("from=2026-05&to=2026-05&show=some");
  const idle = (row: QualityRow): boolean =>
    row.declared === null && row.received + row.stored + row.rejected === 0 && row.asked;
  assert.ok(all.some(idle) && some.length > 0);
  assert.deepEqual(
    some,
    all.filter((row) => !idle(row)),
  );
  const { body } = await clerk.ask<{ months: MonthTotal[] }>("GET", "/quality?from=2026-05&to=2026-05&limit=1");
  assert.deepEqual(body.months, totalMonths(all));
});
