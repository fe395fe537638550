import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { listRecords, RecordSummary } from "@chengxin/domain/record/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import fc from "fast-check";
import pg from "pg";
import { buildAuthority, buildOrganisation } from "../test/build.ts";
import { openReading, type Reading } from "../test/reading.ts";

let reading: Reading;
let pool: pg.Pool;
let codes: string[];
const authorities = ["样例市市场监督管理局", "样例市生态环境局", "样例县交通运输局"];
const today = "2026-06-01";

/** A few thousand records over some organisations, many on the same day; a third of them not public. */
before(async () => {
  reading = await openReading();
  ({ pool } = reading.database);
  const organisations = [];
  for (let i = 0; i < 12; i++) organisations.push(await buildOrganisation(reading.database));
  codes = organisations.map(({ uscc }) => uscc);
  for (const name of authorities) await buildAuthority(reading.database, name);
  await pool.query(
    `insert into record (organisation_id, record_id, version, item_id, source_id, authority_id, region_code, decided_on, public_until, kind, change, content, content_hash, batch_id, row_no, known_from)
     select $1::int[][1 + i % 12], md5(i::text)::uuid, 1, (array[2,3,5])[1 + i % 3], 1, (select authority_id from authority where name = ($2::text[])[1 + i % 3]), 210602 + i % 2,
       date '2026-01-01' + (i * 7919 % 40), (array['2026-05-31', '2026-06-01', 'infinity', '2027-01-01', '-infinity', '2028-01-01']::date[])[1 + i % 6], 1 + i % 4, 'reported',
       '{"XK_WSH":"' || i || '","CF_WSH":"' || i || '"}', sha256(i::text::bytea), 1, i, '2026-02-15T00:00:00Z'
     from generate_series(1, 3000) i`.replace("$1::int[][1 + i % 12]", "($1::int[])[1 + i % 12]"),
    [organisations.map(({ organisationId }) => organisationId), authorities],
  );
});
after(() => reading.close());

type List = RouteAnswer<typeof listRecords>;
type Input = Record<string, unknown>;
const list = async (input: Input): Promise<List> =>
  (await (
    await reading.at(`${today}T04:00:00Z`)
  )("listRecords", input)) as List;

const filters = fc.record(
  {
    item: fc.constantFrom("licence", "penalty", "commitment"),
    organisation: fc.nat(11).map((i) => i),
    authority: fc.constantFrom(...authorities),
    region: fc.constantFrom("210602", "210603"),
    kind: fc.integer({ min: 1, max: 4 }),
    from: fc.constantFrom("2026-01-05", "2026-01-20"),
    to: fc.constantFrom("2026-01-10", "2026-02-05"),
  },
  { requiredKeys: [] },
);

/** The same question asked of the tables with nothing but comparisons. */
const expected = async (input: Input): Promise<string[]> => {
  const { rows } = await pool.query<{ record_id: string }>(
    `select r.record_id from record r join organisation o using (organisation_id) join item i using (item_id) join authority a using (authority_id)
     where r.known_until = 'infinity' and r.public_until >= $8 and i.code <> 'organisation'
       and ($1::text is null or i.code = $1) and ($2::text is null or o.uscc = $2) and ($3::text is null or a.name = $3) and ($4::int is null or r.region_code = $4)
       and ($5::int is null or r.kind = $5) and ($6::date is null or r.decided_on >= $6) and ($7::date is null or r.decided_on <= $7)
     order by r.decided_on desc, r.organisation_id desc, r.record_id desc`,
    [...["item", "organisation", "authority", "region", "kind", "from", "to"].map((key) => input[key] ?? null), today],
  );
  return rows.map((row) => row.record_id);
};
const ids = (items: readonly RecordSummary[]): string[] => items.map(({ recordId }) => recordId);

