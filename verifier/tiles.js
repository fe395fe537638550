import { checkNumber, Refusal, concat, refuse } from "./bytes.js";
import { append, rootOf } from "./merkle.js";

/** A log at a distance (c2sp.org/tlog-tiles). What is read here is not believed: a proof made of tiles is checked against a signed root by its user. */

/** Reads a path below the log's address; null where there is nothing. @typedef {(path: string) => Promise<Uint8Array | null>} Read */
/** The root of the complete subtree of 2^level leaves, the index-th of its kind. @typedef {(level: number, index: number) => Promise<Uint8Array>} HashAt */

const width = 256;
/** A full bundle of our entries has 19,456 bytes, a tile 8,192; a log that sends without end is not listened to. */
const mostBytes = 1_000_000;

/** Reads over HTTP. @param {string} url of the log @returns {Read} */
export const readOver = (url) => async (path) => {
  const place = `${url.replace(/\/$/, "")}/${path}`;
  try {
    const { status, ok, body } = await fetch(place, { signal: AbortSignal.timeout(60_000) });
    if (status === 404 || status === 410) return null;
    let bytes = new Uint8Array();
    for await (const part of (ok && body) || refuse("log.unreachable", { url: place, reason: status })) {
      bytes = concat(bytes, part);
      if (bytes.length > mostBytes) refuse("log.tile", { path });
    }
    return bytes;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return refuse("log.unreachable", { url: place, reason: String(/** @type {Error} */ (error).cause ?? error) });
  }
};

/** @param {number | "entries"} level @param {number} n @param {number} count of hashes or entries; 256 in a full one */
export const tilePath = (level, n, count) => {
  const digits = String(checkNumber(n, "tile"));
  const parts = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g) ?? [];
  const place = [...parts.slice(0, -1).map((part) => `x${part}`), parts.at(-1)].join("/");
  return `tile/${level}/${place}${count < width ? `.p/${count}` : ""}`;
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

/** RFC 6962, 2.1: MTH of the leaves from `low` to before `high`, from the complete subtrees there. @param {HashAt} hashAt @param {number} low @param {number} high */
const rangeRoot = async (hashAt, low, high) => {
  const peaks = [];
  for (let [at, level] = [low, 0]; at < high; [at, level] = [at + 2 ** level, 0]) {
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= high) level += 1;
    peaks.push(await hashAt(level, at / 2 ** level));
  }
  return rootOf({ size: high - low, peaks });
};

/** RFC 6962, 2.1.1: PATH, from the root down. @param {HashAt} hashAt @param {number} index @param {number} size */
export const inclusionPath = async (hashAt, index, size) => {
  const path = [];
  for (let [low, high] = [0, size]; high - low > 1;) {
    let half = 1;
    while (2 * half < high - low) half *= 2;
    const right = index >= low + half;
    path.unshift(await (right ? rangeRoot(hashAt, low, low + half) : rangeRoot(hashAt, low + half, high)));
    [low, high] = right ? [low + half, high] : [low, low + half];
  }
  return path;
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
