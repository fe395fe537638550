import type { PlainDate } from "@chengxin/domain/words.ts";
import type pg from "pg";
import { inSteps, nameIndexBuilder, never, noEnd, type NameIndex, type NameIndexBuilder } from "./name-index.ts";

/** Up to which event a projection is current: it has seen all of them, and none behind. */
export interface FeedPosition {
  readonly transaction: string;
  readonly eventId: number;
}

type OrganisationRow = [
  organisationId: number,
  name: string,
  initials: string,
  registered: boolean,
  shownThrough: number,
];
type NameRow = [organisationId: number, name: string, initials: string];
type CodeRow = [organisationId: number, code: string];

/**
 * What is read: all organisations (null), or some. An organisation known only from records is shown through the last day
 * on which one of them is public, so that what must not be shown can't be guessed from its being found.
 */
const statements = (
  ids: readonly number[] | null,
): Record<"organisations" | "names" | "codes", { text: string; today: boolean }> => {
  const some = (alias: string): string =>
    ids === null ? "" : `where ${alias}.organisation_id = any (array[${ids.join(",")}]::integer[])`;
  return {
    organisations: {
      today: true,
      text: `select o.organisation_id, o.name_folded, o.initials, o.registered,
               case when o.registered or s.public_until = 'infinity' then ${noEnd}
                    when s.public_until is null then ${never}
                    else s.public_until - date '1970-01-01' end
             from organisation o
             left join lateral (select max(r.public_until) as public_until from public_record_on($1) r
                                where not o.registered and r.organisation_id = o.organisation_id) s on true
             ${some("o")} order by o.organisation_id`,
    },
    names: {
      today: false,
      text: `select n.organisation_id, n.name_folded, n.initials from organisation_name n ${some("n")} order by n.organisation_id`,
    },
    codes: {
      today: false,
      text: `select o.organisation_id, o.uscc collate "C" as code from organisation o ${some("o")}
             union all select c.organisation_id, c.code from organisation_code c ${some("c")}
             order by code, organisation_id`,
    },
  };
};

const rowsAtOnce = 5000;

/** Reads a statement through a cursor, so that neither this process nor the server holds more than a few thousand rows. */
async function* stream<Row extends unknown[]>(
  client: pg.PoolClient,
  text: string,
  values: unknown[],
): AsyncGenerator<Row[]> {
  await client.query(`declare names no scroll cursor for ${text}`, values);
  for (;;) {
    const { rows } = await client.query<Row>({ text: `fetch ${rowsAtOnce} from names`, rowMode: "array" });
    if (rows.length > 0) yield rows;
    if (rows.length < rowsAtOnce) break;
  }
  await client.query("close names");
}

const fill = async (
  client: pg.PoolClient,
  builder: NameIndexBuilder,
  today: PlainDate,
  ids: readonly number[] | null,
): Promise<void> => {
  const { organisations, names, codes } = statements(ids);
  for await (const rows of stream<OrganisationRow>(client, organisations.text, [today]))
    for (const [organisationId, name, initials, registered, shownThrough] of rows)
      builder.addOrganisation({ organisationId, name, initials, registered, shownThrough });
  for await (const rows of stream<NameRow>(client, names.text, []))
    for (const row of rows) builder.addOtherName(...row);
  for await (const rows of stream<CodeRow>(client, codes.text, [])) for (const row of rows) builder.addCode(...row);
};

/**
 * Builds a name index from PostgreSQL, of all organisations or of some, in one snapshot.
 * @returns the index; the position in the event feed from which to follow: all events of transactions that the snapshot may not have seen come
 * behind it; and `ahead`, the events behind it that the snapshot did see
 */
export const loadNameIndex = async (
  pool: pg.Pool,
  today: PlainDate,
  ids: readonly number[] | null = null,
): Promise<{ index: NameIndex; position: FeedPosition; ahead: ReadonlySet<number> }> => {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query("begin isolation level repeatable read read only");
    await client.query("set local statement_timeout = 0");
    const { rows } = await client.query<{ transaction: string }>(
      "select pg_snapshot_xmin(pg_current_snapshot())::text as transaction",
    );
    const position = { transaction: rows[0]!.transaction, eventId: 0 };
    const seen = await client.query<{ event_id: number }>("select event_id from event where transaction >= $1::xid8", [
      position.transaction,
    ]);
    const builder = nameIndexBuilder();
    await fill(client, builder, today, ids);
    await client.query("commit");
    broken = false;
    const ahead = new Set(seen.rows.map((row) => row.event_id));
    return { index: await inSteps(builder.build()), position, ahead };
  } finally {
    if (broken) await client.query("rollback").catch(() => {});
    client.release(broken);
  }
};