test("pages joined are exactly the public records that meet the filters, in order, whatever the filters and the page size", async () => {
  await fc.assert(
    fc.asyncProperty(filters, fc.integer({ min: 1, max: 100 }), async ({ organisation, kind, ...rest }, limit) => {
      // a kind is a number of one item's code table
      const ofItem = kind !== undefined && rest.item !== undefined ? { kind } : {};
      const input: Input = {
        ...rest,
        ...ofItem,
        ...(organisation === undefined ? {} : { organisation: codes[organisation] }),
      };
      const all = await expected(input);
      const joined: string[] = [];
      for (let cursor: string | null = null, pages = 0; pages < 5; pages++) {
        const page: List = await list({ ...input, limit, ...(cursor ? { cursor } : {}) });
        assert.deepEqual(page.count, { value: all.length, atLeast: false });
        joined.push(...ids(page.items));
        cursor = page.next;
        if (cursor === null) break;
      }
      assert.deepEqual(joined, all.slice(0, Math.min(all.length, limit * 5)));
    }),
    { numRuns: 60 },
  );
});

test("a cursor stays right while records come and go between two pages", async () => {
  const first = await list({ item: "penalty", limit: 20 });
  const before = await expected({ item: "penalty" });
  const gone = before[19]!;
  const newest = "ffffffff-ffff-ffff-ffff-ffffffffffff";
  await pool.query("update record set known_until = '2026-05-30' where record_id = $1 and known_until = 'infinity'", [
    gone,
  ]);
  await pool.query(
    `insert into record select organisation_id, $2, version, item_id, source_id, authority_id, region_code, date '2026-05-30', valid_from, valid_until, public_until, kind, amount_cents, change, content, content_hash, batch_id, row_no, known_from from record where record_id = $1`,
    [before[0], newest],
  );
  const second = await list({ item: "penalty", limit: 20, cursor: first.next });
  assert.deepEqual(ids(second.items), before.slice(20, 40));
  assert.deepEqual(ids((await list({ item: "penalty", limit: 1 })).items), [newest]);
});

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  Plans?: Plan[];
}
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];
const planOf = async (text: string, values: unknown[]): Promise<Plan[]> => {
  const { rows } = await pool.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(`explain (format json) ${text}`, values);
  return nodes(rows[0]!["QUERY PLAN"][0].Plan);
};

test("public_record_on is inlined: counts come from the fact index alone, lists from the list index in order, nothing is scanned", async () => {
  const owner = new pg.Client(reading.fresh.url);
  await owner.connect();
  // More rows, so that an index is worth it to the planner, and a vacuum, so that it knows pages to be visible.
  await owner.query(
    `insert into record select r.organisation_id + 100 * n, md5(r.record_id || n::text)::uuid, 1, item_id, source_id, authority_id, region_code, decided_on, valid_from, valid_until, public_until, kind, amount_cents, change, content || repeat(' ', 400), content_hash, batch_id, row_no, known_from
     from record r, generate_series(1, 20) n`,
  );
  await owner.query("vacuum analyze");
  await owner.end();
  const page = await planOf(
    "select item_id, count(*) from public_record_on($2) r where organisation_id = $1 group by item_id",
    [5, today],
  );
  const ordered = await planOf(
    "select organisation_id, record_id, decided_on from public_record_on($1) where item_id = $2 and authority_id = 2 order by decided_on desc, organisation_id desc, record_id desc limit 21",
    [today, 3],
  );
  for (const [plan, index] of [
    [page, /organisation_id_decided_on/],
    [ordered, /item_id_decided_on/],
  ] as const) {
    const scans = plan.filter((node) => node["Relation Name"]?.startsWith("record_p"));
    assert.ok(scans.length > 0);
    for (const scan of scans) {
      assert.equal(scan["Node Type"], "Index Only Scan");
      assert.match(scan["Index Name"] ?? "", index);
    }
    assert.ok(plan.every((node) => node["Node Type"] !== "Function Scan"));
  }
  assert.ok(ordered.some((node) => node["Node Type"] === "Merge Append"));
  assert.ok(ordered.every((node) => node["Node Type"] !== "Sort"));
});
