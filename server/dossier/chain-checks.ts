import { wholeCheckHours, type ChainChecked } from "@chengxin/domain/dossier/readers-api.ts";
import type pg from "pg";
import { Found } from "../audit/found.ts";
import { verifyChains, type ChainPlace } from "../audit/verify-chains.ts";
import type { Database } from "../platform/db.ts";
import { inSnapshot } from "../platform/snapshot.ts";
import type { Counted } from "./count-readings.ts";

const wholeMs = wholeCheckHours * 3_600_000;
/** Chains that are remembered: those looked at last. */
const mostRemembered = 10_000;

/** What this process found of a chain that was whole. */
interface Known {
  readonly place: ChainPlace;
  readonly at: Date;
  /** Entries without a MAC among them. */
  readonly unchained: number;
  readonly readings: ReadonlyMap<string, number>;
}

/**
 * Checks one organisation's chain at each look at its list of readings. The first look of an hour walks it from its first entry; the looks after it begin where that one
 * ended, at the very entry with the very MAC that it found there, and walk the rest. What was done to older entries since is found by the next whole walk, or by the
 * verifier, which always walks everything; the page says what was walked when.
 */
export class ChainChecks {
  readonly #database: Database;
  readonly #known = new Map<number, Known>();
  readonly #walking = new Map<number, Promise<void>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Sees to it that the whole chain has been walked lately; of several who ask at once one walks. */
  async ready(organisationId: number, at: Date): Promise<void> {
    if (this.#of(organisationId, at)) return;
    const walking = this.#walking.get(organisationId);
    if (walking) return walking;
    const walk = inSnapshot(this.#database, async (client) => {
      const { found, end, unchained, readings } = await this.#walk(client, organisationId, null);
      if (found.count === 0 && end) this.#remember({ place: end, at, unchained, readings });
    }).finally(() => this.#walking.delete(organisationId));
    this.#walking.set(organisationId, walk);
    return walk;
  }

  /** The chain as it is in this snapshot. One with a fault is walked whole each time. */
  async check(client: pg.ClientBase, organisationId: number, at: Date): Promise<ChainChecked> {
    const known = this.#of(organisationId, at);
    const { found, end, unchained } = await this.#walk(client, organisationId, known?.place ?? null);
    if (known && found.count > 0) {
      this.#known.delete(organisationId);
      return this.check(client, organisationId, at);
    }
    const upTo = end?.no ?? 0;
    return {
      upTo,
      whole: { upTo: known?.place.no ?? upTo, at: (known?.at ?? at).toISOString() },
      faults: found.count,
      unchained: unchained + (known?.unchained ?? 0),
    };
  }

  /** What the whole walk counted; nothing, where there was none. */
  counted(organisationId: number, at: Date): Counted {
    const known = this.#of(organisationId, at);
    return known ? { upTo: known.place.no, readings: known.readings } : { upTo: 0, readings: new Map() };
  }

  #of(organisationId: number, at: Date): Known | null {
    const known = this.#known.get(organisationId);
    if (!known || at.getTime() - known.at.getTime() >= wholeMs || known.at > at) return null;
    this.#known.delete(organisationId);
    this.#known.set(organisationId, known);
    return known;
  }

  #remember(known: Known): void {
    this.#known.set(known.place.organisationId, known);
    const oldest = this.#known.keys().next();
    if (this.#known.size > mostRemembered && !oldest.done) this.#known.delete(oldest.value);
  }

  async #walk(client: pg.ClientBase, organisationId: number, after: ChainPlace | null) {
    const found = new Found();
    if (after && !(await stands(client, after))) found.inChain("event.changed", organisationId, after.no);
    const readings = new Map<string, number>();
    const { unchained, end } = await verifyChains({
      client,
      chain: this.#database.chain(),
      found,
      unchainedAllowed: true,
      onProgress: () => {},
      signal: undefined,
      only: [organisationId],
      readings,
      after,
    });
    return { found, unchained, end, readings };
  }
}

/** Is the entry still the one that was found there? */
const stands = async (client: pg.ClientBase, { organisationId, no, mac, eventId }: ChainPlace): Promise<boolean> => {
  const { rowCount } = await client.query(
    "select from event where organisation_id = $1 and chain_no = $2 and mac = $3 and event_id = $4",
    [organisationId, no, mac, eventId],
  );
  return rowCount === 1;
};
