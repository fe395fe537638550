import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { foldName } from "@chengxin/domain/organisation/fold-name.ts";
import fc from "fast-check";
import { fixedClock } from "../platform/clock.ts";
import { buildOrganisation, buildRecord, inventUscc } from "../test/build.ts";
import { appendEvents } from "../platform/events.ts";
import { freshDatabase, type FreshDatabase, testChain } from "../test/database.ts";
import {
  countOrganisations,
  findByExactName,
  findOrganisations,
  findSimilarOrganisations,
  type After,
  type Hit,
} from "./find-organisations.ts";
import { NameProjection } from "./name-projection.ts";
import { readQuery } from "./search-query.ts";
import {
  countOrganisationsBySql,
  findByExactNameBySql,
  findOrganisationsBySql,
  findSimilarOrganisationsBySql,
} from "./search-sql.ts";

const clock = fixedClock("2026-06-01T04:00:00Z");
const today = clock.today();
const day = Date.parse(today) / 86_400_000;

let fresh: FreshDatabase;
let projection: NameProjection;
/** A small alphabet, so that names resemble each other; one character outside the basic plane. */
const character = fc.constantFrom(..."丹东市燃气公司AB1𠮷");
const name = fc.string({ unit: character, minLength: 2, maxLength: 9 });

before(async () => {
  fresh = await freshDatabase();
  const { database } = fresh;
  await database.pool.query(`insert into source values (1, 'market-supervision', '市场监督管理局', 210600)`);
  await database.pool.query(
    `insert into item values (3, 'penalty', '行政处罚', 3, 'adverse', true), (9, 'secret', '不公开', 3, 'neutral', false)`,
  );
  projection = new NameProjection({ database, clock, mostChanged: 60 });
  const names = fc.sample(
    fc.record({ name, former: fc.array(name, { maxLength: 2 }), registered: fc.boolean(), code: fc.nat(20) }),
    { numRuns: 150, seed: 7 },
  );
  for (const [i, made] of names.entries()) {
    // Half of them before the index is built, half come by events.
    if (i === 100) await projection.catchUp();
    const initials = (text: string): string => [...text].map((c) => "DSRQGX"[(c.codePointAt(0) ?? 0) % 6]).join("");
    const { organisationId } = await buildOrganisation(database, {
      name: made.name,
      initials: initials(made.name),
      registered: made.registered,
      formerNames: [...new Set(made.former)].map((former, n) => ({
        name: former,
        kind: n === 0 ? "former" : "reported",
        initials: initials(former),
      })),
      codes: made.code < 12 ? [{ scheme: "registrationNumber", code: `2106020000${10000 + made.code}` }] : [],
    });
    if (i % 3 === 0)
      await buildRecord(database, {
        organisation_id: organisationId,
        item_id: i % 2 ? 3 : 9,
        source_id: 1,
        public_until: i % 4 ? "2026-06-01" : "2026-05-31",
      });
  }
  await projection.catchUp();
});
after(async () => {
  await projection.stop();
  await fresh.close();
});

const layers = () => {
  assert.ok(projection.layers);
  return projection.layers;
};
const plain = (hits: readonly Hit[]): unknown[] => hits.map((hit) => ({ ...hit }));

const fragment = fc.oneof(
  fc.string({ unit: character, minLength: 2, maxLength: 5 }),
  fc.string({ unit: fc.constantFrom(..."DSRQGX"), minLength: 2, maxLength: 5 }),
  fc.constantFrom(
    "2106",
    "21060200001",
    "912106",
    "210602000010003",
    "丹东市燃气",
    "%_",
    "a'b",
    "\\\\",
    "[丹东]*",
    "😀😀",
  ),
);

const afterOf = (hit: Hit): After =>
  hit.by === "code" ? { code: hit.code, organisationId: hit.organisationId } : { rank: hit.rank };

test("the index holds a part built whole and a part that came by events", () => {
  assert.equal(layers().length, 2);
});

test("index and SQL find the same organisations in the same order for any fragment, page by page", async () => {
  await fc.assert(
    fc.asyncProperty(fragment, fc.integer({ min: 1, max: 7 }), async (typed, limit) => {
      const query = readQuery(typed);
      let after: After | null = null;
      let pages = 0;
      for (;;) {
        const byIndex = findOrganisations(layers(), query, { after, limit, today: day });
        const bySql = await findOrganisationsBySql(fresh.database.sql, query, { after, limit, today });
        assert.deepEqual(plain(byIndex), plain(bySql));
        const last = byIndex.at(-1);
        if (byIndex.length < limit || !last || ++pages > 4) break;
        after = afterOf(last);
      }
      assert.equal(
        countOrganisations(layers(), query, day, 10),
        await countOrganisationsBySql(fresh.database.sql, query, today, 10),
      );
    }),
    { numRuns: 150 },
  );
});

