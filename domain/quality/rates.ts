/** A month `YYYY-MM`. */
export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

/** The month so many months later; earlier when negative. */
export const addToMonth = (month: string, months: number): string => {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}`;
};

/** All months of a span, the last first; at most `most`. */
export const monthsBetween = (from: string, to: string, most: number): string[] => {
  const months: string[] = [];
  for (let month = to; month >= from && months.length < most; month = addToMonth(month, -1)) months.push(month);
  return months;
};

/**
 * A part of a whole, or why there is none: `nothing` where the whole is 0. More than the whole stays more than 1: it says that the whole is wrong.
 * @param whole null: nobody has said how much it is
 */
export const rateOf = (part: number, whole: number | null): number | "nothing" | "undeclared" => {
  if (whole === null) return "undeclared";
  return whole === 0 && part === 0 ? "nothing" : part / whole;
};

/** A rate as percent, cut, never rounded up: 100 % means all. */
export const percentOf = (rate: number): string => {
  if (!Number.isFinite(rate)) return "—";
  const tenths = Math.floor(rate * 1000 + 1e-9);
  return `${Math.floor(tenths / 10)}.${tenths % 10} %`;
};
