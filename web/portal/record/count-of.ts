import type { Count } from "@chengxin/domain/paging.ts";

interface Statistics {
  readonly items: readonly { readonly item: string; readonly count: Count }[];
}

/**
 * How many public records a whole list holds, as the first page says it: a list stops counting sooner than the statistics do.
 * @param item null = all items together
 * @param least what the list itself has counted; statistics that were made before never say less
 */
export const countOf = (
  { items }: Statistics,
  item: string | null,
  least: Count = { value: 0, atLeast: false },
): Count => {
  const counts = items.filter((one) => item === null || one.item === item).map(({ count }) => count);
  const value = counts.reduce((sum, count) => sum + count.value, 0);
  return value < least.value ? least : { value, atLeast: counts.some(({ atLeast }) => atLeast) };
};
