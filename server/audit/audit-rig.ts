import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AccountActor, Actor, Role } from "@chengxin/domain/access/actor.ts";
import pg from "pg";
import { assertDecided } from "../platform/ask.ts";
import { systemClock } from "../platform/clock.ts";
import { transact, type Database } from "../platform/db.ts";
import type { NewEvent } from "../platform/events.ts";
import type { BoundRoute } from "../platform/http.ts";
import { askAs } from "../test/ask.ts";
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
  note(event: Partial<NewEvent>, at?: Date, actor?: Actor): Promise<void>;
  /** Until every event's transaction lies behind the oldest one still running anywhere in the cluster, where other tests have theirs. */
  settled(): Promise<void>;
  /** One seal over everything that has none. */
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
  const settled = async (): Promise<void> => {
    const unsettled = "select from event where transaction >= pg_snapshot_xmin(pg_current_snapshot()) limit 1";
    while ((await superuser.query(unsettled)).rowCount) await sleep(50);
  };
  return {
    database,
    filePath,
    superuser,
    note: (event, at = systemClock.now(), actor = { kind: "system", name: "test" }) =>
      transact(database, { actor, at }, (tx) => {
        tx.note({ action: "test.noted", object: "test:1", data: {}, ...event });
        return Promise.resolve();
      }),
    settled,
    seal: async (at = systemClock.now()) => {
      await settled();
      await sealEvents(database, filePath, at);
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

/** An account as the server would find it for a session. */
export const accountWith = (role: Role | null, accountId: string = randomUUID()): AccountActor => ({
  kind: "account",
  accountId,
  sessionId: randomUUID(),
  unit: "",
  grants: role === null ? [] : [{ role, source: null, region: null }],
  mandates: [],
  secondFactor: true,
});

/** Calls a route as the server would for this actor: standing, schemas, what is owed, answer cut to the contract. */
export const callAs = async (
  routes: readonly BoundRoute[],
  actor: Actor,
  name: string,
  input: Record<string, unknown> = {},
  at: Date = systemClock.now(),
): Promise<unknown> => {
  const bound = routes.find(({ route }) => route.name === name);
  if (!bound) throw new Error(`no route ${name}`);
  const { route } = bound;
  const parts = [route.params, route.query, ...(route.body ? [route.body] : [])];
  const args = Object.assign(
    {},
    ...parts.map((part) =>
      part.strict().parse(Object.fromEntries(Object.entries(input).filter(([key]) => key in part.shape))),
    ),
  ) as Record<string, unknown>;
  const ask = askAs(actor, route.action, at);
  const result = await bound.handle(args, ask);
  assertDecided(ask, route.action, route.name);
  return route.download ? result : route.answer.parse(result);
};
