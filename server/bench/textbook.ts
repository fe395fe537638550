import type pg from "pg";
import { rawCopy } from "./raw-copy.ts";
import type { MadeFile } from "./rig.ts";
import { licence } from "./record-kinds.ts";

const quoted = (name: string): string => `"${name}"`;

/** Where the textbook way ends: as wide as the product's table, same primary key, two indexes, content as jsonb. */
const target = `
  drop table if exists bench_textbook;
  create table bench_textbook (
    organisation_id integer not null, record_id uuid not null, authority text not null, decided_on date not null, valid_from date, valid_until date,
    kind text, content jsonb not null, content_hash bytea not null, received_at timestamptz not null default now(),
    primary key (organisation_id, record_id)
  );
  create index on bench_textbook (organisation_id, decided_on desc, kind);
  create index on bench_textbook (decided_on desc, organisation_id desc, record_id desc)`;

/** COPY into a table of texts, then one statement that validates, looks up and upserts. */
const stage = `drop table if exists bench_stage; create unlogged table bench_stage (${licence.headers.map((header) => `${quoted(header)} text`).join(", ")})`;

const date = (header: string): string => `to_date(replace(s.${quoted(header)}, '/', '-'), 'YYYY-MM-DD')`;
const isDate = (header: string): string => `s.${quoted(header)} ~ '^\\d{4}[-/]\\d{2}[-/]\\d{2}$'`;

const upsert = `
  insert into bench_textbook (organisation_id, record_id, authority, decided_on, valid_from, valid_until, kind, content, content_hash)
  select d.organisation_id, md5(s."许可机关" || s."行政许可决定文书号")::uuid, s."许可机关", ${date("许可决定日期")}, ${date("有效期自")},
    nullif(${date("有效期至")}, date '2099-12-31'), s."许可类别", c.content, sha256(convert_to(c.content::text, 'UTF8'))
  from bench_stage s
  join organisation_directory d on d.uscc = s."行政相对人代码_1（统一社会信用代码）"
  join organisation o on o.organisation_id = d.organisation_id and o.name = s."行政相对人名称"
  cross join lateral (select jsonb_strip_nulls(jsonb_build_object(${licence.headers.map((header) => `'${header}', nullif(s.${quoted(header)}, '')`).join(", ")})) as content) c
  where uscc_valid(s."行政相对人代码_1（统一社会信用代码）") and uscc_valid(s."许可机关统一社会信用代码")
    and s."行政相对人类别" in ('法人及非法人组织', '个体工商户') and s."许可类别" in ('普通', '特许', '认可', '核准', '登记', '其他')
    and ${isDate("许可决定日期")} and ${isDate("有效期自")} and ${isDate("有效期至")}
    and length(s."行政许可决定文书号") between 1 and 64 and length(s."许可内容") <= 4000
  on conflict (organisation_id, record_id) do update set content = excluded.content, content_hash = excluded.content_hash, decided_on = excluded.decided_on,
    valid_from = excluded.valid_from, valid_until = excluded.valid_until, kind = excluded.kind
  where bench_textbook.content_hash <> excluded.content_hash`;

/**
 * The way of most platforms, for comparison: the checks and the ledger of ours are wider than its own.
 * @returns rows a second
 */
export const textbookIntake = async (client: pg.Client, file: MadeFile): Promise<number> => {
  await client.query(target);
  await client.query(stage);
  const started = performance.now();
  await rawCopy([client], "bench_stage", file.path, file.bytes);
  const { rowCount } = await client.query(upsert);
  const seconds = (performance.now() - started) / 1000;
  if (rowCount !== file.rows) throw new Error(`the textbook way stored ${rowCount} of ${file.rows} rows`);
  return file.rows / seconds;
};
