/** What has been seen of a file's identities, in bounded memory: never forgets one, seldom claims one too many. */
export interface IdentityFilter {
  /** Adds an identity (its first 16 bytes at `offset`) and says whether it may have been there before. */
  seen(bytes: Buffer, offset: number): boolean;
}

/**
 * A Bloom filter over record ids. They are SHA-256, so their four words serve as the four hashes. 16 bits an entry give 0.24 % false alarms;
 * one costs a look-up, nothing else.
 * @param expected entries; memory is 2 bytes for each, at most 128 MiB
 */
export const identityFilter = (expected: number): IdentityFilter => {
  const bits = 2 ** Math.min(30, Math.max(16, Math.ceil(Math.log2(Math.max(1, expected) * 16))));
  const words = new Uint32Array(bits / 32);
  const mask = bits - 1;
  return {
    seen(bytes, offset) {
      let all = true;
      for (let i = 0; i < 16; i += 4) {
        const bit = bytes.readUInt32LE(offset + i) & mask;
        const flag = 1 << (bit & 31);
        const word = words[bit >>> 5] as number;
        if ((word & flag) === 0) {
          all = false;
          words[bit >>> 5] = word | flag;
        }
      }
      return all;
    },
  };
};
