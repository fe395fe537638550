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
  /** Every event up to here is taken in, and none before it can appear any more. */
  readonly position: FeedPosition;
  /** Events behind the position that are taken in already. */
  readonly ahead: ReadonlySet<number>;
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
  readonly settled: boolean;
}

/**
 * Events behind a position. All that can be seen are taken in at once, but the position moves on only to where every earlier transaction is over
 * (`settled`): one that still runs, in any database of the server, may yet bring events between them.
 */
const feed = `
  select e.transaction::text, e.event_id, e.action, case when e.purpose is null then nullif(e.organisation_id, 0) end as organisation_id, e.transaction < pg_snapshot_xmin(pg_current_snapshot()) as settled,
    case when e.data like '%"organisations":[%' then array(select jsonb_array_elements_text(e.data::jsonb -> 'organisations')::integer) end as organisations
  from event e
  where (e.transaction, e.event_id) > ($1::xid8, $2::bigint)
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
    const before = this.#state.ahead;
    const ahead = new Set<number>();
    let { position } = this.#state;
    let read = position;
    let news = false;
    for (;;) {
      const { rows } = await pool.query<FeedEvent>(feed, [read.transaction, read.eventId]);
      const fresh = rows.filter(({ event_id }) => !before.has(event_id));
      if (fresh.some(({ action }) => action.startsWith("catalogue."))) return this.#build();
      for (const { organisation_id, organisations } of fresh)
        for (const id of [organisation_id, ...(organisations ?? [])]) if (id !== null) changed.add(id);
      news ||= fresh.length > 0;
      for (const row of rows) {
        read = { transaction: row.transaction, eventId: row.event_id };
        if (row.settled && ahead.size === 0) position = read;
        else ahead.add(row.event_id);
      }
      if (rows.length < eventsAtOnce) break;
    }
    const base = this.#state.layers[0]!.index;
    if (changed.size > (mostChanged ?? Math.max(2000, base.size / 20))) {
      if (this.#sinceBuild > (base.size + changed.size) / builtARound) return this.#build();
      return;
    }
    if (!news || changed.size === 0) {
      this.#state = { ...this.#state, position, ahead };
      return;
    }
    const { index } = await loadNameIndex(pool, clock.today(), [...changed]);
    this.#state = { layers: [withoutThoseOf(base, index), { index, replaced: null }], changed, position, ahead };
  }

  async #build(): Promise<void> {
    this.#sinceBuild = 0;
    const { index, position, ahead } = await loadNameIndex(this.#options.database.pool, this.#options.clock.today());
    this.#state = { layers: [{ index, replaced: null }], changed: new Set(), position, ahead };
  }
}
