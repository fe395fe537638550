import { NowAndThen } from "../platform/now-and-then.ts";
import { commitBeacon } from "./beacon.ts";
import { makeHeads, type HeadsServices } from "./heads/make-heads.ts";

/**
 * What the log gets once a day: the beacon of the day that begins, the heads of the one that is over. Each process has one, and the database lets one at a
 * time work. Heads that are being made when it stops are given up; the next look makes them.
 */
export const dailyLog = (services: HeadsServices, onError: (error: unknown) => void): NowAndThen => {
  let since: Date | null = null;
  return new NowAndThen({
    clock: services.clock,
    onError,
    everyMs: 10_000,
    work: async (signal) => {
      since ??= services.clock.now();
      await commitBeacon(services);
      const made = await makeHeads(services, since, signal);
      if (made?.again)
        onError(
          new Error(
            `the stored heads of organisations were not those that the log has: somebody changed them; those of ${made.day} were made from all entries`,
          ),
        );
    },
  });
};
