/** One measured figure. `ratio` is read so that more is better, unless a `ceiling` is given: then less is. */
export interface Figure {
  readonly line: string;
  /** Median over the rounds of ours ÷ limit (rates) or limit ÷ ours (times); null where there is nothing to compare with. */
  readonly ratio: number | null;
  readonly ours: number;
  readonly limit: number | null;
  readonly unit: string;
  /** Lowest and highest ratio of a round, or of `ours` where there is no ratio. */
  readonly spread: readonly [number, number];
  /** Under it (or over the ceiling) the bench fails. */
  readonly floor?: number;
  readonly ceiling?: number;
  readonly note?: string;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

export const percentile = (values: Float64Array, share: number): number => {
  const sorted = values.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
};

/** One round's values of several things run one after the other. */
type Rounds<Name extends string> = Record<Name, number[]>;

/**
 * Runs each of `runs` in turn, `rounds` times over (A B C, A B C …), so that whatever else the machine does meets all alike.
 * Every run returns its own value (rows/s, ms …). The first round can be left out as warm-up.
 */
export const alternate = async <Name extends string>(
  rounds: number,
  runs: Readonly<Record<Name, () => Promise<number>>>,
  warmUp = 0,
): Promise<Rounds<Name>> => {
  const names = Object.keys(runs) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, []])) as unknown as Rounds<Name>;
  for (let round = -warmUp; round < rounds; round += 1)
    for (const name of names) {
      const value = await runs[name]();
      if (round >= 0) values[name].push(value);
    }
  return values;
};

type Compared = Pick<Figure, "line" | "unit"> & Partial<Pick<Figure, "floor" | "ceiling" | "note">>;

const compared = (
  given: Compared,
  ours: readonly number[],
  limit: readonly number[],
  ratioOf: (ours: number, limit: number) => number,
): Figure => {
  const ratios = ours.map((value, round) => ratioOf(value, limit[round]!));
  return {
    ...given,
    ratio: median(ratios),
    ours: median(ours),
    limit: median(limit),
    spread: [Math.min(...ratios), Math.max(...ratios)],
  };
};

/** Rates: ours ÷ limit, round by round. */
export const compareRates = (given: Compared, ours: readonly number[], limit: readonly number[]): Figure =>
  compared(given, ours, limit, (a, b) => a / b);

/** Times: limit ÷ ours, round by round. */
export const compareTimes = (given: Compared, ours: readonly number[], limit: readonly number[]): Figure =>
  compared(given, ours, limit, (a, b) => b / a);

/** A figure that stands alone, or against a fixed budget (then ratio = budget ÷ ours). */
export const alone = (given: Compared & { budget?: number }, ours: readonly number[]): Figure => {
  const { budget, ...rest } = given;
  if (budget !== undefined)
    return compareTimes(
      rest,
      ours,
      ours.map(() => budget),
    );
  return { ...rest, ratio: null, ours: median(ours), limit: null, spread: [Math.min(...ours), Math.max(...ours)] };
};

export const isBelowFloor = ({ ratio, floor, ceiling }: Figure): boolean =>
  ratio !== null && ((floor !== undefined && ratio < floor) || (ceiling !== undefined && ratio > ceiling));

const short = (value: number | null): string =>
  value === null
    ? "–"
    : Math.abs(value) >= 1000
      ? Math.round(value).toLocaleString("en")
      : Number(value.toPrecision(3)).toString();

/** One line for people. */
export const figureLine = (figure: Figure): string => {
  const bound =
    figure.floor !== undefined
      ? `floor ${figure.floor}`
      : figure.ceiling !== undefined
        ? `ceiling ${figure.ceiling}`
        : "";
  return [
    figure.line.padEnd(20),
    short(figure.ratio).padStart(8),
    `[${short(figure.spread[0])} … ${short(figure.spread[1])}]`.padEnd(22),
    `${short(figure.ours)} against ${short(figure.limit)} ${figure.unit}`.padEnd(44),
    bound.padEnd(12),
    isBelowFloor(figure) ? "BELOW" : "",
    figure.note ?? "",
  ]
    .join(" ")
    .trimEnd();
};
