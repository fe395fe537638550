import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { BatchDetail, BatchSummary, RejectedRow } from "@chengxin/domain/batch/api.ts";
import { penaltyCsv, penaltyHeaders } from "../intake/intake-rig.ts";
import { rejectsPath } from "../intake/deliver-receipt.ts";
import { accountOf, uploadRig, type Caller, type UploadRig } from "../upload/upload-rig.ts";
import { batchRoutes } from "./routes.ts";

let rig: UploadRig;
let clerk: Caller;
const source = "market-supervision";
interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
  readonly count: { value: number };
}
const list = async (query: string, by: Caller = clerk): Promise<Page<BatchSummary>> => {
  const { status, body } = await by.ask<Page<BatchSummary>>("GET", `/batches?${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
};

before(async () => {
  rig = await uploadRig({ routes: batchRoutes });
  clerk = rig.as(accountOf("departmentClerk", source));
  await clerk.send(
    "有错.csv",
    penaltyCsv([
      { no: "一", org: 1 },
      { no: "二", org: 2, decided: "2026-02-30" },
      { no: "三", org: 3, decided: "2026-02-30", fine: "许多" },
      { no: "", org: 4 },
    ]),
  );
  await clerk.send("好.csv", penaltyCsv([{ no: "四", org: 5 }]));
  await clerk.send("空.csv", `${penaltyHeaders.join(",")}\n`);
  await rig.readInAll();
  await clerk.send("重复.csv", penaltyCsv([{ no: "四", org: 5 }]));
  await rig.readInAll();
  await rig.take(rig.file("命令行.csv", penaltyCsv([{ no: "五", org: 6, decided: "2026-02-30" }])), "penalty");
  await rig.take(rig.file("别处.csv", penaltyCsv([{ no: "六", org: 7 }])), "penalty", {
    source: "market-supervision-yuanbao",
  });
});
after(() => rig.close());

test("a batch is called by what became of it: nothing read is no success, nor is nothing new", async () => {
  const { items } = await list("limit=50");
  assert.deepEqual(Object.fromEntries(items.map(({ fileName, outcome }) => [fileName, outcome])), {
    "有错.csv": "returned",
    "好.csv": "done",
    "空.csv": "empty",
    "重复.csv": "unchanged",
    "命令行.csv": "returned",
  });
  assert.deepEqual(
    items.map(({ channel }) => channel).filter((channel) => channel === "command"),
    ["command"],
  );
});

test("each filter finds what the outcome says, and counts what it lists", async () => {
  const { items: all } = await list("limit=50");
  for (const outcome of ["running", "stopped", "empty", "returned", "unchanged", "done"]) {
    const { items, count } = await list(`limit=50&outcome=${outcome}`);
    assert.deepEqual(
      items.map(({ batch }) => batch),
      all.filter((one) => one.outcome === outcome).map(({ batch }) => batch),
    );
    assert.equal(count.value, items.length);
  }
  assert.equal((await list("from=2026-06-01&to=2026-06-01")).count.value, 5);
  assert.equal((await list("from=2026-06-02")).count.value, 0);
});

test("in every order each batch comes once over the pages", async () => {
  for (const sort of ["started", "-started", "read", "-read", "rejected", "-rejected"]) {
    const seen: number[] = [];
    const keys: number[] = [];
    for (let cursor = ""; ;) {
      const { items, next } = await list(`limit=2&sort=${sort}${cursor}`);
      seen.push(...items.map(({ batch }) => batch));
      if (/read|rejected/.test(sort))
        keys.push(...items.map((one) => (sort.endsWith("read") ? one.read : one.rejected)));
      if (next === null) break;
      cursor = `&cursor=${encodeURIComponent(next)}`;
    }
    assert.equal(new Set(seen).size, 5, sort);
    assert.equal(seen.length, 5);
    assert.deepEqual(
      keys,
      keys.toSorted((a, b) => (sort.startsWith("-") ? b - a : a - b)),
    );
  }
});

test("the counts add up, and each kind of fault opens to as many rows as it says", async () => {
  const [{ batch }] = (await list("outcome=returned&sort=started")).items as [BatchSummary];
  const { body } = await clerk.ask<BatchDetail>("GET", `/batches/${batch}`);
  assert.equal(body.read, body.accepted + body.corrected + body.duplicate + body.rejected + body.turnedAway);
  assert.equal(body.problems.length >= 2, true);
  for (const { code, rows, firstRows, example } of body.problems) {
    const page = (
      await clerk.ask<Page<RejectedRow> & { headers: string[] }>("GET", `/batches/${batch}/rejections?code=${code}`)
    ).body;
    assert.equal(page.count.value, rows, code);
    assert.equal(page.items.length, rows);
    assert.deepEqual(
      firstRows,
      page.items.map(({ row }) => row),
    );
    const { row, ...fault } = example ?? assert.fail();
    assert.deepEqual([row, fault], [page.items[0]?.row, page.items[0]?.problems.find((one) => one.code === code)]);
    for (const { problems } of page.items) assert.ok(problems.some((one) => one.code === code));
  }
  const first = (await clerk.ask<Page<RejectedRow>>("GET", `/batches/${batch}/rejections?limit=2`)).body;
  const rest = (
    await clerk.ask<Page<RejectedRow>>("GET", `/batches/${batch}/rejections?limit=2&cursor=${first.next ?? ""}`)
  ).body;
  assert.deepEqual(
    [...first.items, ...rest.items].map(({ row }) => row),
    [3, 4, 5],
  );
});

test("the marked workbook is made again when its file is gone, and what it holds can be mended and sent", async () => {
  const [{ batch }] = (await list("outcome=returned&sort=started")).items as [BatchSummary];
  const download = () =>
    fetch(`${rig.origin}/api/v1/batches/${batch}/rejects.xlsx`, { headers: { cookie: clerk.cookie } });
  const before = await download();
  assert.equal(before.status, 200);
  assert.match(before.headers.get("content-disposition") ?? "", /%E9%80%80%E5%9B%9E/);
  await before.arrayBuffer();
  rmSync(rejectsPath(rig.folder, batch, "penalty"));
  const bytes = Buffer.from(await (await download()).arrayBuffer());
  const path = join(rig.folder, "again.xlsx");
  const receipt = await rig.take(rig.file("again.xlsx", bytes), "penalty");
  assert.deepEqual([path.endsWith("again.xlsx"), receipt.read, receipt.rejected], [true, 3, 3]);
});

test("somebody of the department who looked is noted once, and the work is done; the centre's look is no substitute", async () => {
  const unseen = async (): Promise<number> => (await list("unseen=yes")).count.value;
  const before = await unseen();
  const { items } = await list("unseen=yes");
  const [{ batch }] = items as [BatchSummary];
  const centre = rig.as(accountOf("creditCentre"));
  await centre.ask("GET", `/batches/${batch}`);
  assert.equal(await unseen(), before);
  await clerk.ask("GET", `/batches/${batch}`);
  await clerk.ask("GET", `/batches/${batch}`);
  assert.equal(await unseen(), before - 1);
  const looks = await rig.rows("select from event where action = 'batch.looked' and object = $1", [`batch:${batch}`]);
  assert.equal(looks.length, 1);
});

test("another department's batch is as if it did not exist, by every way; every reading of rejected rows leaves an event", async () => {
  const other = rig.as(accountOf("departmentClerk", "market-supervision-yuanbao"));
  assert.deepEqual(
    (await list("", other)).items.map(({ fileName }) => fileName),
    ["别处.csv"],
  );
  assert.equal((await list(`source=${source}`, other)).count.value, 0);
  const [{ batch }] = (await list("outcome=returned")).items as [BatchSummary];
  for (const path of [`/batches/${batch}`, `/batches/${batch}/rejections`, `/batches/${batch}/rejects.xlsx`]) {
    assert.equal((await other.ask("GET", path)).status, 404, path);
    assert.equal((await other.ask("GET", path.replace(String(batch), "999999"))).status, 404);
  }
  const reads = async (): Promise<number> =>
    (await rig.rows("select from event where action = 'read.rejects.read' and object = $1", [`batch:${batch}`])).length;
  const before = await reads();
  await clerk.ask("GET", `/batches/${batch}/rejections`);
  assert.equal(await reads(), before + 1);
});
