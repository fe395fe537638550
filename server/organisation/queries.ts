import type { Organisation } from "@chengxin/domain/organisation/api.ts";
import { readUscc } from "@chengxin/domain/organisation/uscc.ts";
import { problem } from "@chengxin/domain/problem.ts";
import { publicFields } from "@chengxin/domain/record/public-fields.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type { RecordContent } from "@chengxin/domain/intake/checked-row.ts";
import type { Database } from "../platform/db.ts";
import { findByExactName } from "./find-organisations.ts";
import { findByExactNameBySql } from "./search-sql.ts";
import type { OrganisationServices } from "./services.ts";
import { itemsByNumber, registerItem, sourceOf, summaryOf, type OrganisationRow } from "./summary.ts";

const directory = "select organisation_id from organisation_directory where uscc = $1";
const shownToday = `
  select d.organisation_id from organisation_directory d join organisation o on o.organisation_id = d.organisation_id
  where d.uscc = $1 and (o.registered or exists (select from public_record_on($2) r where r.organisation_id = d.organisation_id))`;

/**
 * A code as typed → the organisation's number. One known only from records that are not public on `today` is answered as unknown, so that nothing
 * tells of what has ended; null: whoever is in the directory.
 * @throws Problem organisation.code_invalid when it can't be a code, organisation.not_found when nobody has it
 */
export const getOrganisationId = async (
  database: Database,
  typed: string,
  today: PlainDate | null,
): Promise<number> => {
  const reading = readUscc(typed);
  if (!reading.ok) throw problem("organisation.code_invalid", { fault: reading.problem });
  const { rows } = await database.pool.query<{ organisation_id: number }>(
    today === null
      ? { name: "organisation.directory", text: directory, values: [reading.uscc] }
      : { name: "organisation.shown", text: shownToday, values: [reading.uscc, today] },
  );
  if (!rows[0]) throw problem("organisation.not_found", { uscc: reading.uscc });
  return rows[0].organisation_id;
};

interface PageRow extends OrganisationRow {
  former: { name: string; knownUntil: string | null }[] | null;
  codes: { scheme: string; code: string }[] | null;
  counts: { item: number; count: number }[] | null;
  base: { recordId: string; sourceId: number; receivedAt: string; content: string; versions: number } | null;
}

/** Base data, names, codes and counts of one organisation; the counts from the fact index alone. */
const page = `
  select o.*,
    (select json_agg(json_build_object('name', n.name, 'knownUntil', n.known_until) order by n.known_until desc nulls first, n.name)
       from organisation_name n where n.organisation_id = $1 and n.kind = 'former') as former,
    (select json_agg(json_build_object('scheme', c.scheme, 'code', c.code) order by c.scheme, c.code)
       from organisation_code c where c.organisation_id = $1) as codes,
    (select json_agg(json_build_object('item', c.item_id, 'count', c.count))
       from (select r.item_id, count(*) from public_record_on($2) r where r.organisation_id = $1 group by r.item_id) c) as counts,
    (select json_build_object('recordId', r.record_id, 'sourceId', r.source_id, 'receivedAt', r.known_from, 'content', r.content,
        'versions', (select count(*) from record v where v.organisation_id = $1 and v.record_id = r.record_id))
       from public_record_on($2) r where r.organisation_id = $1 and r.item_id = $3
       order by r.decided_on desc, r.known_from desc, r.record_id limit 1) as base
  from organisation o where o.organisation_id = $1`;

const mostHomonyms = 20;

const homonymsOf = async (
  { database, names: { layers } }: OrganisationServices,
  row: OrganisationRow,
  today: PlainDate,
): Promise<Organisation["homonyms"]> => {
  const ids = layers
    ? findByExactName(layers, row.name_folded, Date.parse(today) / 86_400_000, mostHomonyms + 1)
    : await findByExactNameBySql(database.sql, row.name_folded, today, mostHomonyms + 1);
  const others = ids.filter((id) => id !== row.organisation_id).slice(0, mostHomonyms);
  if (others.length === 0) return [];
  return database.sql
    .selectFrom("organisation")
    .select(["uscc", "name"])
    .where("organisation_id", "in", others)
    .orderBy("uscc")
    .execute();
};

/**
 * One organisation as the public sees it today. One known only from records is there as long as one of them is public.
 * @throws Problem organisation.code_invalid, organisation.not_found
 */
export const getOrganisation = async (services: OrganisationServices, typed: string): Promise<Organisation> => {
  const { database, catalogue, clock } = services;
  const today = clock.today();
  const register = catalogue.items.get(registerItem);
  const organisationId = await getOrganisationId(database, typed, null);
  const { rows } = await database.pool.query<PageRow>({
    name: "organisation.page",
    text: page,
    values: [organisationId, today, register?.number ?? 0],
  });
  const [row] = rows;
  if (!row || (!row.registered && row.counts === null))
    throw problem("organisation.not_found", { uscc: row?.uscc ?? typed });

  const items = itemsByNumber(catalogue);
  const counts = (row.counts ?? []).flatMap(({ item: number, count }) => {
    const item = items.get(number);
    return item && item.id !== registerItem
      ? [{ item: item.id, name: item.name, category: item.category, effect: item.effect, count, number }]
      : [];
  });
  counts.sort((a, b) => a.number - b.number);
  const shown = row.base && register ? publicFields(register, JSON.parse(row.base.content) as RecordContent) : null;
  const inHead = new Set([register?.roles.subjectName, register?.roles.subjectCode]);
  return {
    ...summaryOf(catalogue, row),
    formerNames: row.former ?? [],
    codes: row.codes ?? [],
    base: shown?.fields.filter(({ id }) => !inHead.has(id)) ?? [],
    withheld: shown?.withheld ?? [],
    provenance: row.base && {
      source: sourceOf(catalogue, row.base.sourceId).name,
      receivedAt: new Date(row.base.receivedAt).toISOString(),
      recordId: row.base.recordId,
      versions: row.base.versions,
    },
    homonyms: await homonymsOf(services, row, today),
    counts: counts.map(({ number: _, ...count }) => count),
    adverse: counts.reduce((sum, { effect, count }) => sum + (effect === "adverse" ? count : 0), 0),
    asOf: today,
  };
};
