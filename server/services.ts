import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { watchCanaries } from "./audit/raise-alerts.ts";
import { loadCatalogue, storeCatalogue } from "./catalogue/load.ts";
import { systemClock, type Clock } from "./platform/clock.ts";
import type { Config } from "./platform/config.ts";
import { prepareDataDir } from "./platform/data-dir.ts";
import { openDatabase, type Database } from "./platform/db.ts";
import { useEmbeddedPostgres } from "./platform/embedded-postgres.ts";
import type { Keyring } from "./platform/keys/keyring.ts";
import { openKeyring } from "./platform/keys/open-keyring.ts";
import { errorFacts, openLog, type Log } from "./platform/log.ts";
import { migrate } from "./platform/migrate.ts";

/** What every program of the server stands on: the service, the import, the bench. */
export interface Services {
  readonly config: Config;
  /** Absolute; everything that is written lies below it. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  /** The application's role, for writing and for long work. */
  readonly database: Database;
  /** The same for the public's questions: a statement is ended after 3 s. */
  readonly reads: Database;
  /** Seals fields and authenticates; its keys are not in the database. */
  readonly keys: Keyring;
  readonly log: Log;
  close(): Promise<void>;
}

const publicStatementMs = 3000;

/** Where the database is, and what gives it back. */
const findDatabase = async (config: Config, dataDir: string, say: (line: string) => void) => {
  if (config.database.kind === "server") {
    const { url, appUrl } = config.database;
    return {
      ownerUrl: url,
      app: appUrl === null ? { url, role: "chengxin_app" as const } : { url: appUrl },
      release: () => Promise.resolve(),
    };
  }
  const postgres = await useEmbeddedPostgres({ dataDir, log: say });
  return { ownerUrl: postgres.url("owner"), app: { url: postgres.url("app") }, release: postgres.release };
};

/** A server that can't be reached or refuses us is the operator's to mend: say where and why, without the URL's password. */
const inWords = (error: unknown, { database }: Config): unknown => {
  const { code } = error as { code?: string };
  if (database.kind === "embedded" || code === undefined) return error;
  const { hostname, port, pathname, username } = new URL(database.url);
  return new Error(
    `the database of DATABASE_URL (user ${username} at ${hostname}:${port || "5432"}${pathname}) can't be used: ${code} ${(error as Error).message}`,
    { cause: error },
  );
};

/**
 * Starts or joins the database, brings its schema and rule book up to date and opens the pools.
 * @param say lines for people, on the terminal
 * @throws Error in plain words; what was started until then is given back
 */
export const openServices = async (
  config: Config,
  say: (line: string) => void,
  clock: Clock = systemClock,
): Promise<Services> => {
  const dataDir = prepareDataDir(config.dataDir, config.database.kind === "embedded");
  const catalogue = await loadCatalogue(config.city);
  const { log, close: closeLog } = openLog(dataDir, clock);
  const closing: (() => Promise<void>)[] = [closeLog];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const { ownerUrl, app, release } = await findDatabase(config, dataDir, (line) => {
      say(line);
      log.warn(line);
    });
    closing.push(release);
    const applied = await migrate({ url: ownerUrl, at: clock.now() }).catch((error: unknown) => {
      throw inWords(error, config);
    });
    if (applied.length > 0) log.info({ applied }, "migrated");
    const onConnectionLost = (): void => log.warn("a database connection was lost");
    const database = openDatabase({ ...app, connections: 10, onConnectionLost });
    closing.push(() => database.close());
    database.useReadings(watchCanaries(catalogue));
    const reads = openDatabase({ ...app, connections: 16, statementTimeoutMs: publicStatementMs, onConnectionLost });
    closing.push(() => reads.close());
    const keys = await openKeyring(database, { config, dataDir, clock });
    closing.push(keys.follow(database, (error) => log.error(errorFacts(error), "keys")));
    await storeCatalogue(database, catalogue, clock.now());
    return { config, dataDir, clock, catalogue, database, reads, keys, log, close };
  } catch (error) {
    await close();
    throw error;
  }
};
