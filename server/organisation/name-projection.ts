import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { loadNameIndex, type FeedPosition } from "./load-names.ts";
import { withoutThoseOf, type Layer } from "./scan-index.ts";

export interface NameProjectionOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Told when reading fails; the next round tries again. */
  readonly onError?: (error: unknown) => void;
  /** Milliseconds between two looks at the event feed. */
  readonly everyMs?: number;
  /** Changed organisations that are kept beside the index before it is built anew; by default a twentieth of it. */
  readonly mostChanged?: number;
}

interface State {
  readonly layers: readonly Layer[];
  readonly changed: ReadonlySet<number>;
  readonly position: FeedPosition;
}

/** While a large import runs the index lags rather than being built all the time: one round of waiting for so many organisations. */
const builtARound = 20_000;
const eventsAtOnce = 200;

interface FeedEvent {
  readonly transaction: string;
  readonly event_id: number;
  readonly action: string;
  readonly organisation_id: number | null;
  readonly organisations: number[] | null;
}

/**
 * Events behind a position, of transactions that are over. Those of a transaction that still runs come later, so what is
 * not over yet is left for the next look: event numbers alone could be overtaken.
 */
const feed = `
  select e.transaction::text, e.event_id, e.action, e.organisation_id,
    case when e.data like '%"organisations":[%' then array(select jsonb_array_elements_text(e.data::jsonb -> 'organisations')::integer) end as organisations
  from event e
  where (e.transaction, e.event_id) > ($1::xid8, $2::bigint) and e.transaction < pg_snapshot_xmin(pg_current_snapshot())
  order by e.transaction, e.event_id limit ${eventsAtOnce}`;

/**
 * The name index as it lives in the process: built from PostgreSQL, then following the events. Until it is built the
 * first time, `layers` is null and the SQL twin answers.
 */
export class NameProjection {
  readonly #options: NameProjectionOptions;
  #state: State | null = null;
  #round: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  #sinceBuild = 0;

  constructor(options: NameProjectionOptions) {
    this.#options = options;
  }

  get layers(): readonly Layer[] | null {
    return this.#state?.layers ?? null;
  }

  /** Up to which event the answers are current; null while it is built the first time. */
  get position(): FeedPosition | null {
    return this.#state?.position ?? null;
  }

  /** Begins to build and then to follow, in the background. */
  start(): void {
    const next = (): void => {
      if (this.#stopped) return;
      this.#timer = setTimeout(
        () =>
          void this.catchUp()
            .catch((error: unknown) => this.#options.onError?.(error))
            .finally(next),
        this.#options.everyMs ?? 1000,
      );
      this.#timer.unref();
    };
    void this.catchUp()
      .catch((error: unknown) => this.#options.onError?.(error))
      .finally(next);
  }

  /** Ends following; resolves when nothing is being read any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#round?.catch(() => {});
  }

  /** Takes in what happened since the last look. One look at a time: a second caller waits for a whole one of its own. */
  async catchUp(): Promise<void> {
    while (this.#round) await this.#round.catch(() => {});
    this.#round = this.#look();
    try {
      await this.#round;
    } finally {
      this.#round = null;
    }
  }

  async #look(): Promise<void> {
    const { database, clock, mostChanged } = this.#options;
    this.#sinceBuild++;
    if (this.#state === null) return this.#build();
    const { pool } = database;
    const changed = new Set(this.#state.changed);
    let { position } = this.#state;
    for (;;) {
      const { rows } = await pool.query<FeedEvent>(feed, [position.transaction, position.eventId]);
      if (rows.some(({ action }) => action.startsWith("catalogue."))) return this.#build();
      for (const { organisation_id, organisations } of rows)
        for (const id of [organisation_id, ...(organisations ?? [])]) if (id !== null) changed.add(id);
      const last = rows.at(-1);
      if (last) position = { transaction: last.transaction, eventId: last.event_id };
      if (rows.length < eventsAtOnce) break;
    }
    const base = this.#state.layers[0]!.index;
    if (changed.size > (mostChanged ?? Math.max(2000, base.size / 20))) {
      if (this.#sinceBuild > (base.size + changed.size) / builtARound) return this.#build();
      return;
    }
    if (position === this.#state.position) return;
    if (changed.size === 0) {
      this.#state = { ...this.#state, position };
      return;
    }
    const { index } = await loadNameIndex(pool, clock.today(), [...changed]);
    this.#state = { layers: [withoutThoseOf(base, index), { index, replaced: null }], changed, position };
  }

  async #build(): Promise<void> {
    this.#sinceBuild = 0;
    const { index, position } = await loadNameIndex(this.#options.database.pool, this.#options.clock.today());
    this.#state = { layers: [{ index, replaced: null }], changed: new Set(), position };
  }
}
