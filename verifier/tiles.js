import { checkNumber, refuse } from "./bytes.js";
import { append, nodeHash, rootOf } from "./merkle.js";

/** A log at a distance (c2sp.org/tlog-tiles). What is read here is not believed: a proof made of tiles is checked against a signed root by its user. */

/** Reads a path below the log's address; null where there is nothing. @typedef {(path: string) => Promise<Uint8Array | null>} Read */
/** The root of the complete subtree of 2^level leaves, the index-th of its kind. @typedef {(level: number, index: number) => Promise<Uint8Array>} HashAt */

const width = 256;

/** @param {number | "entries"} level @param {number} n @param {number} count of hashes or entries; 256 in a full one */
export const tilePath = (level, n, count) => {
  const digits = String(checkNumber(n, "tile"));
  const parts = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g) ?? [];
  return `tile/${level}/${parts
    .join("/x")
    .replace(/^(?=.*\/)/, "x")
    .replace(/x(...)$/, "$1")}${count < width ? `.p/${count}` : ""}`;
};

/** The tile as wide as a tree of this size has it; the full one in its place, when that is all there is. @param {Read} read @param {number | "entries"} level @param {number} n @param {number} size */
const readTile = async (read, level, n, size) => {
  const count = Math.min(width, Math.floor(size / width ** (level === "entries" ? 0 : level)) - n * width);
  const path = tilePath(level, n, count);
  const bytes = (await read(path)) ?? (count < width ? await read(tilePath(level, n, width)) : null);
  return { path, count, bytes: bytes ?? refuse("log.absent", { path }) };
};

/** @param {Read} read @param {number} level @param {number} n @param {number} size of the tree */
export const readHashes = async (read, level, n, size) => {
  const { path, count, bytes } = await readTile(read, level, n, size);
  if (bytes.length !== 32 * count && bytes.length !== 32 * width) refuse("log.tile", { path });
  return Array.from({ length: count }, (_, i) => bytes.subarray(32 * i, 32 * i + 32));
};

/** Entries 256·n to 256·n + 255, as far as the tree goes. @param {Read} read @param {number} n @param {number} size of the tree */
export const readEntries = async (read, n, size) => {
  const { path, count, bytes } = await readTile(read, "entries", n, size);
  const entries = [];
  for (let at = 0; at < bytes.length;) {
    const start = at + 2;
    at = start + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? Number.NaN);
    if (!(at <= bytes.length)) return refuse("log.tile", { path });
    entries.push(bytes.subarray(start, at));
  }
  return entries.length === count || entries.length === width ? entries.slice(0, count) : refuse("log.tile", { path });
};

/** Hashes of a tree of this size, out of tiles that are each fetched once. @param {Read} read @param {number} size @returns {HashAt} */
export const hashesOf = (read, size) => {
  /** @type {Map<string, Promise<Uint8Array[]>>} */
  const tiles = new Map();
  return async (level, index) => {
    const [tileLevel, count] = [Math.floor(level / 8), 2 ** (level % 8)];
    const [n, first] = [Math.floor((index * count) / width), (index * count) % width];
    const tile = tiles.get(`${tileLevel}/${n}`) ?? readHashes(read, tileLevel, n, size);
    tiles.set(`${tileLevel}/${n}`, tile);
    const tree = { size: 0, peaks: [] };
    for (const hash of (await tile).slice(first, first + count)) await append(tree, hash);
    return rootOf(tree);
  };
};

/** The largest power of two below `size`, as exponent. @param {number} size */
const splitLevel = (size) => {
  let level = 0;
  while (2 ** (level + 1) < size) level += 1;
  return level;
};

/** RFC 6962, 2.1: MTH of the leaves from `low` to before `high`. @param {HashAt} hashAt @param {number} low @param {number} high @returns {Promise<Uint8Array>} */
const rangeRoot = async (hashAt, low, high) => {
  if (high - low === 1) return hashAt(0, low);
  const level = splitLevel(high - low);
  if (high - low === 2 ** (level + 1)) return hashAt(level + 1, low / (high - low));
  return nodeHash(await rangeRoot(hashAt, low, low + 2 ** level), await rangeRoot(hashAt, low + 2 ** level, high));
};

/** RFC 6962, 2.1.1: PATH. @param {HashAt} hashAt @param {number} index @param {number} high @param {number} [low] @returns {Promise<Uint8Array[]>} */
export const inclusionPath = async (hashAt, index, high, low = 0) => {
  if (high - low <= 1) return [];
  const middle = low + 2 ** splitLevel(high - low);
  if (index < middle)
    return [...(await inclusionPath(hashAt, index, middle, low)), await rangeRoot(hashAt, middle, high)];
  return [...(await inclusionPath(hashAt, index, high, middle)), await rangeRoot(hashAt, low, middle)];
};

/** RFC 6962, 2.1.2: PROOF, which is the path of the older tree's last leaf from the complete subtree upwards that ends with it. */
/** @param {HashAt} hashAt @param {number} older size @param {number} newer size */
export const consistencyPath = async (hashAt, older, newer) => {
  if (older === 0 || older === newer) return [];
  let level = 0;
  while (older % 2 ** (level + 1) === 0) level += 1;
  const path = (await inclusionPath(hashAt, older - 1, newer)).slice(level);
  return older === 2 ** level ? path : [await hashAt(level, older / 2 ** level - 1), ...path];
};
