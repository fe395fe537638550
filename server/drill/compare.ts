import pg from "pg";

/** A table as two databases are compared by it. */
interface Table {
  readonly name: string;
  /** SQL that gives a row's key as text; the whole row where there is no primary key. */
  readonly key: string;
  /** SQL that gives what the application may not change in a row, as text: the database's own grants say so. */
  readonly lasting: string;
}

export interface TableResult {
  readonly table: string;
  /** Rows compared whole: those of the copy that nobody has changed since. */
  readonly rows: number;
  /** Rows of the copy that a later transaction changed in the original; compared in the columns that can't be changed. */
  readonly changedSince: number;
  readonly equal: boolean;
}

export interface Comparison {
  readonly equal: boolean;
  readonly tables: readonly TableResult[];
}

export const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, application_name: "chengxin-drill" });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const tablesOf = async (client: pg.Client): Promise<Table[]> => {
  const { rows } = await client.query<{ name: string; key: string[] | null; lasting: string[] | null }>(
    `select format('public.%I', c.relname) as name,
       (select array_agg(format('t.%I', a.attname) order by k.n) from pg_index i, unnest(i.indkey) with ordinality k (attnum, n), pg_attribute a
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.attnum) as key,
       (select array_agg(format('t.%I', a.attname) order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and not has_column_privilege('chengxin_app', c.oid, a.attnum, 'update')) as lasting
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  );
  return rows.map(({ name, key, lasting }) => ({
    name,
    key: key === null ? "t::text" : `row(${key.join(", ")})::text`,
    lasting: lasting === null ? "''" : `row(${lasting.join(", ")})::text`,
  }));
};

interface Sum {
  readonly n: string;
  readonly sum: string;
}

/** Count and a sum that doesn't depend on the order of the rows. */
const sumOf = async (
  client: pg.Client,
  table: string,
  value: string,
  where: string,
  values: unknown[],
): Promise<Sum> => {
  const { rows } = await client.query<Sum>(
    `select count(*)::text as n, coalesce(sum(hashtextextended(${value}, 0)::numeric), 0)::text as sum from ${table} t where ${where}`,
    values,
  );
  return rows[0] ?? { n: "0", sum: "0" };
};

const same = (a: Sum, b: Sum): boolean => a.n === b.n && a.sum === b.sum;
const texts = async (client: pg.Client, sql: string, values: unknown[] = []): Promise<string[]> =>
  (await client.query<{ value: string }>(sql, values)).rows.map(({ value }) => value);

/** Transactions before the horizon whose outcome the copy doesn't know as committed: in the original they ended later. */
const openAtHorizon = async (original: pg.Client, copy: pg.Client, tables: readonly Table[], horizon: number) => {
  const seen = await texts(
    original,
    `select distinct x as value from (${tables.map(({ name }) => `select xmin::text as x from ${name}`).join(" union all ")}) s where x::bigint < $1`,
    [horizon],
  );
  return texts(
    copy,
    "select x as value from unnest($1::text[]) x where pg_xact_status(x::xid8) in ('aborted', 'in progress')",
    [seen],
  );
};

/**
 * Compares a restored copy with the database it was taken from, which has gone on since: every row that the original had at the
 * copy's horizon, and no other, must be in the copy, column for column. Rows that later transactions changed are compared in the columns
 * that the application's role has no right to change. Both databases young: transaction numbers have not wrapped around.
 * @param snapshot pg_current_snapshot() of the copy as it came out of recovery
 */
export const compareWithCopy = (originalUrl: string, copyUrl: string, snapshot: string): Promise<Comparison> =>
  withClient(originalUrl, (original) =>
    withClient(copyUrl, async (copy) => {
      const tables = await tablesOf(original);
      const inCopy = new Set((await tablesOf(copy)).map(({ name }) => name));
      const horizon = Number(snapshot.split(":")[1]);
      const known = tables.filter(({ name }) => inCopy.has(name));
      const open = await openAtHorizon(original, copy, known, horizon);
      const later = "(t.xmin::text::bigint >= $1 or t.xmin::text = any($2))";
      const at = [horizon, open];
      const results: TableResult[] = [];
      for (const { name, key, lasting } of tables) {
        if (!inCopy.has(name)) {
          results.push({ table: name, rows: 0, changedSince: 0, equal: false });
          continue;
        }
        const keys = await texts(original, `select ${key} as value from ${name} t where ${later}`, at);
        const whole = await sumOf(original, name, "t::text", `not ${later}`, at);
        const wholeInCopy = await sumOf(copy, name, "t::text", `${key} <> all($1)`, [keys]);
        const changed = await texts(copy, `select ${key} as value from ${name} t where ${key} = any($1)`, [keys]);
        const kept = await sumOf(original, name, lasting, `${later} and ${key} = any($3)`, [...at, changed]);
        const keptInCopy = await sumOf(copy, name, lasting, `${key} = any($1)`, [changed]);
        results.push({
          table: name.replace("public.", ""),
          rows: Number(wholeInCopy.n),
          changedSince: changed.length,
          equal: same(whole, wholeInCopy) && same(kept, keptInCopy),
        });
      }
      return { equal: results.every(({ equal }) => equal), tables: results };
    }),
  );
