import { mostPartBytes } from "@chengxin/domain/upload/upload.ts";

/** The first part: small, so that a slow line shows progress at once. */
export const firstPartBytes = 256 * 1024;
const leastPartBytes = 32 * 1024;

/**
 * How large the next part is: one that takes about a second, so that progress is seen, little is lost when the line breaks, and the server, which waits 15 s for
 * a request, gets it in time.
 * @param ms how long the last one took; null: it did not arrive
 */
export const nextPartBytes = (last: number, ms: number | null): number => {
  const next = ms === null || ms > 3000 ? last / 4 : ms < 1000 ? last * 2 : last;
  return Math.min(mostPartBytes, Math.max(leastPartBytes, Math.floor(next)));
};

/** How long to wait before the next try after so many that failed, ms: from 1 s to half a minute. */
export const waitBeforeTry = (failed: number): number => Math.min(30_000, 1000 * 2 ** Math.max(0, failed - 1));
