import type { Actor } from "@chengxin/domain/access/actor.ts";
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from "kysely";
import pg from "pg";
import type { EventMac, NewEvent, OnReadings } from "./events.ts";
import { inTransaction } from "./in-transaction.ts";
import { valueTypes } from "./pg-types.ts";
import { storeEvents } from "./store-events.ts";
import type { DB } from "./tables.gen.ts";

export type Sql = Kysely<DB>;

export interface Database {
  readonly sql: Sql;
  readonly pool: pg.Pool;
  /** What chains the events of this database. @throws Error until `useChain` was called */
  chain(): EventMac;
  useChain(chain: EventMac): void;
  /** What looks at readings while they are stored. @throws Error until `useReadings` was called: none goes by unseen */
  onReadings(): OnReadings;
  useReadings(onReadings: OnReadings): void;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Take this role on each connection (the login may do more than the application should). */
  readonly role?: "chengxin_app";
  /** Connections at most. */
  readonly connections?: number;
  /** PostgreSQL ends a statement that takes longer. */
  readonly statementTimeoutMs?: number;
  /** Told when an idle connection breaks; the pool replaces it. Never told row contents. */
  readonly onConnectionLost?: () => void;
}

/** Opens nothing yet: connections are made when asked for, so the database may come later. */
export const openDatabase = (options: DatabaseOptions): Database => {
  const settings = [
    ...(options.role ? [`-c role=${options.role}`] : []),
    ...(options.statementTimeoutMs ? [`-c statement_timeout=${options.statementTimeoutMs}`] : []),
  ];
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 60_000,
    application_name: "chengxin",
    types: valueTypes,
    ...(settings.length > 0 ? { options: settings.join(" ") } : {}),
  });
  // Without these a connection that PostgreSQL closes would end the process.
  pool.on("error", () => options.onConnectionLost?.());
  pool.on("connect", (client) => client.on("error", () => {}));
  const sql = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  // Kysely ends a pool that it has used; one that served `pool.query` alone would keep the process alive until its connections time out.
  const close = async (): Promise<void> => {
    await sql.destroy();
    if (!pool.ending) await pool.end();
  };
  let chain: EventMac | null = null;
  let watching: OnReadings | null = null;
  return {
    sql,
    pool,
    close,
    useChain: (its) => void (chain = its),
    chain() {
      if (!chain) throw new Error("events can't be chained before the keys are open");
      return chain;
    },
    useReadings: (its) => void (watching = its),
    onReadings() {
      if (!watching) throw new Error("readings can't be stored before somebody looks at them");
      return watching;
    },
  };
};

/** One transaction. `sql` and `client` are the same connection; the client is for COPY. */
export interface Tx {
  readonly sql: Sql;
  readonly client: pg.PoolClient;
  readonly at: Date;
  note(event: NewEvent): void;
}

/** Kysely on one connection that somebody else gives back. */
const sqlOn = (client: pg.PoolClient): Sql => {
  const borrowed: PostgresPoolClient = {
    query: client.query.bind(client),
    release: () => {},
  };
  const pool: PostgresPool = { options: {}, connect: () => Promise.resolve(borrowed), end: () => Promise.resolve() };
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
};

/**
 * The one door for writes: runs `work` in a transaction and commits it together with the events it noted.
 * @throws what `work` throws, after rolling back; Error when nothing was noted.
 */
export const transact = async <T>(
  database: Database,
  by: { actor: Actor; at: Date },
  work: (tx: Tx) => Promise<T>,
): Promise<T> =>
  inTransaction(database, async (client) => {
    const events: NewEvent[] = [];
    const result = await work({ sql: sqlOn(client), client, at: by.at, note: (event) => void events.push(event) });
    if (events.length === 0) throw new Error("a transaction that notes no event does not commit");
    await storeEvents(
      client,
      database,
      events.map((event) => ({ actor: by.actor, at: by.at, event })),
    );
    return result;
  });

/** Thrown by the work of `transactIfDue`: there is nothing to do after all. */
export class NothingToDo extends Error {
  override readonly name = "NothingToDo";
}

/**
 * As `transact`, for what is decided under the transaction's own locks.
 * @returns null, with nothing committed: the work threw NothingToDo
 */
export const transactIfDue = async <T>(
  database: Database,
  by: { actor: Actor; at: Date },
  work: (tx: Tx) => Promise<T>,
): Promise<T | null> => {
  try {
    return await transact(database, by, work);
  } catch (error) {
    if (error instanceof NothingToDo) return null;
    throw error;
  }
};