test("pages joined are the whole list, each organisation once", () => {
  fc.assert(
    fc.property(fragment, fc.integer({ min: 1, max: 5 }), (typed, limit) => {
      const query = readQuery(typed);
      const whole = findOrganisations(layers(), query, { after: null, limit: 1000, today: day });
      const joined: Hit[] = [];
      for (let after: After | null = null; ; after = afterOf(joined.at(-1)!)) {
        const page = findOrganisations(layers(), query, { after, limit, today: day });
        joined.push(...page);
        if (page.length < limit) break;
      }
      assert.deepEqual(joined, whole);
      assert.equal(new Set(whole.map((hit) => hit.organisationId)).size, whole.length);
      assert.equal(countOrganisations(layers(), query, day, 1000), whole.length);
    }),
  );
});

test("index and SQL find the same similar names", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom(..."丹东市燃气公司AB"), minLength: 4, maxLength: 8 }),
      async (typed) => {
        const query = readQuery(typed);
        assert.deepEqual(
          plain(findSimilarOrganisations(layers(), query, day)),
          plain(await findSimilarOrganisationsBySql(fresh.database.sql, query, today)),
        );
      },
    ),
    { numRuns: 150 },
  );
});

test("index and SQL find the same organisations of one name", async () => {
  const { rows } = await fresh.database.pool.query<{ name_folded: string }>(
    "select distinct name_folded from organisation",
  );
  for (const { name_folded } of rows)
    assert.deepEqual(
      findByExactName(layers(), name_folded, day, 100),
      await findByExactNameBySql(fresh.database.sql, name_folded, today, 100),
    );
});

test("an organisation known only from records is found while one of them is public, last day included", async () => {
  const { database } = fresh;
  const known = await buildOrganisation(database, { name: "凤城墨韵斋", registered: false });
  const find = async (on: string): Promise<number> => {
    await projection.catchUp();
    const byIndex = findOrganisations(layers(), readQuery("墨韵斋"), {
      after: null,
      limit: 5,
      today: Date.parse(on) / 86_400_000,
    }).length;
    assert.equal(
      byIndex,
      (await findOrganisationsBySql(database.sql, readQuery("墨韵斋"), { after: null, limit: 5, today: on })).length,
    );
    return byIndex;
  };
  await buildRecord(database, {
    organisation_id: known.organisationId,
    item_id: 9,
    source_id: 1,
    public_until: "infinity",
  });
  await buildRecord(database, {
    organisation_id: known.organisationId,
    item_id: 3,
    source_id: 1,
    public_until: "-infinity",
  });
  assert.equal(await find("2026-06-01"), 0);
  await buildRecord(database, {
    organisation_id: known.organisationId,
    item_id: 3,
    source_id: 1,
    public_until: "2026-06-09",
  });
  assert.equal(await find("2026-06-09"), 1);
  assert.equal(await find("2026-06-10"), 0);
});

test("a change in a transaction that ends after a later one is not missed", async () => {
  const { database } = fresh;
  const slow = await database.pool.connect();
  await slow.query("begin");
  const { rows } = await slow.query<{ organisation_id: number }>(
    "insert into organisation_directory (uscc) values ($1) returning organisation_id",
    [inventUscc()],
  );
  const id = rows[0]!.organisation_id;
  await slow.query(
    `insert into organisation select $1, uscc, '宽甸迟归山货行', '宽甸迟归山货行', '', 'enterprise', 'active', null, null, true, now() from organisation_directory where organisation_id = $1`,
    [id],
  );
  await appendEvents(slow, testChain, [
    {
      actor: { kind: "system", name: "test" },
      at: new Date(),
      event: { action: "x", object: "x", organisationId: id, data: {} },
    },
  ]);
  await buildOrganisation(database, { name: "宽甸先到山货行" });
  const found = (): number =>
    findOrganisations(layers(), readQuery("山货行"), { after: null, limit: 5, today: day }).length;
  await projection.catchUp();
  assert.equal(found(), 1, "what is committed is found at once, whatever else still runs on the server");
  await slow.query("commit");
  slow.release();
  await projection.catchUp();
  assert.equal(found(), 2);
});

test("more changes than fit beside the index build it anew", async () => {
  for (let i = 0; i < 80; i++) await buildOrganisation(fresh.database, { name: `东港潮信${i}号` });
  await projection.catchUp();
  assert.equal(layers().length, 1);
  assert.equal(findOrganisations(layers(), readQuery("东港潮信"), { after: null, limit: 100, today: day }).length, 80);
  assert.equal(foldName("东港潮信"), "东港潮信");
});
