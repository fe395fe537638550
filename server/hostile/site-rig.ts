import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { pino } from "pino";
import { Passwords } from "../account/passwords.ts";
import { sessionsOf } from "../account/sessions.ts";
import { apiRoutes } from "../api-routes.ts";
import { sealFilePath } from "../audit/seal-file.ts";
import { watchCanaries } from "../audit/raise-alerts.ts";
import { Verifications } from "../audit/verifications.ts";
import { serveDumps } from "../dump/serve-dumps.ts";
import { backfill } from "../log/backfill.ts";
import { guardFilePath } from "../log/guard.ts";
import { makeHeads } from "../log/heads/make-heads.ts";
import { ensureLog } from "../log/keys.ts";
import { placeWaiting } from "../log/round.ts";
import { serveLog } from "../log/serve-log.ts";
import { openShelf, type Shelf } from "../dump/shelf.ts";
import { NameProjection } from "../organisation/name-projection.ts";
import { AccessLog } from "../platform/access-log.ts";
import { systemClock, type Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { Gate, type Patience } from "../platform/gate.ts";
import { buildHttp } from "../platform/http-server.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import { storeTestCatalogue, testCatalogue } from "../test/catalogue.ts";
import { freshDatabase, type FreshDatabase } from "../test/database.ts";
import { testKeyring } from "../test/keyring.ts";
import { inTurn } from "../upload/in-turn.ts";
import { openUploadFiles } from "../upload/upload-files.ts";
import { UploadQueue } from "../upload/upload-queue.ts";
import { serveWitness } from "../witness/serve-witness.ts";

/** The whole API on a database of its own, composed as main.ts does, on a loopback port. */
export interface Site {
  readonly port: number;
  readonly fresh: FreshDatabase;
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly keys: Keyring;
  readonly shelf: Shelf;
  /** Errors that the server wrote into its log, but for a busy hour. */
  readonly errors: readonly string[];
  /** Reads in what was sent, and what is sent meanwhile. */
  readUploads(): Promise<void>;
  catchUp(): Promise<void>;
  /** Gives what is stored its place in the log, and the log its heads. */
  log(): Promise<void>;
  close(): Promise<void>;
}

export const openSite = async (patience?: Patience): Promise<Site> => {
  const fresh = await freshDatabase();
  const { database } = fresh;
  const dataDir = mkdtempSync(join(tmpdir(), "chengxin-site-"));
  const clock = systemClock;
  const catalogue = testCatalogue();
  await storeTestCatalogue(database, catalogue);
  database.useReadings(watchCanaries(catalogue));
  const { keyring, close: closeKeys } = await testKeyring(database);
  const errors: string[] = [];
  const failed = (error: unknown): void => void errors.push(String(error));
  const names = new NameProjection({ database, clock, onError: failed });
  const verifications = new Verifications({ database, clock, filePath: sealFilePath(dataDir), onError: failed });
  const files = openUploadFiles(dataDir, 0);
  const shelf = openShelf(dataDir);
  const gate = new Gate(patience);
  await gate.listen("127.0.0.1", 0);
  const app = await buildHttp(
    {
      routes: apiRoutes({
        database,
        writes: database,
        catalogue,
        clock,
        keys: keyring,
        names,
        shelf,
        dataDir,
        verifications,
        uploads: { files, inTurn: inTurn(), kick: () => {} },
        accounts: {
          database,
          keys: keyring,
          catalogue,
          passwords: new Passwords(),
          origin: null,
          selfRegistration: true,
          identityService: null,
        },
      }),
      clock,
      // To be told to come back later is no error.
      log: pino({ level: "error" }, { write: (line: string) => line.includes('"service.busy"') || failed(line) }),
      ready: () => Promise.resolve(true),
      rateLimit: null,
      trustedProxies: [],
      origin: null,
      sessions: sessionsOf(database),
      downloads: serveDumps({ shelf, clock }),
      protocols: [
        serveLog(database, clock),
        serveWitness({ database, reads: database, keys: keyring, clock, dataDir, warn: failed }),
      ],
      accessLog: new AccessLog(database),
    },
    gate,
  );
  gate.open();

  return {
    port: gate.port,
    fresh,
    database,
    catalogue,
    clock,
    keys: keyring,
    shelf,
    errors,
    readUploads: async () => {
      const queue = new UploadQueue({ database, catalogue, clock, dataDir, files }, failed);
      queue.start();
      for (;;) {
        const { rowCount } = await database.pool.query("select from upload where state in ('queued', 'importing')");
        if (rowCount === 0 || errors.length > 0) break;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await queue.stop();
    },
    catchUp: () => names.catchUp(),
    log: async () => {
      const services = { database, keys: keyring, clock, guardPath: guardFilePath(dataDir) };
      await ensureLog(database, keyring, "site.invalid/log", clock.now());
      await backfill(services);
      while (await placeWaiting(services)) continue;
      await makeHeads(services, clock.now());
      await placeWaiting(services);
    },
    close: async () => {
      await gate.close();
      await app.close();
      await names.stop();
      await verifications.stop();
      await fresh.close();
      closeKeys();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
