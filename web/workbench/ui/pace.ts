/** How far long work had come at a moment. */
export interface Mark {
  readonly done: number;
  /** Milliseconds of any clock that goes forward. */
  readonly at: number;
}

/** Marks older than this no longer say how fast it goes, ms. */
const memory = 30_000;

/** The marks that still count, with a new one; one that goes back begins anew. */
export const withMark = (marks: readonly Mark[], mark: Mark): readonly Mark[] => {
  const last = marks.at(-1);
  if (last && mark.done < last.done) return [mark];
  return [...marks.filter(({ at }) => mark.at - at <= memory), mark];
};

/**
 * How fast it goes and how long it will take.
 * @returns rate per second, and seconds left; null: not known yet, or it stands still
 */
export const paceOf = (
  marks: readonly Mark[],
  total: number | null,
): { rate: number | null; secondsLeft: number | null } => {
  const first = marks[0];
  const last = marks.at(-1);
  if (!first || !last || last.at - first.at < 1000) return { rate: null, secondsLeft: null };
  const rate = ((last.done - first.done) * 1000) / (last.at - first.at);
  if (rate <= 0) return { rate: 0, secondsLeft: null };
  return { rate, secondsLeft: total === null ? null : Math.ceil(Math.max(0, total - last.done) / rate) };
};
