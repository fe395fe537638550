import type { MonthTotal, QualityRow } from "./api.ts";

type Counted = Omit<QualityRow, "source" | "item">;

const nothing = {
  asked: 0,
  undeclared: 0,
  declared: 0,
  receivedOfDeclared: 0,
  timely: 0,
  late: 0,
  stored: 0,
  rejected: 0,
};

/** Sums by month, in the order in which the months come. A department that has not declared raises the rate of reporting as little as it lowers it. */
export const totalMonths = (rows: readonly Counted[]): MonthTotal[] => {
  const totals = new Map<string, MonthTotal>();
  for (const row of rows) {
    const so = totals.get(row.month) ?? { month: row.month, ...nothing };
    const declared = row.asked ? row.declared : null;
    totals.set(row.month, {
      month: row.month,
      asked: so.asked + (row.asked ? 1 : 0),
      undeclared: so.undeclared + (row.asked && declared === null ? 1 : 0),
      declared: so.declared + (declared ?? 0),
      receivedOfDeclared: so.receivedOfDeclared + (declared === null ? 0 : row.received),
      timely: so.timely + row.timely,
      late: so.late + row.late,
      stored: so.stored + row.stored,
      rejected: so.rejected + row.rejected,
    });
  }
  return [...totals.values()];
};
