import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { CatalogueItem, Field } from "@chengxin/domain/catalogue/item.ts";
import type { RecordContent } from "@chengxin/domain/intake/checked-row.ts";
import type { RecordSummary } from "@chengxin/domain/record/api.ts";
import { publicSight, shownFields, type Sight } from "@chengxin/domain/record/public-fields.ts";
import type { PlainDate, Words } from "@chengxin/domain/words.ts";
import { itemsByNumber, regionOf, sourceOf } from "../organisation/summary.ts";

/** A record with what stands beside it; the columns of `summaryColumns`. */
export interface RecordRow {
  readonly organisation_id: number;
  readonly record_id: string;
  readonly version: number;
  readonly item_id: number;
  readonly source_id: number;
  readonly region_code: number | null;
  readonly decided_on: PlainDate;
  readonly valid_from: PlainDate | null;
  readonly valid_until: PlainDate | null;
  /** `infinity` = no end, `-infinity` = never. */
  readonly public_until: string;
  readonly amount_cents: number | null;
  readonly known_from: Date;
  readonly content: string;
  readonly uscc: string;
  readonly organisation: string;
  readonly authority: string;
  readonly source_code: string;
  readonly source_name: string;
}

/** When it was received: rules applied anew are no receipt. */
const receivedAt = `case when r.change = 'rules' then (select max(v.known_from) from record v
  where v.organisation_id = r.organisation_id and v.record_id = r.record_id and v.change <> 'rules') else r.known_from end as known_from`;

/** Columns of `RecordRow` from `r` (record), `o` (organisation), `a` (authority), `s` (source). */
export const summaryColumns = `r.organisation_id, r.record_id, r.version, r.item_id, r.source_id, r.region_code, r.decided_on, r.valid_from, r.valid_until,
  r.public_until, r.amount_cents, ${receivedAt}, r.content, o.uscc, o.name as organisation, a.name as authority, s.code as source_code, s.name as source_name`;

export const summaryJoins = `join organisation o on o.organisation_id = r.organisation_id
  join authority a on a.authority_id = r.authority_id join source s on s.source_id = r.source_id`;

const isSeen = (sight: Sight, item: CatalogueItem, id: string | undefined): boolean =>
  id === undefined ||
  item.fields.some((field) => field.id === id && sight.fields.some((seen) => seen === field.disclosure));

/** A code's value in words: "其他-责令改正" is the code 其他 with words of its own. */
const wordsOf = (catalogue: Catalogue, field: Field | undefined, value: string): Words => {
  const codes = field?.type === "code" ? catalogue.codeTables.get(field.codeTable)?.codes : undefined;
  const exact = codes?.find((code) => code.value === value);
  if (exact) return exact.name;
  const [head = "", ...rest] = value.split("-");
  const other = codes?.find((code) => code.value === head);
  return { zh: value, en: other && rest.length > 0 ? `${other.name.en}: ${rest.join("-")}` : value };
};

const kindsOf = (catalogue: Catalogue, item: CatalogueItem, content: RecordContent, sight: Sight): Words[] => {
  const { kind } = item.roles;
  if (kind === undefined || !isSeen(sight, item, kind)) return [];
  const values = content[kind] ?? [];
  const field = item.fields.find(({ id }) => id === kind);
  return (typeof values === "string" ? [values] : values).map((value) => wordsOf(catalogue, field, value));
};

const outcomeOf = (catalogue: Catalogue, item: CatalogueItem, shown: RecordView["shown"]): RecordSummary["outcome"] => {
  const field = item.fields.find(({ id }) => id === item.roles.outcome);
  const value = shown.value(item.roles.outcome);
  return field && value !== null ? { name: field.name, value: wordsOf(catalogue, field, value) } : null;
};

export interface RecordView {
  readonly item: CatalogueItem;
  readonly content: RecordContent;
  readonly shown: ReturnType<typeof shownFields>;
  readonly summary: RecordSummary;
}

/**
 * A stored record as somebody sees it; by default as the public does: public fields only, persons masked.
 * @returns null when the catalogue doesn't know the item any more, so that nothing says who may see which of its fields
 */
export const recordView = (catalogue: Catalogue, row: RecordRow, sight: Sight = publicSight): RecordView | null => {
  const item = itemsByNumber(catalogue).get(row.item_id);
  if (!item) return null;
  const content = JSON.parse(row.content) as RecordContent;
  const shown = shownFields(item, content, sight);
  const { roles } = item;
  const first = (ids: readonly (string | undefined)[]): string | null =>
    ids.reduce<string | null>((found, id) => found ?? shown.value(id), null);
  const amountSeen = [roles.fine, roles.confiscated, roles.amount].every((id) => isSeen(sight, item, id));
  const summary: RecordSummary = {
    recordId: row.record_id,
    uscc: row.uscc,
    organisation: row.organisation,
    item: { id: item.id, name: item.name, effect: item.effect, statesBasis: roles.statedBasis !== undefined },
    kinds: kindsOf(catalogue, item, content, sight),
    title: shown.value(roles.title) ?? item.name.zh,
    documentNumber: first([roles.documentNumber, roles.documentNumberElse]),
    summary: first(roles.summary),
    statedBasis: shown.value(roles.statedBasis),
    outcome: outcomeOf(catalogue, item, shown),
    authority: row.authority,
    region: regionOf(catalogue, row.region_code),
    source: sourceOf(catalogue, row.source_id, { code: row.source_code, name: row.source_name }),
    decidedOn: row.decided_on,
    validFrom: isSeen(sight, item, roles.validFrom) ? row.valid_from : null,
    validUntil: isSeen(sight, item, roles.validUntil) ? row.valid_until : null,
    amountYuan: row.amount_cents !== null && amountSeen ? row.amount_cents / 100 : null,
    publicUntil: row.public_until.endsWith("infinity") ? null : row.public_until,
    receivedAt: row.known_from.toISOString(),
    version: row.version,
  };
  return { item, content, shown, summary };
};
