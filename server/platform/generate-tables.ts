import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { freshDatabase } from "../test/database.ts";

/** Writes `tables.gen.ts` from the migrated database; with `--check` only says whether it is out of date. */

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  /** Filled by the database when left out. */
  readonly filled: boolean;
  /** Always made by the database. */
  readonly always: boolean;
  readonly writable: boolean;
  readonly fallback: string | null;
  readonly checks: readonly string[];
}

const columnsQuery = `
  select c.relname as "table", a.attname as "column", t.typname as type, not a.attnotnull as nullable,
         (a.atthasdef or a.attidentity <> '') as filled, a.attidentity = 'a' as always, c.relkind <> 'v' as writable,
         pg_get_expr(d.adbin, d.adrelid) as fallback,
         coalesce((select json_agg(pg_get_constraintdef(k.oid)) from pg_constraint k
                   where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]), '[]') as checks
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relkind in ('r', 'p', 'v') and not c.relispartition
  order by c.relname collate "C", a.attnum`;

const scalar: Readonly<Record<string, string>> = {
  bool: "boolean",
  int2: "number",
  int4: "number",
  int8: "number",
  float4: "number",
  float8: "number",
  text: "string",
  varchar: "string",
  bpchar: "string",
  uuid: "string",
  numeric: "string",
  date: "string",
  xid8: "string",
  bytea: "Buffer",
  json: "unknown",
  jsonb: "unknown",
};

/** `check (kind in ('a', 'b'))` → `"a" | "b"`. */
const literals = (checks: readonly string[]): string | null => {
  for (const check of checks) {
    const list = /^CHECK \(\(\w+ = ANY \(ARRAY\[((?:'[^']*'::text(?:, )?)+)\]\)\)\)$/.exec(check)?.[1];
    if (list) return [...list.matchAll(/'([^']*)'/g)].map((match) => JSON.stringify(match[1])).join(" | ");
  }
  return null;
};

const typeOf = (column: Column): string => {
  const orNull = column.nullable && column.writable ? " | null" : "";
  if (column.type === "timestamptz") {
    const selected = column.fallback?.includes("infinity") ? 'Date | "infinity"' : "Date";
    const given = `Date | string${orNull}${column.filled ? " | undefined" : ""}`;
    return `ColumnType<${selected}${orNull}, ${given}, Date | string${orNull}>`;
  }
  const element = column.type.startsWith("_") ? scalar[column.type.slice(1)] : undefined;
  const base = element ? `${element}[]` : (literals(column.checks) ?? scalar[column.type]);
  if (!base)
    throw new Error(
      `no TypeScript type for ${column.table}.${column.column} (${column.type}): add it here and in pg-types.ts`,
    );
  if (column.always) return `GeneratedAlways<${base}>`;
  return column.filled ? `Generated<${base}${orNull}>` : `${base}${orNull}`;
};

const pascal = (name: string): string => name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const render = (columns: readonly Column[]): string => {
  const tables = Map.groupBy(columns, (column) => column.table);
  const interfaces = [...tables].map(
    ([table, its]) =>
      `export interface ${pascal(table)} {\n${its.map((column) => `  ${column.column}: ${typeOf(column)};`).join("\n")}\n}`,
  );
  const index = `export interface DB {\n${[...tables.keys()].map((table) => `  ${table}: ${pascal(table)};`).join("\n")}\n}`;
  return `// Made by generate-tables.ts from the migrated database; columns of a view are never called null.\nimport type { ColumnType, Generated, GeneratedAlways } from "kysely";\n\n${[...interfaces, index].join("\n\n")}\n`;
};

const target = fileURLToPath(new URL("tables.gen.ts", import.meta.url));
const fresh = await freshDatabase();
const client = new pg.Client({ connectionString: fresh.url });
await client.connect();
const { rows } = await client.query<Column>(columnsQuery);
await client.end();
await fresh.close();
const text = render(rows);
if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  process.stderr.write(
    "server/platform/tables.gen.ts is out of date: run `node scripts/run.mjs server/platform/generate-tables.ts`\n",
  );
  process.exitCode = 1;
}
