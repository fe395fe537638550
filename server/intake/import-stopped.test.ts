import assert from "node:assert/strict";
import { existsSync, readFileSync, truncateSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import ExcelJS from "exceljs";
import pg from "pg";
import { CheckFailed, ImportStopped, lastingFaults } from "./import-stopped.ts";
import type { ImportProgress } from "./import-file.ts";
import { countsOf, intakeRig, penaltyCsv, penaltyHeaders, penaltyRow, type IntakeRig } from "./intake-rig.ts";
import { receiptWords } from "@chengxin/domain/text/receipt-words.ts";
import type { Receipt } from "./receipt.ts";
import { receiptText } from "./receipt-text.ts";

let rig: IntakeRig;
before(async () => {
  rig = await intakeRig();
});
after(() => rig.close());

/** Imports a file that something happens to as soon as its first part is stored. */
const disturbed = async (path: string, disturb: () => void): Promise<{ stopped: ImportStopped; told: Receipt[] }> => {
  const told: Receipt[] = [];
  let done = false;
  const onProgress = (progress: ImportProgress): void => {
    if (progress.kind !== "stored" || done) return;
    done = true;
    disturb();
  };
  let stopped: unknown;
  try {
    await rig.take(path, "penalty", { chunkBytes: 4096, onProgress, deliver: (receipt) => void told.push(receipt) });
  } catch (error) {
    stopped = error;
  }
  assert.ok(done, "something was stored before");
  assert.ok(stopped instanceof ImportStopped, String(stopped));
  return { stopped, told };
};

/** What the receipt of a stopped import says is what the database holds. */
const assertTrue = async (receipt: Receipt | null): Promise<void> => {
  assert.ok(receipt);
  const [stored] = await rig.rows<{ state: string; failure: string; records: number; rejections: number }>(
    `select state, failure, (select count(*)::integer from record r where r.batch_id = b.batch_id) as records,
       (select count(*)::integer from rejection r where r.batch_id = b.batch_id) as rejections from batch b where batch_id = $1`,
    [receipt.batch],
  );
  assert.deepEqual(stored, {
    state: "failed",
    failure: "file.changed_while_reading",
    records: receipt.accepted,
    rejections: receipt.rejected,
  });
  assert.ok(receipt.read > 0 && receipt.accepted > 0);
  assert.deepEqual(receipt.stopped, ["file.changed_while_reading"]);
  assert.deepEqual(JSON.parse(readFileSync(receipt.receipt, "utf8")), receipt);
  assert.ok(receipt.rejected === 0 || (receipt.rejects !== null && existsSync(receipt.rejects)));
};

test("a text file cut short after a part of it was stored: the batch fails, the receipt tells of what is stored, and the whole file goes in later", async () => {
  const text = penaltyCsv(
    Array.from({ length: 600 }, (_, i) => ({ org: i, decided: i % 10 === 3 ? "2026-02-30" : "2026-05-06" })),
  );
  const path = rig.file("cut.csv", text);
  const { stopped, told } = await disturbed(path, () => truncateSync(path, text.length));
  await assertTrue(stopped.receipt);
  assert.deepEqual(told, [stopped.receipt]);
  for (const language of ["zh", "en"] as const) {
    const words = receiptWords(language);
    const names = { item: "x", source: "y", field: (id: string) => id };
    assert.ok(receiptText(stopped.receipt as Receipt, names, words).includes(words.intake.stoppedReceipt));
    const said = words.intake.stopped(path, (stopped.receipt as Receipt).read);
    assert.ok(said.includes(String(stopped.receipt?.read)) && !said.includes("没有保存"));
  }
  const whole = await rig.take(rig.file("cut.csv", text), "penalty");
  assert.equal(whole.read, 600);
  assert.equal(whole.duplicate, stopped.receipt?.accepted);
  assert.deepEqual(whole.stopped, []);
});

test("a workbook that changes while its last parts are stored is not taken for whole", async () => {
  const book = new ExcelJS.Workbook();
  book
    .addWorksheet("a")
    .addRows([penaltyHeaders, ...Array.from({ length: 100 }, (_, i) => penaltyRow({ org: 2000 + i }))]);
  const path = join(rig.folder, "changing.xlsx");
  await book.xlsx.writeFile(path);
  const { stopped } = await disturbed(path, () => utimesSync(path, 1, 1));
  await assertTrue(stopped.receipt);
});

test("rows that would fail again in the same way end the batch with the reason, without their content; what may pass leaves it open", async () => {
  const secret = "测试样例1号有限公司";
  for (const error of [
    new RangeError(secret),
    new TypeError(secret),
    new CheckFailed("RangeError while checking rows\n at check (/x/check-row.ts:12:3)"),
    Object.assign(new Error(secret), { code: "22003" }),
    Object.assign(new Error(secret), { code: "23505" }),
  ]) {
    const [fault] = lastingFaults(error) ?? [];
    assert.equal(fault?.code, "file.import_failed");
    assert.ok(!JSON.stringify(fault).includes(secret));
    assert.match(String(fault?.data["where"]), /\.ts:\d+|^Error 2/);
  }
  for (const error of [
    Object.assign(new Error("x"), { code: "57P01" }),
    Object.assign(new Error("x"), { code: "53100" }),
    Object.assign(new Error("x"), { code: "40001" }),
    Object.assign(new Error("x"), { code: "ENOSPC" }),
    new Error("Connection terminated unexpectedly"),
  ]) {
    assert.equal(lastingFaults(error), null);
  }
});

test("an error that leaves the batch open is gone on with by the next run", async () => {
  const path = rig.file("resumed.csv", penaltyCsv(Array.from({ length: 50 }, (_, i) => ({ org: 3000 + i }))));
  const deliver = (): never => {
    throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
  };
  await assert.rejects(rig.take(path, "penalty", { deliver }), { code: "ENOSPC" });
  const [open] = await rig.rows<{ batch_id: number }>("select batch_id from batch where state = 'running'");
  const receipt = await rig.take(path, "penalty");
  assert.equal(receipt.batch, open?.batch_id);
  assert.deepEqual(countsOf(receipt), [50, 50, 0, 0, 0, 0]);
});

test("one version more than can be counted comes back as a row, and the rest of the file is read", async () => {
  const first = await rig.take(rig.file("v1.csv", penaltyCsv([{ org: 4000, fine: "1" }])), "penalty");
  const owner = new pg.Client({ connectionString: rig.fresh.url });
  await owner.connect();
  await owner.query("begin; alter table record disable trigger user");
  await owner.query("create temp table copied as select * from record where batch_id = $1", [first.batch]);
  await owner.query("delete from record where batch_id = $1", [first.batch]);
  await owner.query("update copied set version = 32766; insert into record select * from copied");
  await owner.query("alter table record enable trigger user; commit");
  await owner.end();
  const rows = ["2", "3", "4"].map((fine) => ({ org: 4000, fine }));
  const receipt = await rig.take(rig.file("v2.csv", penaltyCsv([...rows, { org: 4001 }])), "penalty");
  assert.deepEqual(countsOf(receipt), [4, 1, 1, 0, 2, 0]);
  assert.deepEqual(
    receipt.problems.map(({ code, count }) => [code, count]),
    [["record.too_many_versions", 2]],
  );
});
