import assert from "node:assert/strict";
import { foldName } from "@chengxin/domain/organisation/fold-name.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import {
  countOrganisations,
  findOrganisations,
  findSimilarOrganisations,
  type Layer,
} from "../organisation/find-organisations.ts";
import { loadNameIndex } from "../organisation/load-names.ts";
import { bytesOfIndex } from "../organisation/name-index.ts";
import { readQuery } from "../organisation/search-query.ts";
import { findOrganisationsBySql, findSimilarOrganisationsBySql } from "../organisation/search-sql.ts";
import { alone, alternate, compareTimes, percentile, type Figure } from "./figure.ts";
import { inventOrganisation } from "./invent-organisation.ts";
import { ensureRegister } from "./loaded.ts";
import { createRandom } from "./random.ts";
import { seed, type Rig } from "./rig.ts";
import { tradeCharacters } from "./vocabulary.ts";

const queryStream = 9;
const firstHits = 20;

interface NameSearch {
  readonly layers: readonly Layer[];
  readonly today: PlainDate;
  /** Days since 1970, as the index counts. */
  readonly day: number;
}

/** Fragments of names that exist, `length` characters from anywhere within; with `wrong`, one character of it replaced. */
const fragments = (rig: Rig, length: number, n: number, wrong: boolean): string[] => {
  const random = createRandom();
  return Array.from({ length: n }, (_, index) => {
    random.at(seed, queryStream + length, index);
    const name = [...foldName(inventOrganisation(random.below(rig.sizes.organisations), seed).name)];
    random.at(seed, queryStream + length, index + n);
    const from = random.below(Math.max(1, name.length - length + 1));
    const part = name.slice(from, from + length);
    if (wrong) part[1 + random.below(part.length - 2)] = random.pick(tradeCharacters);
    return part.join("");
  });
};

/** Bigrams of the folded names in a table and a GIN index of their own: the best that PostgreSQL alone does for two Chinese characters. */
const buildGin = async (rig: Rig): Promise<number> => {
  const started = performance.now();
  await rig.superuser.query(`
    create table bench_gram as select o.organisation_id, o.name_folded as name,
      array(select distinct substr(o.name_folded, i, 2) from generate_series(1, length(o.name_folded) - 1) i) as grams
    from organisation o`);
  await rig.superuser.query("create index on bench_gram using gin (grams) with (fastupdate = off)");
  await rig.superuser.query("create extension if not exists pg_trgm");
  await rig.superuser.query(
    "create table bench_trigram as select organisation_id, name_folded as name from organisation",
  );
  await rig.superuser.query("create index on bench_trigram using gin (name gin_trgm_ops) with (fastupdate = off)");
  await rig.superuser.query("analyze bench_gram; analyze bench_trigram; analyze organisation");
  return performance.now() - started;
};

const pairsOf = (text: string): string[] => Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));

const timed = async (queries: readonly string[], run: (query: string) => unknown): Promise<Float64Array> => {
  const times = new Float64Array(queries.length);
  for (const [at, query] of queries.entries()) {
    const started = performance.now();
    const answer = run(query);
    if (answer instanceof Promise) await answer;
    times[at] = performance.now() - started;
  }
  return times;
};

/** Every hit of the index is a name that LIKE finds, none is missing, and the first page is the SQL twin's. */
const checkAnswers = async (
  rig: Rig,
  { layers, today, day }: NameSearch,
  queries: readonly string[],
): Promise<void> => {
  for (const text of queries) {
    const query = readQuery(text);
    const { rows } = await rig.superuser.query<{ n: number }>(
      "select count(*)::integer as n from organisation where name_folded like $1",
      [`%${query.name}%`],
    );
    assert.equal(countOrganisations(layers, query, day, 1e9), rows[0]!.n, `hits for ${text}`);
    const page = { after: null, limit: firstHits };
    assert.deepEqual(
      findOrganisations(layers, query, { ...page, today: day }),
      await findOrganisationsBySql(rig.services.database.sql, query, { ...page, today }),
      `first page for ${text}`,
    );
  }
};

const exactSearch = async (rig: Rig, search: NameSearch, length: number): Promise<Figure[]> => {
  const queries = fragments(rig, length, 400, false);
  await checkAnswers(rig, search, queries.slice(0, 12));
  const line = `search.${length}`;
  const slowest: number[] = [];
  const values = await alternate(
    rig.sizes.rounds,
    {
      ours: async () => {
        const times = await timed(queries, (text) =>
          findOrganisations(search.layers, readQuery(text), { after: null, limit: firstHits, today: search.day }),
        );
        slowest.push(percentile(times, 0.99));
        return percentile(times, 0.5);
      },
      gin: async () =>
        percentile(
          await timed(queries.slice(0, 200), (text) =>
            rig.superuser.query({
              name: "bench-gin",
              text: `select organisation_id, name from bench_gram where grams @> $1 and name like $2 limit ${firstHits}`,
              values: [pairsOf(text), `%${text}%`],
            }),
          ),
          0.5,
        ),
    },
    1,
  );
  return [
    compareTimes(
      { line, unit: "ms p50", floor: 20, note: "limit: GIN on bigrams in PostgreSQL" },
      values.ours,
      values.gin,
    ),
    alone({ line: `${line}.p99`, unit: "ms", budget: 0.1, floor: 1 }, slowest.slice(1)),
  ];
};

const similarSearch = async (rig: Rig, search: NameSearch): Promise<Figure> => {
  const queries = fragments(rig, 8, 300, true);
  for (const text of queries.slice(0, 8)) {
    const query = readQuery(text);
    assert.deepEqual(
      findSimilarOrganisations(search.layers, query, search.day),
      await findSimilarOrganisationsBySql(rig.services.database.sql, query, search.today),
      `similar to ${text}`,
    );
  }
  const values = await alternate(
    rig.sizes.rounds,
    {
      ours: async () =>
        percentile(
          await timed(queries, (text) => findSimilarOrganisations(search.layers, readQuery(text), search.day)),
          0.5,
        ),
      trigram: async () =>
        percentile(
          await timed(queries.slice(0, 20), (text) =>
            rig.superuser.query({
              name: "bench-trigram",
              text: `select organisation_id, name from bench_trigram where name % $1 order by similarity(name, $1) desc limit ${firstHits}`,
              values: [text],
            }),
          ),
          0.5,
        ),
    },
    1,
  );
  return compareTimes(
    { line: "search.fuzzy", unit: "ms p50", floor: 1000, note: "limit: pg_trgm similarity, GIN" },
    values.ours,
    values.trigram,
  );
};

/** Name search over the whole register: the index in the process against the best index of PostgreSQL. */
export async function* searchFigures(rig: Rig): AsyncGenerator<Figure> {
  await ensureRegister(rig);
  const today = rig.services.clock.today();
  const day = Date.parse(today) / 86_400_000;
  const build: number[] = [];
  let layers: Layer[] = [];
  for (let round = 0; round < 3; round += 1) {
    const started = performance.now();
    layers = [{ index: (await loadNameIndex(rig.services.database.pool, today)).index, replaced: null }];
    build.push((performance.now() - started) / 1000);
  }
  const megabytes = bytesOfIndex(layers[0]!.index) / 1e6;
  yield alone(
    {
      line: "search.build",
      unit: "s",
      note: `${rig.sizes.organisations} organisations read from PostgreSQL and indexed, ${megabytes.toFixed(0)} MB`,
    },
    build,
  );
  await buildGin(rig);
  const search = { layers, today, day };
  for (const length of [2, 4, 8]) yield* await exactSearch(rig, search, length);
  yield await similarSearch(rig, search);
}
