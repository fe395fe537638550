import type { catalogueFaults as zh } from "./catalogue-faults.zh-CN.ts";

export const catalogueFaults: typeof zh = {
  "file.not_json": (d) => `not valid JSON: ${d["message"]}`,
  "file.unexpected": () => "nothing reads this file: wrong folder or name",
  "file.missing": () => "this file is missing",
  "shape.invalid": (d) => `${d["path"]}: ${d["message"]}`,
  "id.twice": (d) => `${d["kind"]} ${d["id"]} comes twice`,
  "number.twice": (d) => `number ${d["number"]} of a ${d["kind"]} comes twice`,
  "file.name_differs": (d) => `the file's name differs from the item's id ${d["id"]}`,
  "document.unknown": (d) => `${d["where"]} cites ${d["document"]}, which is not in documents.json`,
  "document.repealed": (d) =>
    `${d["where"]} cites ${d["document"]}, repealed on ${d["repealedOn"]}, and is still in effect`,
  "document.not_yet_in_force": (d) =>
    `${d["where"]} took effect before ${d["document"]} that it cites (${d["effectiveFrom"]})`,
  "field.unknown": (d) => `${d["where"]} names a field that does not exist: ${d["field"]}`,
  "field.wrong_type": (d) => `${d["where"]}: field ${d["field"]} is of type ${d["type"]}, ${d["expected"]} is needed`,
  "field.not_required": (d) => `field ${d["field"]} identifies records and must be required`,
  "field.no_summary": () => "no field says what was decided (roles.summary)",
  "header.ambiguous": (d) => `header “${d["header"]}” belongs to both ${d["field"]} and ${d["other"]}`,
  "layout.feeds_twice": (d) => `in layout ${d["layout"]} both “${d["header"]}” and “${d["other"]}” feed ${d["field"]}`,
  "table.unknown": (d) => `code table ${d["table"]} of field ${d["field"]} does not exist`,
  "table.word_ambiguous": (d) => `“${d["word"]}” means both ${d["code"]} and ${d["other"]}`,
  "code.unknown": (d) => `${d["where"]}: value “${d["value"]}” is not in the code table`,
  "publicity.set_unknown": (d) => `there is no publicity rule set ${d["set"]}`,
  "publicity.set_unused": (d) => `no item uses publicity rule set ${d["set"]}`,
  "publicity.gap": (d) =>
    `no rule of publicity set ${d["set"]} from ${d["from"]}${d["to"] === "" ? " on" : ` to ${d["to"]}`}`,
  "publicity.overlap": (d) => `${d["rule"]} of publicity set ${d["set"]} overlaps another rule from ${d["from"]}`,
  "publicity.default_class": (d) =>
    `${d["rule"]} needs exactly one class for what no other takes, it has ${d["classes"]}`,
  "publicity.term_contradicts": (d) => `${d["where"]}: what is published needs a term, what is not can't have one`,
  "limit.unknown": (d) => `limit ${d["limit"]} does not exist`,
  "limit.not_working_days": (d) => `limit ${d["limit"]} is not a number of working days`,
  "limit.value": (d) => `limit ${d["limit"]} has neither value nor default`,
  "alert.hours": (d) => `alert rule ${d["rule"]} closes before it opens`,
  "alert.overlap": (d) =>
    `version ${d["version"]} of the alert rule ${d["rule"]} holds on days of version ${d["other"]}`,
  "item.unknown": (d) => `item ${d["item"]} does not exist`,
  "charter.number_range": (d) =>
    `number ${d["number"]}: items that take no sole traders, and only they, are numbered 500–999 (a city's own 1500–1999)`,
  "item.effective_dates": (d) => `in effect from ${d["from"]}, but only to ${d["to"]}`,
  "purpose.role": (d) => `purpose ${d["purpose"]} can't be for the role ${d["role"]}`,
  "purpose.confidential": (d) =>
    `purpose ${d["purpose"]}: a confidential investigation, and nothing else, says how long it stays so`,
  "purpose.opens": (d) =>
    `purpose ${d["purpose"]}: a query at the window or an investigation says what it opens; own and authorised readings never do`,
  "city.confidential_purpose": (d) => `a city pack can't add a confidential purpose (${d["purpose"]})`,
  "region.unknown": (d) => `division ${d["region"]} is not in regions.json`,
  "source.foreign_field": (d) => `none of the items that ${d["source"]} sends has a field ${d["field"]}`,
  "calendar.day_not_real": (d) => `${d["date"]} is no day of the calendar`,
  "calendar.day_of_other_year": (d) => `${d["date"]} is not in ${d["year"]}`,
  "calendar.day_twice": (d) => `${d["date"]} comes twice`,
  "calendar.workday_not_weekend": (d) => `the exchanged working day ${d["date"]} is not on a weekend`,
  "city.redefines": (d) => `a city pack can't redefine ${d["kind"]} ${d["id"]} of the national base`,
  "city.item_number": (d) => `number ${d["number"]} of a local item must be at least ${d["from"]}`,
  "city.looser_disclosure": (d) =>
    `a city may only show less: ${d["item"]} ${d["field"]} from ${d["from"]} to ${d["to"]}`,
  "city.looser_publicity": (d) =>
    `class ${d["class"]} of local rule ${d["rule"]} lasts longer than in the national rule ${d["national"]}, or is not there`,
  "charter.natural_person": (d) => `this platform registers no natural persons (${d["kind"]})`,
  "charter.personal_category": () => "category 4 (professional titles) is about natural persons; it has no items",
  "charter.refused_topic": (d) =>
    `${d["where"]}: “${d["name"]}” is about something this platform does not collect (${d["topic"]}: ${d["word"]})`,
  "charter.identity_kept": (d) =>
    `field ${d["field"]} is an identity document or private contact and can only be dropped`,
  "charter.person_shown": (d) => `field ${d["field"]} names a person: restricted, or masked as personName`,
  "charter.person_as_key": (d) =>
    `field ${d["field"]} names a person and can't identify, find or join records (${d["roles"]})`,
  "charter.adverse_without_end": (d) =>
    `class ${d["class"]} of rule ${d["rule"]} has no end, and ${d["item"]} is adverse: its publication must end`,
  "charter.sole_trader_rated": () => "an item of ratings or scores can't include sole traders",
};
