const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

/** PostgreSQL's `hash_bytes_uint32_extended` with the seed of hash partitioning (0x7A5B22367996DCFD): state after the seed has been mixed in. */
const [a0, b0, c0] = ((): [number, number, number] => {
  const initial = (0x9e3779b9 + 4 + 3923095) | 0;
  let a = (initial + 0x7a5b2236) | 0;
  let b = (initial + 0x7996dcfd) | 0;
  let c = initial;
  a = (a - c) ^ rotate(c, 4);
  c = (c + b) | 0;
  b = (b - a) ^ rotate(a, 6);
  a = (a + c) | 0;
  c = (c - b) ^ rotate(b, 8);
  b = (b + a) | 0;
  a = (a - c) ^ rotate(c, 16);
  c = (c + b) | 0;
  b = (b - a) ^ rotate(a, 19);
  a = (a + c) | 0;
  c = (c - b) ^ rotate(b, 4);
  b = (b + a) | 0;
  return [a, b, c];
})();

/** Which of the 8 hash partitions PostgreSQL puts an organisation's rows in: remainder of `PARTITION BY HASH (organisation_id)` with modulus 8. */
export const partitionOf = (organisationId: number): number => {
  let a = (a0 + organisationId) | 0;
  let b = b0;
  let c = c0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  // hash_combine64 of a single key adds 0x49a0f4dd15e5a8e3; its last three bits decide
  return (c + 3) & 7;
};
