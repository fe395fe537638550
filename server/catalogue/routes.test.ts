import assert from "node:assert/strict";
import { before, test } from "node:test";
import { askAs } from "../test/ask.ts";
import * as api from "@chengxin/domain/catalogue/api.ts";
import { countWorkingDays, showCalendar } from "@chengxin/domain/calendar/api.ts";
import { Problem } from "@chengxin/domain/problem.ts";
import { calendarRoutes } from "../calendar/routes.ts";
import type { BoundRoute } from "../platform/http.ts";
import { loadCatalogue } from "./load.ts";
import { catalogueRoutes } from "./routes.ts";

let routes: BoundRoute[];
before(async () => {
  const catalogue = await loadCatalogue("dandong");
  routes = [...catalogueRoutes({ catalogue }), ...calendarRoutes({ catalogue })];
});
const call = async <T>(
  route: { name: string; answer: { parse(value: unknown): T } },
  args: Record<string, unknown>,
): Promise<T> => {
  const bound = routes.find((r) => r.route.name === route.name);
  assert.ok(bound);
  return route.answer.parse(await bound.handle(args, askAs({ kind: "public" }, bound.route.action)));
};
const isProblem =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof Problem && error.code === code;

test("the list says of every item what it is, who reports it and on what basis, with the document's title", async () => {
  const { items, city, digest } = await call(api.listItems, {});
  assert.equal(items[0]?.id, "organisation");
  assert.equal(
    items.find((item) => item.id === "penalty")?.legalBasis.find((basis) => basis.document === "penalty-law-2021")
      ?.title,
    "中华人民共和国行政处罚法（2021年修订）",
  );
  assert.match(city.contact.zh, /不是丹东市的官方网站/);
  assert.equal(digest.length, 64);
});

test("an item comes with its code tables, dated publicity rules, cited documents, deadline and sources", async () => {
  const penalty = await call(api.showItem, { item: "penalty" });
  assert.deepEqual(penalty.codeTables.map((table) => table.id).sort(), [
    "case-procedure",
    "penalty-state",
    "penalty-type",
  ]);
  assert.deepEqual(
    penalty.publicity.map((rule) => rule.id),
    ["penalty-before-2019", "penalty-2019", "penalty-order-58", "penalty-order-36"],
  );
  assert.ok(penalty.documents.some((document) => document.number === "国家发展和改革委员会令第36号"));
  assert.equal(penalty.reportWithin?.value, "7");
  assert.ok(penalty.sources.some((source) => source.id === "market-supervision"));
  const cited = new Set(penalty.documents.map((document) => document.id));
  for (const rule of penalty.publicity) for (const basis of rule.legalBasis) assert.ok(cited.has(basis.document));
});

test("an item that is not in the catalogue is a problem by name", () =>
  assert.rejects(call(api.showItem, { item: "online-speech" }), isProblem("catalogue.item_not_found")));

test("the table of limits says how certain each is, and what counts where the number is unknown", async () => {
  const { items } = await call(api.listLimits, {});
  assert.deepEqual(
    items
      .filter((limit) => limit.id === "REP36_DECIDE")
      .map((limit) => [limit.value, limit.productDefault, limit.confidence]),
    [[null, "7", "FRAG"]],
  );
});

test("working days: the day, the days counted, the days skipped and why", async () => {
  const answer = await call(countWorkingDays, { after: "2026-09-28", days: 7 });
  assert.equal(answer.day, "2026-10-13");
  assert.equal(answer.counted.length, 7);
  assert.deepEqual(answer.skipped.map((day) => day.reason).filter((reason) => reason === "holiday").length, 7);
});

test("a year without holiday notice and a day that does not exist are problems, never guesses", async () => {
  await assert.rejects(call(countWorkingDays, { after: "2026-12-25", days: 7 }), isProblem("calendar.year_unknown"));
  await assert.rejects(call(showCalendar, { year: 2027 }), isProblem("calendar.year_unknown"));
  await assert.rejects(call(countWorkingDays, { after: "2026-02-30", days: 1 }), isProblem("request.invalid"));
  assert.equal((await call(showCalendar, { year: 2026 })).holidays[0]?.date, "2026-01-01");
});
