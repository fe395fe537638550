import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { alternate, compareRates, type Figure } from "./figure.ts";
import { ensureRegister, importFileOf } from "./loaded.ts";
import { rawCopy, rawTable, storedTable, writeStored } from "./raw-copy.ts";
import { licence } from "./record-kinds.ts";
import type { MadeFile, Rig } from "./rig.ts";
import { textbookIntake } from "./textbook.ts";

/** Lifted columns of every record against the same cells read by PostgreSQL's own CSV and date parsers. */
const differing = `
  select count(*)::integer as n from bench_raw w
  left join organisation_directory d on d.uscc = w."行政相对人代码_1（统一社会信用代码）"
  left join authority a on a.name = w."许可机关"
  left join record r on r.organisation_id = d.organisation_id and r.authority_id = a.authority_id and r.content::json ->> 'XK_WSH' = w."行政许可决定文书号"
  where r.record_id is null or r.version <> 1 or r.change <> 'reported' or r.known_until <> 'infinity'
    or r.decided_on <> w."许可决定日期" or r.valid_from <> w."有效期自" or r.valid_until is distinct from nullif(w."有效期至", date '2099-12-31')
    or r.kind is distinct from ($1::json ->> w."许可类别")::smallint
    or r.content::json ->> 'XK_NR' is distinct from w."许可内容"
    or r.content_hash <> sha256(convert_to(r.content, 'UTF8'))`;

const checkAnswers = async (rig: Rig, file: MadeFile): Promise<void> => {
  const kinds = rig.services.catalogue.codeTables.get("licence-category")!.codes;
  const { rows } = await rig.superuser.query<{ n: number }>(differing, [
    JSON.stringify(Object.fromEntries(kinds.map((code) => [code.value, code.number]))),
  ]);
  assert.equal(rows[0]!.n, 0, "records that differ from raw COPY of the same file");
  const all = await rig.superuser.query<{ n: number }>("select count(*)::integer as n from record");
  assert.equal(all.rows[0]!.n, file.rows);
};

/**
 * A file of licences through the whole intake, as the application, into tables without records and a full register, against raw COPY
 * of the same bytes into one plain table as wide as the file (dates as date; no index, no constraint, logged).
 */
export async function* intakeFigures(rig: Rig): AsyncGenerator<Figure> {
  await ensureRegister(rig);
  const { superuser } = rig;
  const file = rig.recordsFile(licence, rig.sizes.rows);
  const streams = availableParallelism();
  const clients: pg.Client[] = [];
  for (let one = 0; one < streams; one += 1) clients.push(await rig.connect());
  await superuser.query("create table if not exists bench_register as select * from record");

  const rawRate = async (with_: readonly pg.Client[]): Promise<number> => {
    await superuser.query(rawTable("bench_raw", licence));
    await superuser.query("checkpoint");
    return file.rows / (await rawCopy(with_, "bench_raw", file.path, file.bytes));
  };
  const stored = { path: join(rig.folder, "stored.csv"), bytes: 0 };
  const values = await alternate(
    rig.sizes.rounds,
    {
      raw: () => rawRate(clients.slice(0, 1)),
      rawOnAllCores: () => rawRate(clients),
      textbook: () => textbookIntake(superuser, file),
      online: async () => {
        await superuser.query("truncate record, batch, batch_chunk, rejection cascade");
        await superuser.query("checkpoint");
        const { seconds, receipt } = await importFileOf(rig, "licence", file);
        assert.equal(receipt.accepted, file.rows);
        if (stored.bytes === 0) stored.bytes = await writeStored(superuser, stored.path);
        return file.rows / seconds;
      },
      stored: async () => {
        await superuser.query(storedTable("bench_stored"));
        await superuser.query("checkpoint");
        return file.rows / (await rawCopy(clients.slice(0, 1), "bench_stored", stored.path, stored.bytes));
      },
      resend: async () => {
        const { seconds, receipt } = await importFileOf(rig, "licence", file);
        assert.deepEqual([receipt.accepted, receipt.duplicate], [0, file.rows]);
        return file.rows / seconds;
      },
    },
    1,
  );
  await checkAnswers(rig, file);
  for (const client of clients) await client.end();
  await superuser.query(
    "drop table bench_raw, bench_stored, bench_stage, bench_textbook; insert into record select * from bench_register; drop table bench_register",
  );

  const unit = "rows/s";
  const size = `${Math.round(file.bytes / file.rows)} bytes a row`;
  yield compareRates({ line: "ingest.online", unit, floor: 0.6, note: size }, values.online, values.raw);
  yield compareRates(
    { line: "ingest.online.2", unit, floor: 0.35, note: `${streams} streams` },
    values.online,
    values.rawOnAllCores,
  );
  yield compareRates(
    {
      line: "ingest.stored",
      unit,
      floor: 0.6,
      note: `limit: raw COPY of the ${Math.round(stored.bytes / file.rows)} bytes a row that are stored, typed, content as jsonb`,
    },
    values.online,
    values.stored,
  );
  yield compareRates(
    { line: "ingest.resend", unit, note: "the same file again: nothing changes" },
    values.resend,
    values.raw,
  );
  yield compareRates(
    { line: "ingest.sql", unit, floor: 4, note: "against COPY, validation and upsert in SQL" },
    values.online,
    values.textbook,
  );
}
