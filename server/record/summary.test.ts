import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { RecordContent } from "@chengxin/domain/intake/checked-row.ts";
import type { RecordSummary } from "@chengxin/domain/record/api.ts";
import { loadCatalogue } from "../catalogue/load.ts";
import { recordView } from "./summary.ts";

let catalogue: Catalogue;
before(async () => {
  catalogue = await loadCatalogue("dandong");
});

const summaryOf = (item: string, content: RecordContent): RecordSummary | undefined =>
  recordView(catalogue, {
    organisation_id: 1,
    record_id: "00000000-0000-4000-8000-000000000001",
    version: 1,
    item_id: catalogue.items.get(item)?.number ?? 0,
    source_id: 1,
    region_code: null,
    decided_on: "2026-05-01",
    valid_from: null,
    valid_until: null,
    public_until: "2027-05-01",
    amount_cents: null,
    known_from: new Date("2026-05-02T00:00:00Z"),
    content: JSON.stringify(content),
    uscc: "91210600MA0000001X",
    organisation: "样例",
    authority: "样例局",
    source_code: "sample",
    source_name: "样例局",
  })?.summary;

test("a commitment says in its row whether it was kept, in both languages", () => {
  assert.deepEqual(summaryOf("commitment", { cause: "样例", performance: "全部未履行" })?.outcome, {
    name: { zh: "承诺履行状态", en: "Performance" },
    value: { zh: "全部未履行", en: "Not performed" },
  });
  assert.equal(summaryOf("commitment", { cause: "样例" })?.outcome, null);
});

test("contracts and inspections say it by their kind", () => {
  assert.deepEqual(summaryOf("contract-performance", { status: "未履约" })?.kinds, [
    { zh: "未履约", en: "Not performed" },
  ]);
  assert.deepEqual(summaryOf("inspection", { result: "发现问题已责令改正" })?.kinds, [
    { zh: "发现问题已责令改正", en: "Problem found, correction ordered" },
  ]);
});

test("an item without a field for the stated basis says so, one whose field is empty does not", () => {
  assert.equal(summaryOf("commitment", {})?.item.statesBasis, false);
  const { item, statedBasis } = summaryOf("penalty", {}) ?? {};
  assert.deepEqual([item?.statesBasis, statedBasis], [true, null]);
});
