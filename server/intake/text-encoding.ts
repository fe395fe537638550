import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";

export type TextEncodingName = "utf-8" | "gb18030";

/** Length of an unfinished UTF-8 character at the end of a block (0–3). */
const unfinishedTail = (block: Buffer): number => {
  for (let back = 1; back <= Math.min(3, block.length); back++) {
    const byte = block[block.length - back] as number;
    if (byte >= 0xc0)
      return byte >= 0xf0 ? (back < 4 ? back : 0) : byte >= 0xe0 ? (back < 3 ? back : 0) : back < 2 ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
};

export interface Utf8Check {
  /** The next block of the file. */
  take(block: Buffer): void;
  /** After the last block: offset of the start of the block whose bytes are not UTF-8, or null. */
  end(): number | null;
}

/** Whether a stream of blocks is UTF-8 throughout (no overlong forms, no surrogates), without decoding it. */
export const utf8Check = (start: number): Utf8Check => {
  let tail: Buffer = Buffer.alloc(0);
  let offset = start;
  let fault: number | null = null;
  return {
    take(block) {
      if (fault !== null) return;
      const bytes = tail.length > 0 ? Buffer.concat([tail, block]) : block;
      const cut = bytes.length - unfinishedTail(bytes);
      if (!isUtf8(bytes.subarray(0, cut))) fault = offset;
      tail = Buffer.from(bytes.subarray(cut));
      offset += cut;
    },
    end: () => fault ?? (tail.length > 0 ? offset : null),
  };
};

/** Offset in `bytes` of the first byte that is not UTF-8; `bytes.length` when all is. */
export const firstFault = (bytes: Buffer): number => {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const part = bytes.subarray(0, middle);
    if (isUtf8(part.subarray(0, middle - unfinishedTail(part)))) low = middle;
    else high = middle - 1;
  }
  return low;
};

/**
 * Whether bytes that are not UTF-8 were meant to be: most of what lies outside ASCII reads as UTF-8. Such a file is damaged; reading it as
 * GB18030 would succeed and give wrong characters (mojibake), because pairs of UTF-8 bytes are often valid there.
 */
export const isDamagedUtf8 = (bytes: Buffer): boolean => {
  const text = bytes.toString("utf8");
  let read = 0;
  let unreadable = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd) unreadable++;
    else if (code > 0x7f) read++;
  }
  return read > unreadable;
};

/** UTF-16, with a byte order mark or told by its noughts. */
export const looksUtf16 = (head: Buffer): boolean => {
  if (head.length >= 2 && ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)))
    return true;
  let even = 0;
  let odd = 0;
  const n = Math.min(head.length, 4096);
  for (let i = 0; i < n; i++) if (head[i] === 0) i % 2 === 0 ? even++ : odd++;
  // commas, digits and line ends have a nought in the same half of each pair
  return n >= 16 && Math.max(even, odd) > n / 20 && Math.min(even, odd) < Math.max(even, odd) / 8;
};

/** Decodes strictly. @throws TypeError where bytes are not in the encoding */
export const strictDecoder = (encoding: TextEncodingName): TextDecoder =>
  new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
