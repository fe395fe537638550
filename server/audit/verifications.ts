import { randomUUID } from "node:crypto";
import type { NamedAccount, Verification } from "@chengxin/domain/audit/api.ts";
import { VerifierReport } from "@chengxin/domain/audit/event-fault.ts";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type pg from "pg";
import { actorText } from "../platform/actor-text.ts";
import type { Clock } from "../platform/clock.ts";
import { transact, type Database } from "../platform/db.ts";
import { namedAccounts } from "./named-accounts.ts";
import { verifyEvents } from "./verify-events.ts";

/** Any number, the same in every version: held by the process that verifies, so that there is one run at a time and a cut-off one is known. */
const lock = 7_316_020_192;

interface Options {
  readonly database: Database;
  readonly clock: Clock;
  readonly filePath: string;
  readonly onError: (error: unknown) => void;
}

interface Row {
  readonly verification_id: string;
  readonly started_at: Date;
  readonly started_by: string;
  readonly finished_at: Date | null;
  readonly faults: number | null;
  readonly report: string | null;
}

interface Running {
  readonly verificationId: string;
  checked: number;
  expected: number;
}

/** Runs of the verifier that people ask for; each goes on when they leave, and its result stays. */
export class Verifications {
  readonly #options: Options;
  readonly #abort = new AbortController();
  #running: Running | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws Problem audit.verification_running when one is under way, here or elsewhere */
  async start(actor: Actor, role: string): Promise<{ verificationId: string }> {
    const { database, clock, onError } = this.#options;
    const client = await database.pool.connect();
    try {
      const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [lock]);
      if (!rows[0]?.held) throw problem("audit.verification_running");
      const verificationId = randomUUID();
      const at = clock.now();
      await transact(database, { actor, at }, async (tx) => {
        await tx.sql
          .insertInto("event_verification")
          .values({ verification_id: verificationId, started_at: at, started_by: actorText(actor) })
          .execute();
        tx.note({ action: "audit.verification_started", object: `verification:${verificationId}`, role, data: {} });
      });
      this.#running = { verificationId, checked: 0, expected: 0 };
      this.#work = this.#run(client, this.#running, actor, role).catch(onError);
      return { verificationId };
    } catch (error) {
      client.release(true); // the lock goes with the connection
      throw error;
    }
  }

  async #run(client: pg.PoolClient, running: Running, actor: Actor, role: string): Promise<void> {
    const { database, clock, filePath } = this.#options;
    try {
      const report = await verifyEvents({
        database,
        clock,
        filePath,
        signal: this.#abort.signal,
        onProgress: (checked, expected) => Object.assign(running, { checked, expected }),
      });
      const at = clock.now();
      await transact(database, { actor, at }, async (tx) => {
        await tx.sql
          .updateTable("event_verification")
          .set({
            finished_at: at,
            events: report.events,
            faults: report.faultCount,
            report: JSON.stringify(report),
          })
          .where("verification_id", "=", running.verificationId)
          .execute();
        tx.note({
          action: "audit.verification_finished",
          object: `verification:${running.verificationId}`,
          role,
          data: { events: report.events, faults: report.faultCount },
        });
      });
    } finally {
      this.#running = null;
      client.release(true);
    }
  }

  /** The last twenty, newest first. */
  async list(): Promise<{ items: Verification[]; accounts: NamedAccount[] }> {
    const { database } = this.#options;
    const { pool } = database;
    const [{ rows }, held] = await Promise.all([
      pool.query<Row>(
        "select verification_id, started_at, started_by, finished_at, faults, report from event_verification order by started_at desc limit 20",
      ),
      pool.query(
        "select from pg_locks where locktype = 'advisory' and classid = ($1::bigint >> 32)::integer::oid and objid = ($1::bigint & 4294967295)::oid and granted",
        [lock],
      ),
    ]);
    return {
      items: rows.map((row, index) => this.#itemOf(row, index === 0 && held.rowCount !== 0)),
      accounts: await namedAccounts(
        database,
        rows.map(({ started_by }) => started_by),
      ),
    };
  }

  #itemOf(row: Row, underWay: boolean): Verification {
    const own = this.#running?.verificationId === row.verification_id ? this.#running : null;
    return {
      verificationId: row.verification_id,
      startedAt: row.started_at.toISOString(),
      startedBy: row.started_by,
      finishedAt: row.finished_at?.toISOString() ?? null,
      state: row.finished_at ? "finished" : own || underWay ? "running" : "cutOff",
      progress: own ? { checked: own.checked, expected: own.expected } : null,
      faultCount: row.faults,
      report: row.report === null ? null : VerifierReport.parse(JSON.parse(row.report)),
    };
  }

  async stop(): Promise<void> {
    this.#abort.abort(new Error("the program stops"));
    await this.#work;
  }
}
