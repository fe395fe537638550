/**
 * Where a hit stands among the hits of one query, as one number that sorts: what matched, where in the text, how long
 * the text is (so that an exact name comes before a name that begins with it), registered before known from records,
 * current before former, then the organisation's own number, so that paging is stable.
 */
export const tiers = { name: 1, initials: 2, similar: 3 } as const;
export type Tier = (typeof tiers)[keyof typeof tiers];

/** Largest position and length that a rank can tell apart. */
export const furthest = 511;

/** 0 to 3: registered current, registered former, unregistered current, unregistered former. */
export const standing = (registered: boolean, former: boolean): number => (registered ? 0 : 2) + (former ? 1 : 0);

/**
 * @param position place of the fragment in the text, in UTF-16 units; of a similar name, by how much its length differs
 * @param length of the text, in UTF-16 units
 * @returns an integer below 2^53
 */
export const rank = (tier: Tier, position: number, length: number, stands: number, organisationId: number): number =>
  (((tier * 512 + Math.min(position, furthest)) * 512 + Math.min(length, furthest)) * 4 + stands) * 2 ** 31 +
  organisationId;

export const organisationOf = (rank: number): number => rank % 2 ** 31;
export const standingOf = (rank: number): number => Math.floor(rank / 2 ** 31) % 4;
export const lengthOfRank = (rank: number): number => Math.floor(rank / 2 ** 33) % 512;
export const positionOfRank = (rank: number): number => Math.floor(rank / 2 ** 42) % 512;
export const tierOf = (rank: number): number => Math.floor(rank / 2 ** 51);
