import { z } from "zod";

/**
 * What the monitor of the transparency log can find. `group`, `tile`, `checkpoint`, `key` and `signed` are about the tree; `version`, `entry` and `statement` about what
 * entries stand for. What each means is in `domain/text/log-differences.*`.
 */
export const logDifferenceKinds = [
  "group.gap",
  "group.overlap",
  "group.beyond",
  "tile.differs",
  "tile.missing",
  "tile.extra",
  "checkpoint.root",
  "checkpoint.note",
  "key.unlogged",
  "signed.differs",
  "heads.head",
  "heads.branch",
  "heads.root",
  "heads.statement",
  "heads.entries",
  "version.changed",
  "version.hash",
  "version.until",
  "version.unlogged",
  "version.entry_missing",
  "entry.twice",
  "entry.without_fact",
  "statement.changed",
  "statement.entry_missing",
] as const;
export type LogDifferenceKind = (typeof logDifferenceKinds)[number];

export const LogDifference = z.object({
  kind: z.enum(logDifferenceKinds),
  logNo: z.number().int().nullable(),
  /** Place in that log; null: it has none, or the difference is not about one entry. */
  index: z.number().int().nullable(),
  organisationId: z.number().int().nullable(),
  /** Code of that organisation, where it is known. */
  uscc: z.string().nullable(),
  recordId: z.string().nullable(),
  version: z.number().int().nullable(),
  /** What was found, by kind. */
  data: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type LogDifference = z.infer<typeof LogDifference>;

export const MonitorReport = z.object({
  /** The database as it was at this moment was compared. */
  at: z.string(),
  /** Entries from which the trees were made again. */
  entries: z.number().int(),
  checkpoints: z.number().int(),
  versions: z.number().int(),
  statements: z.number().int(),
  /** Entries that wait for their place. */
  waiting: z.number().int(),
  milliseconds: z.number().int(),
  /** All of them; `differences` has the first ones. */
  differenceCount: z.number().int(),
  differences: z.array(LogDifference),
});
export type MonitorReport = z.infer<typeof MonitorReport>;
