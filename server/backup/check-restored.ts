import pg from "pg";
import type { BackupManifest } from "./manifest.ts";

/** What a restored database holds. */
export interface RestoredState {
  /** The newest event, up to which it is current. */
  readonly lastEvent: { readonly id: string; readonly at: string } | null;
  /** Rows of each table, partitions together. */
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Reads every row of every table once (so each page is fetched and its checksum compared), and the schema and the last event against the manifest.
 * @throws Error that says what is missing
 */
export const checkRestored = async (url: string, manifest: BackupManifest): Promise<RestoredState> => {
  const client = new pg.Client({ connectionString: url, application_name: "chengxin-restore" });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select quote_ident(relname) as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
    );
    const rows: Record<string, number> = {};
    for (const { name } of tables) {
      // the whole row is asked for: a count alone could be answered by an index
      const { rows: counted } = await client.query<{ n: string }>(
        `select count(t::text) as n from ${name === "record" ? "public.record" : name} t`,
      );
      rows[name] = Number(counted[0]?.n);
    }
    const { rows: schema } = await client.query<{ name: string }>("select name from schema_migration order by name");
    const missing = manifest.schema.find((name) => !schema.some((row) => row.name === name));
    if (missing !== undefined) throw new Error(`the restored database lacks migration ${missing}`);
    const { rows: events } = await client.query<{ id: string; at: Date }>(
      "select event_id::text as id, at from event order by transaction desc, event_id desc limit 1",
    );
    const last = events[0] ? { id: events[0].id, at: events[0].at.toISOString() } : null;
    const { rows: found } = await client.query("select from event where event_id = $1", [manifest.lastEvent?.id ?? 0]);
    if (manifest.lastEvent && found.length === 0)
      throw new Error(
        `the restored database ends at event ${last?.id ?? "none"} and lacks ${manifest.lastEvent.id}, which the backup should hold`,
      );
    return { lastEvent: last, rows };
  } finally {
    await client.end();
  }
};
