import { concat, refuse, u64, utf8 } from "./bytes.js";
import { nodeHash } from "./merkle.js";
import { sha256 } from "./sha256.js";

/** The tree of heads: one leaf for each organisation, over all its entries up to a day. That it has one place only is what makes a file complete. */

/** The head of an organisation after its entries. @param {{ index: number, leaf: Uint8Array }[]} entries in order of index */
export const headOf = async (entries) => {
  /** @type {Uint8Array} */
  let head = new Uint8Array(32);
  for (const { index, leaf } of entries) head = await sha256(concat(utf8("cx1:head"), head, u64(index, "index"), leaf));
  return head;
};

/** Its bits, most significant first, are the way from the root to the leaf. @param {string} uscc */
export const headsKey = (uscc) => sha256(utf8(`cx1:key\n${uscc}`));

/** @param {Uint8Array} key @param {Uint8Array} nonce 16 bytes @param {number} count of its entries @param {Uint8Array} head */
export const headsLeaf = (key, nonce, count, head) =>
  sha256(concat(Uint8Array.of(0), key, nonce, u64(count, "count").subarray(4), head));

/** @param {Uint8Array} key @param {Uint8Array} leaf @param {Uint8Array[]} siblings at most 256, from the leaf's up to the root's child */
export const rootOfHeads = async (key, leaf, siblings) => {
  let [hash, depth] = [leaf, siblings.length];
  for (const sibling of siblings) {
    depth -= 1;
    const right = ((key[depth >> 3] ?? refuse("heads.depth")) >> (7 - (depth & 7))) & 1;
    hash = await (right ? nodeHash(sibling, hash) : nodeHash(hash, sibling));
  }
  return hash;
};
