import type { Actor } from "@chengxin/domain/access/actor.ts";
import type { Action } from "@chengxin/domain/access/policy.ts";
import type { Database } from "./db.ts";
import type { Done, NewEvent } from "./events.ts";
import { inTransaction } from "./in-transaction.ts";
import { storeEvents } from "./store-events.ts";

interface Waiting {
  readonly actor: Actor;
  readonly at: Date;
  readonly events: readonly NewEvent[];
  done(): void;
  failed(error: unknown): void;
}

/** Readings in one transaction at most: a caller waits for the group it is in. */
const groupSize = 200;

/**
 * The log of readings. Those that arrive while a commit is under way go together into the next one, so that fifty readers a second or a thousand cost one
 * durable write at a time, not one each.
 */
export class AccessLog {
  readonly #database: Database;
  readonly #waiting: Waiting[] = [];
  #running = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Resolves when the events are durable. @throws whatever kept them from being stored; then nothing may be shown */
  write(actor: Actor, at: Date, events: readonly NewEvent[]): Promise<void> {
    if (events.length === 0) return Promise.resolve();
    return new Promise((done, failed) => {
      this.#waiting.push({ actor, at, events, done, failed });
      if (!this.#running) void this.#run();
    });
  }

  /** A signed-in account was turned away: what it tried stays known (unusual access is raised as an alert). */
  refused(actor: Actor, at: Date, action: Action, request: string, object: string | null): Promise<void> {
    return this.write(actor, at, [{ action: "access.refused", object: `action:${action}`, data: { request, object } }]);
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, groupSize);
      try {
        await this.#store(group);
        for (const { done } of group) done();
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    this.#running = false;
  }

  async #store(group: readonly Waiting[]): Promise<void> {
    const events = group.flatMap(({ actor, at, events: its }): Done[] => its.map((event) => ({ actor, at, event })));
    await inTransaction(this.#database, (client) => storeEvents(client, this.#database, events));
  }
}
