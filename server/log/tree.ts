import { hash } from "node:crypto";
import type pg from "pg";
import { nodeHash } from "./entry.ts";
import { rootAbove, tileWidth, type Tile } from "./frontier.ts";

/** The log's tree as it is stored: roots and proofs of any size it had, out of tiles (RFC 6962 section 2.1). */

type Reader = Pick<pg.ClientBase, "query">;

/** Root of the tree without leaves. */
export const emptyRoot: Buffer = hash("sha256", "", "buffer");

/** Leaves from `from` up to, not including, `to`. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The largest power of two below n. */
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

/** The spans whose roots prove that the leaf is in the tree, from the leaf's sibling upwards. */
const pathSpans = (index: number, { from, to }: Span): Span[] => {
  if (to - from === 1) return [];
  const middle = from + split(to - from);
  return index < middle
    ? [...pathSpans(index, { from, to: middle }), { from: middle, to }]
    : [...pathSpans(index, { from: middle, to }), { from, to: middle }];
};

/** RFC 6962 section 2.1.2, SUBPROOF. `whole`: the old tree's root is what the reader knows already. */
const consistencySpans = (old: number, { from, to }: Span, whole: boolean): Span[] => {
  if (old === to - from) return whole ? [] : [{ from, to }];
  const k = split(to - from);
  return old <= k
    ? [...consistencySpans(old, { from, to: from + k }, whole), { from: from + k, to }]
    : [...consistencySpans(old - k, { from: from + k, to }, false), { from, to: from + k }];
};

const isPowerOfTwo = (n: number): boolean => 2 ** Math.round(Math.log2(n)) === n;

/** Complete subtrees of which a span consists, from the left. A span is never other than a subtree of the tree. */
const subtrees = ({ from, to }: Span): Span[] => {
  if (isPowerOfTwo(to - from)) return [{ from, to }];
  const middle = from + split(to - from);
  return [{ from, to: middle }, ...subtrees({ from: middle, to })];
};

/** Where the hashes stand from which the root of a complete subtree is computed. */
const placeOf = ({ from, to }: Span): { level: number; n: number; first: number; count: number } => {
  const height = Math.round(Math.log2(to - from));
  const level = Math.floor(height / 8);
  const place = from / tileWidth ** level;
  return { level, n: Math.floor(place / tileWidth), first: place % tileWidth, count: 2 ** (height % 8) };
};

/** A tile that is needed is missing or too short: the stored tree is damaged. */
export class TreeDamaged extends Error {
  override readonly name = "TreeDamaged";
}

/** Those of the tiles that there are. */
export const readTiles = async (
  reader: Reader,
  logNo: number,
  wanted: readonly Pick<Tile, "level" | "n">[],
): Promise<Tile[]> =>
  (
    await reader.query<Tile>(
      "select t.level, t.n, t.hashes from unnest($2::smallint[], $3::bigint[]) as w (level, n) join log_tile t on t.log_no = $1 and t.level = w.level and t.n = w.n",
      [logNo, wanted.map(({ level }) => level), wanted.map(({ n }) => n)],
    )
  ).rows;

/** Roots of spans, whose tiles are read in one query. */
const rootsOf = async (reader: Reader, logNo: number, spans: readonly Span[]): Promise<Buffer[]> => {
  const wanted = new Map<string, { level: number; n: number }>();
  for (const { level, n } of spans.flatMap(subtrees).map(placeOf)) wanted.set(`${level}/${n}`, { level, n });
  const rows = await readTiles(reader, logNo, [...wanted.values()]);
  const tiles = new Map(rows.map((row) => [`${row.level}/${row.n}`, row.hashes]));
  // proofs of entries that stand close together share most of their hashes
  const known = new Map<string, Buffer>();
  const subtreeRoot = (span: Span): Buffer => {
    const name = `${span.from}-${span.to}`;
    const root = known.get(name) ?? computed(span);
    known.set(name, root);
    return root;
  };
  const computed = (span: Span): Buffer => {
    const { level, n, first, count } = placeOf(span);
    const hashes = tiles.get(`${level}/${n}`);
    if (!hashes || hashes.length < (first + count) * 32) throw new TreeDamaged(`tile ${level}/${n} of log ${logNo}`);
    return rootAbove(hashes, first, count);
  };
  return spans.map((span) =>
    subtrees(span)
      .map(subtreeRoot)
      .reduceRight((right, left) => nodeHash(left, right)),
  );
};

/** Root of the tree of the first `size` leaves. @throws TreeDamaged */
export const rootAt = async (reader: Reader, logNo: number, size: number): Promise<Buffer> =>
  size === 0 ? emptyRoot : ((await rootsOf(reader, logNo, [{ from: 0, to: size }]))[0] as Buffer);

/** For each of these leaves the hashes that prove it in the tree of `size` leaves. @throws TreeDamaged, RangeError */
export const inclusionPaths = async (
  reader: Reader,
  logNo: number,
  indexes: readonly number[],
  size: number,
): Promise<Buffer[][]> => {
  const beyond = indexes.find((index) => !(index >= 0 && index < size));
  if (beyond !== undefined) throw new RangeError(`leaf ${beyond} of ${size}`);
  const spans = indexes.map((index) => pathSpans(index, { from: 0, to: size }));
  const roots = await rootsOf(reader, logNo, spans.flat());
  let next = 0;
  return spans.map(({ length }) => roots.slice(next, (next += length)));
};

/** Hashes that prove leaf `index` in the tree of `size` leaves. @throws TreeDamaged, RangeError */
export const inclusionPath = async (reader: Reader, logNo: number, index: number, size: number): Promise<Buffer[]> =>
  (await inclusionPaths(reader, logNo, [index], size))[0] ?? [];

/** Hashes that prove the tree of `size` leaves to begin with that of `old`. @throws TreeDamaged, RangeError */
export const consistencyPath = (reader: Reader, logNo: number, old: number, size: number): Promise<Buffer[]> => {
  if (!(old >= 0 && old <= size)) throw new RangeError(`from ${old} to ${size}`);
  return old === 0 || old === size
    ? Promise.resolve([])
    : rootsOf(reader, logNo, consistencySpans(old, { from: 0, to: size }, true));
};
