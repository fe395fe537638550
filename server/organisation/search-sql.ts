import type { PlainDate } from "@chengxin/domain/words.ts";
import { sql, type RawBuilder } from "kysely";
import type { Sql } from "../platform/db.ts";
import type { After, Hit } from "./find-organisations.ts";
import { longestName } from "./name-index.ts";
import { standingOf, tierOf, tiers, type Tier } from "./rank.ts";
import type { SearchQuery } from "./search-query.ts";
import { canBeSimilar, similarPatterns } from "./similar-name.ts";

/** Length in UTF-16 units, as the index counts. */
const units = (text: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(char_length(${text}) + regexp_count(${text}, '[\\U00010000-\\U0010FFFF]'))`;

/** `rank` of rank.ts. */
const rankOf = (tier: Tier, position: RawBuilder<unknown>, text: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  ((((${sql.lit(tier)}::bigint * 512 + least(${position}, 511)) * 512 + least(${units(text)}, 511)) * 4
    + (case when t.registered then 0 else 2 end) + (case when t.former then 1 else 0 end)) * 2147483648 + t.organisation_id)`;

/** Every name and its initials, cut and cleaned as the index does. */
const texts = sql`
  select o.organisation_id, o.registered, false as former, left(o.name_folded, ${sql.lit(longestName)}) as name,
    left(regexp_replace(upper(o.initials), '[^0-9A-Z]', '', 'g'), ${sql.lit(longestName)}) as initials
  from organisation o
  union all
  select n.organisation_id, o.registered, true, left(n.name_folded, ${sql.lit(longestName)}),
    left(regexp_replace(upper(n.initials), '[^0-9A-Z]', '', 'g'), ${sql.lit(longestName)})
  from organisation_name n join organisation o using (organisation_id)`;

const placeOf = (text: RawBuilder<unknown>, part: string): RawBuilder<unknown> =>
  units(sql`left(${text}, strpos(${text}, ${part}) - 1)`);

/** Shown to the public: registered, or known from a record that is public today. */
const shown = (today: PlainDate): RawBuilder<unknown> => sql`
  exists (select from organisation o where o.organisation_id = f.organisation_id
    and (o.registered or exists (select from public_record_on(${today}) r where r.organisation_id = f.organisation_id)))`;

/** Organisation and the best by which it is found: a code, else a rank. */
const found = (query: SearchQuery): RawBuilder<unknown> => sql`
  with coded as (
    select c.organisation_id, min(c.code collate "C") as code
    from (select organisation_id, uscc as code from organisation union all select organisation_id, code from organisation_code) c
    where starts_with(c.code, ${query.code}::text) group by c.organisation_id
  ), named as (
    select t.organisation_id, ${rankOf(tiers.name, placeOf(sql`t.name`, query.name), sql`t.name`)} as rank
    from (${texts}) t where ${query.name} <> '' and strpos(t.name, ${query.name}) > 0
    union all
    select t.organisation_id, ${rankOf(tiers.initials, placeOf(sql`t.initials`, query.initials ?? ""), sql`t.initials`)}
    from (${texts}) t where ${query.initials}::text is not null and strpos(t.initials, ${query.initials}::text) > 0
  )
  select organisation_id, code, null::bigint as rank from coded
  union all
  select n.organisation_id, null, min(n.rank) from named n
  where not exists (select from coded c where c.organisation_id = n.organisation_id) group by n.organisation_id`;

const behind = (after: After | null): RawBuilder<unknown> => {
  if (after === null) return sql`true`;
  if ("rank" in after) return sql`f.rank > ${after.rank}`;
  return sql`(f.code is null or (f.code collate "C", f.organisation_id) > (${after.code}, ${after.organisationId}))`;
};

interface FoundRow {
  organisation_id: number;
  code: string | null;
  rank: number | null;
}

const hitOf = ({ organisation_id: organisationId, code, rank }: FoundRow): Hit => {
  if (code !== null) return { organisationId, by: "code", code };
  const own = rank ?? 0;
  const tier = tierOf(own);
  return {
    organisationId,
    by: tier === tiers.name ? "name" : tier === tiers.initials ? "initials" : "similar",
    former: standingOf(own) % 2 === 1,
    rank: own,
  };
};

/** The twin of `findOrganisations`: reads every name, so it takes tens of milliseconds at 300,000. */
export const findOrganisationsBySql = async (
  db: Sql,
  query: SearchQuery,
  page: { after: After | null; limit: number; today: PlainDate },
): Promise<Hit[]> => {
  if (query.codeFault !== null) return [];
  const { rows } = await sql<FoundRow>`
    select f.organisation_id, f.code, f.rank from (${found(query)}) f
    where ${behind(page.after)} and ${shown(page.today)}
    order by f.code is null, f.code collate "C", f.rank, f.organisation_id limit ${page.limit}`.execute(db);
  return rows.map(hitOf);
};

/** The twin of `countOrganisations`. */
export const countOrganisationsBySql = async (
  db: Sql,
  query: SearchQuery,
  today: PlainDate,
  most: number,
): Promise<number> => {
  if (query.codeFault !== null) return 0;
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select from (${found(query)}) f where ${shown(today)} limit ${most}) g`.execute(db);
  return rows[0]?.n ?? 0;
};

/** The twin of `findSimilarOrganisations`. */
export const findSimilarOrganisationsBySql = async (db: Sql, query: SearchQuery, today: PlainDate): Promise<Hit[]> => {
  if (query.code !== null || query.codeFault !== null || !canBeSimilar(query.name)) return [];
  const { rows } = await sql<FoundRow>`
    select f.organisation_id, null as code, f.rank from (
      select t.organisation_id, min(${rankOf(tiers.similar, sql`abs(${units(sql`t.name`)} - ${query.name.length}::integer)`, sql`t.name`)}) as rank
      from (${texts}) t where t.name like any (${similarPatterns(query.name)}) group by t.organisation_id) f
    where ${shown(today)} order by f.rank`.execute(db);
  return rows.map(hitOf);
};

/** The twin of `findByExactName`. */
export const findByExactNameBySql = async (
  db: Sql,
  name: string,
  today: PlainDate,
  limit: number,
): Promise<number[]> => {
  const { rows } = await sql<{ organisation_id: number }>`
    select f.organisation_id from organisation f where f.name_folded = ${name} and ${shown(today)} order by f.organisation_id limit ${limit}`.execute(
    db,
  );
  return rows.map((row) => row.organisation_id);
};
