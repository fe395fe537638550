import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  lengthOfRank,
  organisationOf,
  positionOfRank,
  rank,
  standing,
  standingOf,
  tierOf,
  tiers,
  type Tier,
} from "./rank.ts";

const parts = fc.tuple(
  fc.constantFrom<Tier>(tiers.name, tiers.initials, tiers.similar),
  fc.nat(511),
  fc.nat(511),
  fc.nat(3),
  fc.integer({ min: 1, max: 2 ** 31 - 1 }),
);

test("a rank is an exact integer that gives its parts back", () => {
  fc.assert(
    fc.property(parts, (made) => {
      const own = rank(...made);
      assert.ok(Number.isSafeInteger(own));
      assert.deepEqual(
        [tierOf(own), positionOfRank(own), lengthOfRank(own), standingOf(own), organisationOf(own)],
        made,
      );
    }),
  );
});

test("ranks sort as their parts do: what matched, where, how long the text is, its standing, the organisation", () => {
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      const first = a.findIndex((part, i) => part !== b[i]);
      assert.equal(Math.sign(rank(...a) - rank(...b)), first < 0 ? 0 : Math.sign(Number(a[first]) - Number(b[first])));
    }),
  );
});

test("registered stands before known from records, current before former", () => {
  assert.deepEqual(
    [standing(true, false), standing(true, true), standing(false, false), standing(false, true)],
    [0, 1, 2, 3],
  );
});
