import assert from "node:assert/strict";
import { appendFile, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { workingDaysAfter } from "@chengxin/domain/calendar/working-days.ts";
import { matchHeader } from "@chengxin/domain/intake/match-header.ts";
import { freshDatabase, type FreshDatabase } from "../test/database.ts";
import { CatalogueError, catalogueFolder, loadCatalogue, storeCatalogue } from "./load.ts";

let catalogue: Catalogue;
let fresh: FreshDatabase;
let copy: string;
before(async () => {
  catalogue = await loadCatalogue("dandong");
  fresh = await freshDatabase();
  copy = await mkdtemp(join(tmpdir(), "chengxin-catalogue-"));
});
after(async () => {
  await fresh.close();
  await rm(copy, { recursive: true });
});

const copied = async (spoil: (folder: string) => Promise<void>): Promise<string> => {
  const folder = await mkdtemp(join(copy, "pack-"));
  await cp(catalogueFolder, folder, { recursive: true });
  await spoil(folder);
  return folder;
};

test("the Dandong rule book has no fault, and the fixed names are there", () => {
  assert.equal(catalogue.city.siteName.zh, "诚信丹东（社区版）");
  assert.deepEqual(
    ["organisation", "licence", "penalty"].map((id) => catalogue.items.get(id)?.number),
    [1, 2, 3],
  );
  assert.ok(catalogue.sources.get("market-supervision")?.items.includes("organisation"));
  assert.match(catalogue.digest, /^[0-9a-f]{64}$/);
  assert.equal(catalogue.limits.size, 73);
});

test("no item of the rule book collects from natural persons or rates sole traders", () => {
  for (const item of catalogue.items.values()) {
    for (const kind of item.subjectKinds) assert.ok(["organisation", "soleTrader"].includes(kind));
    if (item.category === 9) assert.deepEqual(item.subjectKinds, ["organisation"]);
  }
});

test("the calendar of the rule book counts 2026-10-13 as the seventh working day after 2026-09-28", () => {
  assert.equal(workingDaysAfter("2026-09-28", 7, catalogue.calendar).day, "2026-10-13");
});

const headers: Record<string, readonly string[]> = {
  organisation: [
    "企业名称",
    "统一社会信用代码",
    "注册日期",
    "企业类型",
    "注册资金",
    "经营范围",
    "所在省份",
    "地区",
    "注册地址",
  ],
  licence: [
    "行政相对人名称",
    "统一社会信用代码",
    "许可文书号",
    "文书名称",
    "许可类别",
    "决定日期",
    "有效期自",
    "有效期至",
    "许可内容",
    "许可机关",
    "数据来源单位",
  ],
  penalty: [
    "当事人",
    "决定书文号",
    "处罚类别",
    "罚款金额_万元",
    "决定日期",
    "公示日期",
    "处罚机关",
    "违法行为类型",
    "处罚依据",
    "处罚内容摘要",
  ],
  commitment: [
    "承诺编码",
    "承诺人名称",
    "承诺人代码",
    "承诺类型",
    "承诺事由",
    "承诺作出日期",
    "承诺受理单位",
    "承诺受理单位代码",
    "承诺履行状态",
  ],
};
for (const [id, names] of Object.entries(headers)) {
  test(`headers that departments use for ${id} are all recognised`, () => {
    const item = catalogue.items.get(id);
    assert.ok(item);
    const matched = matchHeader(item, names, [...catalogue.items.values()]);
    assert.ok("match" in matched, JSON.stringify(matched));
    assert.ok(matched.match.fields.every((field) => field !== null));
  });
}

test("the same files give the same digest, one byte more another", async () => {
  assert.equal((await loadCatalogue("dandong", await copied(async () => {}))).digest, catalogue.digest);
  const longer = await copied((folder) => appendFile(join(folder, "national/limits.json"), "\n"));
  assert.notEqual((await loadCatalogue("dandong", longer)).digest, catalogue.digest);
});

test("files that are no JSON are reported by name, together with every other fault", async () => {
  const folder = await copied(async (path) => {
    await writeFile(join(path, "national/items/penalty.json"), "{");
    await writeFile(join(path, "dandong/regions.json"), "[]");
  });
  await assert.rejects(loadCatalogue("dandong", folder), (error) => {
    assert.ok(error instanceof CatalogueError);
    assert.ok(
      error.faults.some((fault) => fault.file === "national/items/penalty.json" && fault.code === "file.not_json"),
    );
    assert.ok(error.faults.some((fault) => fault.file === "dandong/city.json" && fault.code === "region.unknown"));
    return true;
  });
});

test("a city without a pack is an error that names the packs there are", () =>
  assert.rejects(loadCatalogue("atlantis"), /no city pack catalogue\/atlantis; there are: .*dandong/));

const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minute));
const events = () =>
  fresh.database.sql
    .selectFrom("event")
    .select(["action", "object"])
    .where("action", "=", "catalogue.loaded")
    .execute();

test("the reference rows follow the catalogue: written once, again only when it changed", async () => {
  assert.equal(await storeCatalogue(fresh.database, catalogue, at(0)), true);
  assert.equal(await storeCatalogue(fresh.database, catalogue, at(1)), false);
  assert.deepEqual(await events(), [{ action: "catalogue.loaded", object: `catalogue:${catalogue.digest}` }]);
  const penalty = await fresh.database.sql
    .selectFrom("item")
    .selectAll()
    .where("code", "=", "penalty")
    .executeTakeFirstOrThrow();
  assert.deepEqual(penalty, {
    item_id: 3,
    code: "penalty",
    name: "行政处罚",
    category: 3,
    effect: "adverse",
    public: true,
    organisations_only: false,
    closed_class: "government",
  });
  const sources = await fresh.database.sql.selectFrom("source").select(["code", "region_code"]).execute();
  assert.equal(sources.length, catalogue.sources.size);
});

test("an item that left the catalogue or is narrowed is no longer public; a return to older rules counts too", async () => {
  const honour = catalogue.items.get("honour");
  const rating = catalogue.items.get("rating");
  assert.ok(honour && rating);
  const items = new Map(catalogue.items);
  items.delete("honour");
  items.set("rating", { ...rating, disclosure: "government" });
  const isPublic = async () =>
    Object.fromEntries(
      (
        await fresh.database.sql
          .selectFrom("item")
          .select(["code", "public"])
          .where("code", "in", ["honour", "rating", "penalty"])
          .execute()
      ).map((row) => [row.code, row.public]),
    );
  await storeCatalogue(fresh.database, { ...catalogue, items, digest: "0".repeat(64) }, at(2));
  assert.deepEqual(await isPublic(), { honour: false, rating: false, penalty: true });
  assert.equal(await storeCatalogue(fresh.database, catalogue, at(3)), true);
  assert.deepEqual(await isPublic(), { honour: true, rating: true, penalty: true });
});

test("a number that belongs to another item is refused, and nothing is changed", async () => {
  const penalty = catalogue.items.get("penalty");
  assert.ok(penalty);
  const items = new Map([["fine", { ...penalty, id: "fine" }]]);
  await assert.rejects(
    storeCatalogue(fresh.database, { ...catalogue, items, digest: "1".repeat(64) }, at(4)),
    /item number 3 belongs to penalty/,
  );
  assert.equal(await storeCatalogue(fresh.database, catalogue, at(5)), false);
});
