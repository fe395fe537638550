/** What a list's address says of its order: `-key` is descending. */
export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

/** Names in the address that belong to the table; every other name is a filter. */
const tableNames = ["sort", "cursor", "columns"] as const;

export const readSort = (params: URLSearchParams): Sort | null => {
  const written = params.get("sort");
  if (!written) return null;
  return written.startsWith("-") ? { key: written.slice(1), descending: true } : { key: written, descending: false };
};

/** The columns on the screen: those chosen in the address as far as they exist, else the default ones. Never none. */
export const readColumns = (
  params: URLSearchParams,
  all: readonly string[],
  byDefault: readonly string[],
): readonly string[] => {
  const asked = params.get("columns")?.split(",") ?? [];
  const chosen = all.filter((id) => asked.includes(id));
  return chosen.length > 0 ? chosen : byDefault;
};

const changed = (params: URLSearchParams, change: (next: URLSearchParams) => void): URLSearchParams => {
  const next = new URLSearchParams(params);
  // Another order or filter has other pages.
  next.delete("cursor");
  change(next);
  return next;
};

const put = (params: URLSearchParams, name: string, value: string): void => {
  if (value === "") params.delete(name);
  else params.set(name, value);
};

/** The address with another order: ascending first, then descending, then the list's own. */
export const withSort = (params: URLSearchParams, key: string): URLSearchParams =>
  changed(params, (next) => {
    const now = readSort(params);
    put(next, "sort", now?.key !== key ? key : now.descending ? "" : `-${key}`);
  });

/** The address with these filters set; an empty value takes one away. */
export const withFilters = (params: URLSearchParams, filters: Readonly<Record<string, string>>): URLSearchParams =>
  changed(params, (next) => {
    for (const [name, value] of Object.entries(filters)) put(next, name, value.trim());
  });

/** The address without any of these filters; order and columns stay. */
export const withoutFilters = (params: URLSearchParams, names: readonly string[]): URLSearchParams =>
  changed(params, (next) => {
    for (const name of names) next.delete(name);
  });

/** The address with these columns; the default ones need no mention. The page stays. */
export const withColumns = (
  params: URLSearchParams,
  chosen: readonly string[],
  byDefault: readonly string[],
): URLSearchParams => {
  const next = new URLSearchParams(params);
  const same = chosen.length === byDefault.length && chosen.every((id) => byDefault.includes(id));
  put(next, "columns", same ? "" : chosen.join(","));
  return next;
};

export const withCursor = (params: URLSearchParams, cursor: string | null): URLSearchParams =>
  changed(params, (next) => put(next, "cursor", cursor ?? ""));

/** What a saved view keeps of an address: filters, order and columns, in one order, without the page. */
export const viewOf = (params: URLSearchParams): string => {
  const kept = [...params].filter(([name, value]) => name !== "cursor" && value !== "");
  return new URLSearchParams(kept.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))).toString();
};

/** Is any filter set? */
export const isFiltered = (params: URLSearchParams): boolean =>
  [...params].some(([name, value]) => value !== "" && !(tableNames as readonly string[]).includes(name));
