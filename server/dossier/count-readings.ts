import type { PlainDate } from "@chengxin/domain/words.ts";
import type pg from "pg";
import { newsAfterMark, readersValues, type ReadersOf } from "./reading-rows.ts";

/** How many readings of each purpose a chain holds up to a number. */
export interface Counted {
  readonly upTo: number;
  readonly readings: ReadonlyMap<string, number>;
}

export interface Counts {
  /** Shown today. */
  readonly total: number;
  /** Of these by others than the organisation's agents. */
  readonly others: number;
  /** Of these new to the account. */
  readonly news: number;
  /** Announced, and not shown yet. */
  readonly kept: number;
}

const since = `
  select purpose, count(*) as n from event where organisation_id = $1 and purpose is not null and chain_no > $2 group by purpose`;

/** Readings on grounds that name a day from which they are shown: few, and found from the grounds. */
const withDay = `
  select e.chain_no, e.purpose, g.visible_from from query_ground g join event e on e.organisation_id = $1 and e.basis = 'ground:' || g.ground_id
  where g.organisation_id = $1 and g.visible_from is not null and e.purpose is not null`;

interface WithDay {
  readonly chain_no: number;
  readonly purpose: string;
  readonly visible_from: PlainDate;
}

interface Mark {
  readonly read_up_to: number;
  readonly looked_on: PlainDate;
  /** Shown readings by others after the mark. */
  readonly after: number;
}

const byPurpose = async (client: pg.ClientBase, { organisationId }: ReadersOf, counted: Counted) => {
  const readings = new Map(counted.readings);
  const { rows } = await client.query<{ purpose: string; n: number }>(since, [organisationId, counted.upTo]);
  for (const { purpose, n } of rows) readings.set(purpose, (readings.get(purpose) ?? 0) + n);
  return readings;
};

/**
 * How many readings there are, in one snapshot with what else is read. What was counted while the chain was checked is not counted again: a list of thirty thousand costs
 * what came since.
 */
export const countReaders = async (client: pg.ClientBase, of: ReadersOf, counted: Counted): Promise<Counts> => {
  const { organisationId, today, purposes } = of;
  const readings = await byPurpose(client, of, counted);
  const { rows: days } = await client.query<WithDay>(withDay, [organisationId]);
  const isOwn = (purpose: string): boolean => purposes.own.includes(purpose);
  const withDayOf = (purpose: string, shown: boolean): number =>
    days.filter((one) => one.purpose === purpose && one.visible_from <= today === shown).length;
  // Of a confidential purpose nothing is shown but what a ground names a day for; of any other everything but what waits for its day.
  const hidden = (purpose: string): number =>
    purposes.confidential.includes(purpose)
      ? (readings.get(purpose) ?? 0) - withDayOf(purpose, true)
      : withDayOf(purpose, false);
  const shownOf = (which: (purpose: string) => boolean): number =>
    [...readings].reduce((sum, [purpose, n]) => (which(purpose) ? sum + n - hidden(purpose) : sum), 0);
  const others = shownOf((purpose) => !isOwn(purpose));
  const { rows: marks } = await client.query<Mark>(newsAfterMark, readersValues(of));
  const [mark] = marks;
  const cameToLight = ({ chain_no, purpose, visible_from }: WithDay): boolean =>
    mark !== undefined &&
    chain_no <= mark.read_up_to &&
    visible_from > mark.looked_on &&
    visible_from <= today &&
    !isOwn(purpose);
  return {
    total: shownOf(() => true),
    others,
    news: mark === undefined ? others : mark.after + days.filter(cameToLight).length,
    kept: purposes.announced.reduce((sum, purpose) => sum + hidden(purpose), 0),
  };
};
