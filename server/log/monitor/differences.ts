import type { LogDifference, LogDifferenceKind } from "@chengxin/domain/log/log-difference.ts";

/** Differences that are kept in full; the rest is counted. */
const mostKept = 500;

/** What a difference is about, as far as it is known. */
export type About = Partial<Omit<LogDifference, "kind" | "data">>;

/** What a run of the monitor found. */
export class Differences {
  readonly kept: LogDifference[] = [];
  count = 0;

  add(kind: LogDifferenceKind, about: About = {}, data: LogDifference["data"] = {}): void {
    this.count += 1;
    if (this.kept.length >= mostKept) return;
    const nothing = { logNo: null, index: null, organisationId: null, uscc: null, recordId: null, version: null };
    this.kept.push({ kind, ...nothing, ...about, data });
  }
}
