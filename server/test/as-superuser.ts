import pg from "pg";
import { useEmbeddedPostgres } from "../platform/embedded-postgres.ts";

/**
 * Somebody with every right in an instance's database does this behind the program's back: no trigger, no foreign key, no event.
 * @returns rows that the statement changed
 */
export const asSuperuser = async (dataDir: string, statement: string): Promise<number> => {
  const postgres = await useEmbeddedPostgres({ dataDir });
  const client = new pg.Client({ connectionString: postgres.url("superuser") });
  try {
    await client.connect();
    await client.query("set session_replication_role = replica");
    return (await client.query(statement)).rowCount ?? 0;
  } finally {
    await client.end();
    await postgres.release();
  }
};
