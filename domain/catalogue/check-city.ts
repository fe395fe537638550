import { dayOfWeek, isRealDate } from "../calendar/plain-date.ts";
import type { Located, Report } from "./catalogue-files.ts";
import type { CodeTable, Region, Source } from "./code-table.ts";
import type { CatalogueItem, Disclosure } from "./item.ts";
import type { CalendarYear, City, Supplement } from "./rules.ts";

/** Open to closed: a city may only move to the right. */
const strictness = [
  "public",
  "government",
  "authorised",
  "restricted",
  "dropped",
] as const satisfies readonly Disclosure[];

/** Numbers below are the national base's, so that a later national item never meets a city's. */
export const firstLocalNumber = 1000;

/** Words of the field type `subjectKind` that a source's own values may be mapped to; 自然人 so that such rows are recognised and turned away. */
const subjectKindWords = ["法人及非法人组织", "个体工商户", "自然人"];

/** A source may send items that exist and map its own words to the standard's. */
export const checkSource = (
  { file, value: source }: Located<Source>,
  items: ReadonlyMap<string, Located<CatalogueItem>>,
  tables: ReadonlyMap<string, Located<CodeTable>>,
  regions: ReadonlyMap<string, Region>,
  report: Report,
): void => {
  if (!regions.has(source.region)) report(file, "region.unknown", { source: source.id, region: source.region });
  const sent = source.items.flatMap((id) => {
    const item = items.get(id);
    if (item === undefined) report(file, "item.unknown", { source: source.id, item: id });
    return item === undefined ? [] : [item.value];
  });
  for (const [fieldId, map] of Object.entries(source.valueMaps)) {
    const field = sent.flatMap((item) => item.fields).find((f) => f.id === fieldId);
    if (field === undefined) {
      report(file, "source.foreign_field", { source: source.id, field: fieldId });
      continue;
    }
    const allowed =
      field.type === "subjectKind"
        ? subjectKindWords
        : field.type === "code"
          ? (tables.get(field.codeTable)?.value.codes.map((code) => code.value) ?? [])
          : null;
    if (allowed === null)
      report(file, "field.wrong_type", { where: source.id, field: fieldId, type: field.type, expected: "code" });
    else
      for (const value of Object.values(map))
        if (!allowed.includes(value)) report(file, "code.unknown", { where: `${source.id}.${fieldId}`, value });
  }
};

/** A year of holidays: real days of that year, each named once, exchanged working days on weekends. */
export const checkCalendar = ({ file, value: year }: Located<CalendarYear>, report: Report): void => {
  const seen = new Set<string>();
  for (const { date } of [...year.holidays, ...year.workdays]) {
    if (!isRealDate(date)) report(file, "calendar.day_not_real", { date });
    else if (Number(date.slice(0, 4)) !== year.year)
      report(file, "calendar.day_of_other_year", { date, year: year.year });
    if (seen.has(date)) report(file, "calendar.day_twice", { date });
    seen.add(date);
  }
  for (const { date } of year.workdays)
    if (isRealDate(date) && ![0, 6].includes(dayOfWeek(date))) report(file, "calendar.workday_not_weekend", { date });
};

export const checkCity = (
  { file, value: city }: Located<City>,
  regions: ReadonlyMap<string, Region>,
  report: Report,
): void => {
  if (!regions.has(city.region)) report(file, "region.unknown", { city: city.id, region: city.region });
};

/**
 * The items as a city shows them: disclosure narrowed where its supplement says so. What would show more than the national base is reported, and not done.
 */
export const narrow = (
  items: ReadonlyMap<string, Located<CatalogueItem>>,
  supplement: Located<Supplement> | null,
  report: Report,
): ReadonlyMap<string, CatalogueItem> => {
  const narrowed = new Map([...items].map(([id, item]) => [id, item.value]));
  for (const { item: id, field: fieldId, disclosure } of supplement?.value.narrower ?? []) {
    const file = supplement?.file ?? "";
    const item = narrowed.get(id);
    if (item === undefined) {
      report(file, "item.unknown", { item: id });
      continue;
    }
    const now = fieldId === null ? item.disclosure : item.fields.find((f) => f.id === fieldId)?.disclosure;
    if (now === undefined) report(file, "field.unknown", { where: id, field: fieldId ?? "" });
    else if (strictness.indexOf(disclosure) <= strictness.indexOf(now))
      report(file, "city.looser_disclosure", { item: id, field: fieldId ?? "", from: now, to: disclosure });
    else if (fieldId !== null)
      narrowed.set(id, { ...item, fields: item.fields.map((f) => (f.id === fieldId ? { ...f, disclosure } : f)) });
    else if (disclosure === "public" || disclosure === "government" || disclosure === "authorised")
      narrowed.set(id, { ...item, disclosure });
    else
      report(file, "shape.invalid", {
        path: "narrower",
        message: `an item is public, government or authorised, not ${disclosure}`,
      });
  }
  return narrowed;
};
