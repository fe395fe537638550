import assert from "node:assert/strict";
import { test } from "node:test";
import { authorisationState, isShareable, itemsFault } from "./authorisation.ts";

test("an authorisation holds on its last day, not on the day after, and not once it is revoked", () => {
  const given = { until: "2026-12-31", revoked: false };
  assert.equal(authorisationState(given, "2026-12-31"), "inForce");
  assert.equal(authorisationState(given, "2027-01-01"), "ended");
  assert.equal(authorisationState({ ...given, revoked: true }, "2026-06-01"), "revoked");
  assert.equal(authorisationState({ ...given, revoked: true }, "2027-01-01"), "revoked");
});

test("what authorities share among themselves can't be given to others", () => {
  assert.deepEqual(
    (["public", "authorised", "government"] as const).map((disclosure) => isShareable({ disclosure })),
    [true, true, false],
  );
});

test("items are listed one by one, and never all of them", () => {
  const shareable = ["licence", "penalty", "honour"];
  assert.equal(itemsFault(["licence", "penalty"], shareable), null);
  assert.deepEqual(itemsFault(["licence", "withheld"], shareable), {
    code: "authorisation.item_not_shareable",
    item: "withheld",
  });
  assert.deepEqual(itemsFault(["*"], shareable), { code: "authorisation.item_not_shareable", item: "*" });
  assert.deepEqual(itemsFault([...shareable], shareable), { code: "authorisation.everything" });
  assert.equal(itemsFault(["licence", "licence", "penalty"], shareable), null, "one named twice counts once");
});
