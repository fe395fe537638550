import type { Clock } from "../platform/clock.ts";
import { NowAndThen } from "../platform/now-and-then.ts";
import { makeDump, type DumpServices } from "./make-dump.ts";

/** Whether a dump is due: none was made today. A dump never outlives its day (docs/decisions/0010). */
export const isDue = (clock: Clock, newest: { readonly asOf: string } | undefined): boolean =>
  newest === undefined || newest.asOf < clock.today();

/** Makes the dump of the day soon after midnight, and at start when it is missing. Of one that is being made when it stops nothing half-made stays on the shelf. */
export const nightlyDump = (services: DumpServices, onError: (error: unknown) => void): NowAndThen => {
  const { clock, shelf, database } = services;
  const wanted = async (): Promise<boolean> => {
    if (!isDue(clock, (await shelf.list())[0])) return false;
    // Of an empty register there is nothing to take away yet; the first dump waits for the first import.
    const { rows } = await database.pool.query<{ filled: boolean }>(
      "select exists (select from organisation) as filled",
    );
    return rows[0]?.filled ?? false;
  };
  return new NowAndThen({
    clock,
    onError,
    everyMs: 60_000,
    work: async (signal) => {
      if (await wanted()) await makeDump(services, wanted, signal);
    },
  });
};
