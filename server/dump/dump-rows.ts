import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { RecordContent } from "@chengxin/domain/intake/checked-row.ts";
import { publicFields } from "@chengxin/domain/record/public-fields.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type pg from "pg";
import { registerItem, summaryOf, type OrganisationRow } from "../organisation/summary.ts";
import { recordView, summaryColumns, summaryJoins, type RecordRow } from "../record/summary.ts";
import type { DumpedOrganisation, DumpedRecord } from "./shapes.ts";

/** A few milliseconds of work: the process answers requests between two lots. */
const rowsAtOnce = 250;

/** Rows of a statement through a cursor of the open transaction. */
async function* lots<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  text: string,
  values: unknown[],
): AsyncGenerator<Row[]> {
  await client.query(`declare dumped no scroll cursor for ${text}`, values);
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${rowsAtOnce} from dumped`);
    if (rows.length > 0) yield rows;
    if (rows.length < rowsAtOnce) break;
  }
  await client.query("close dumped");
}

const fieldsOf = (fields: readonly { id: string; value: string }[]): Record<string, string> =>
  Object.fromEntries(fields.map(({ id, value }) => [id, value]));

interface DumpedOrganisationRow extends OrganisationRow {
  former: string[] | null;
  codes: { scheme: string; code: string }[] | null;
  base: string | null;
}

const organisations = `
  select o.*,
    (select array_agg(n.name order by n.name) from organisation_name n where n.organisation_id = o.organisation_id and n.kind = 'former') as former,
    (select json_agg(json_build_object('scheme', c.scheme, 'code', c.code) order by c.scheme, c.code)
       from organisation_code c where c.organisation_id = o.organisation_id) as codes,
    (select r.content from public_record_on($1) r where r.organisation_id = o.organisation_id and r.item_id = $2
       order by r.decided_on desc, r.known_from desc, r.record_id limit 1) as base
  from organisation o
  where o.registered or exists (select from public_record_on($1) r where r.organisation_id = o.organisation_id)`;

/** Organisations shown to the public on the day. */
export async function* dumpedOrganisations(
  client: pg.ClientBase,
  catalogue: Catalogue,
  day: PlainDate,
): AsyncGenerator<DumpedOrganisation[]> {
  const register = catalogue.items.get(registerItem);
  for await (const rows of lots<DumpedOrganisationRow>(client, organisations, [day, register?.number ?? 0]))
    yield rows.map((row) => ({
      ...summaryOf(catalogue, row),
      formerNames: row.former ?? [],
      codes: row.codes ?? [],
      base:
        row.base !== null && register
          ? fieldsOf(publicFields(register, JSON.parse(row.base) as RecordContent).fields)
          : {},
    }));
}

const records = `select ${summaryColumns} from public_record_on($1) r ${summaryJoins} where r.item_id <> $2`;

/** Records public on the day, the register's aside: those are the base data of the organisations. */
export async function* dumpedRecords(
  client: pg.ClientBase,
  catalogue: Catalogue,
  day: PlainDate,
): AsyncGenerator<DumpedRecord[]> {
  const register = catalogue.items.get(registerItem)?.number ?? 0;
  for await (const rows of lots<RecordRow>(client, records, [day, register]))
    yield rows.flatMap((row) => {
      const view = recordView(catalogue, row);
      return view ? [{ ...view.summary, fields: fieldsOf(view.shown.fields) }] : [];
    });
}
