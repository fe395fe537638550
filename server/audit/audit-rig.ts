import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { systemClock } from "../platform/clock.ts";
import { transact, type Database } from "../platform/db.ts";
import type { NewEvent } from "../platform/events.ts";
import { freshDatabase, testPostgres } from "../test/database.ts";
import { testKeyring } from "../test/keyring.ts";
import { sealEvents } from "./seal-events.ts";
import { verifyEvents, type VerifyOptions } from "./verify-events.ts";

/** For tests: a database whose events are chained with real keys, a file of seals, and somebody who may do anything to the tables. */
export interface AuditRig {
  readonly database: Database;
  readonly filePath: string;
  /** A superuser's connection on which triggers and foreign keys do nothing. */
  readonly superuser: pg.Client;
  note(event: Partial<NewEvent>, at?: Date): Promise<void>;
  /** Until nothing is without a seal. */
  seal(at?: Date): Promise<void>;
  verify(options?: Partial<VerifyOptions>): ReturnType<typeof verifyEvents>;
  close(): Promise<void>;
}

export const openAuditRig = async (): Promise<AuditRig> => {
  const fresh = await freshDatabase();
  const { database } = fresh;
  const keys = await testKeyring(database);
  const folder = mkdtempSync(join(tmpdir(), "chengxin-audit-"));
  const filePath = join(folder, "seals", "events.jsonl");
  const postgres = await testPostgres();
  const superuser = new pg.Client({
    connectionString: postgres.url("superuser", new URL(fresh.url).pathname.slice(1)),
  });
  await superuser.connect();
  await superuser.query("set session_replication_role = replica");
  return {
    database,
    filePath,
    superuser,
    note: (event, at = systemClock.now()) =>
      transact(database, { actor: { kind: "system", name: "test" }, at }, (tx) => {
        tx.note({ action: "test.noted", object: "test:1", data: {}, ...event });
        return Promise.resolve();
      }),
    seal: async (at = systemClock.now()) => {
      for (;;) {
        await sealEvents(database, filePath, at);
        const { rowCount } = await superuser.query(
          "select from event where transaction >= coalesce((select max(to_transaction) from event_seal), '0')",
        );
        if (!rowCount) return;
        await sleep(50); // a transaction of another test still runs
      }
    },
    verify: (options = {}) => verifyEvents({ database, clock: systemClock, filePath, waitMs: 0, ...options }),
    close: async () => {
      await superuser.end();
      keys.close();
      rmSync(folder, { recursive: true, force: true });
      await fresh.close();
      await postgres.release();
    },
  };
};
