import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { fixedClock } from "../platform/clock.ts";
import { buildOrganisation, buildRecord } from "../test/build.ts";
import { openReading, type Reading } from "../test/reading.ts";
import { applyRules } from "./apply-rules.ts";

let reading: Reading;
before(async () => {
  reading = await openReading();
});
after(() => reading.close());

const clock = fixedClock("2026-06-10T02:00:00Z");

/** The rule book with every general penalty of Order 36 public for so many months. */
const withGeneralTerm = (months: number, digest: string): Catalogue => ({
  ...reading.catalogue,
  digest,
  publicity: reading.catalogue.publicity.map((rule) =>
    rule.id === "penalty-order-36"
      ? {
          ...rule,
          classes: rule.classes.map((one) =>
            one.id === "general"
              ? { ...one, term: { kind: "months" as const, months, from: "decidedOn" as const } }
              : one,
          ),
        }
      : rule,
  ),
});

const fine = { CF_CFLB: ["罚款"], CF_WSH: "测监罚〔2026〕1号", CF_WFXW: "违法经营", CF_NR: "罚款" };
const stored = (recordId: string) =>
  reading.database.sql
    .selectFrom("record")
    .select(["version", "change", "public_until", "content"])
    .where("record_id", "=", recordId)
    .orderBy("version")
    .execute();

test("a change of law reaches what is public already: a new version, the old one kept, once", async () => {
  const item = reading.item("penalty");
  const { organisationId, uscc } = await buildOrganisation(reading.database);
  const { recordId } = await buildRecord(reading.database, {
    organisation_id: organisationId,
    item_id: item.number,
    source_id: 1,
    decided_on: "2026-05-06",
    public_until: "2027-05-06",
    content: fine,
  });
  const shorter = withGeneralTerm(1, "shorter");
  const services = { database: reading.database, catalogue: shorter, clock };
  const list = async () =>
    (
      (await (
        await reading.at("2026-06-10T03:00:00Z")
      )("listRecords", { organisation: uscc })) as { items: { receivedAt: string }[] }
    ).items;

  assert.equal((await list())[0]?.receivedAt, "2026-01-06T02:00:00.000Z");
  assert.deepEqual(await applyRules(services), { changed: 1, longer: 0 });
  assert.deepEqual(
    (await stored(recordId)).map(({ version, change, public_until }) => [version, change, public_until]),
    [
      [1, "reported", "2027-05-06"],
      [2, "rules", "2026-06-06"],
    ],
  );
  assert.deepEqual(await list(), [], "its publication ended on 6 June under the new rule");
  assert.equal(await applyRules(services), null, "a rule book is applied once");

  // charter 8: ending is automatic, starting is not
  const longer = { ...services, catalogue: withGeneralTerm(36, "longer") };
  assert.deepEqual(await applyRules(longer), { changed: 0, longer: 1 });
  assert.deepEqual(await list(), [], "what has ended does not begin again by itself");
  assert.equal((await stored(recordId)).length, 2);
});

test("a return to an earlier rule book is a change too", async () => {
  const item = reading.item("penalty");
  const { organisationId, uscc } = await buildOrganisation(reading.database);
  const services = { database: reading.database, catalogue: withGeneralTerm(2, "first"), clock };
  await applyRules(services);
  await applyRules({ ...services, catalogue: withGeneralTerm(12, "second") });
  await buildRecord(reading.database, {
    organisation_id: organisationId,
    item_id: item.number,
    source_id: 1,
    decided_on: "2026-05-06",
    public_until: "2027-05-06",
    content: fine,
  });
  assert.equal((await applyRules(services))?.changed, 1);
  const list = (await (
    await reading.at("2026-06-10T03:00:00Z")
  )("listRecords", { organisation: uscc })) as { items: { publicUntil: string; receivedAt: string }[] };
  assert.deepEqual(
    list.items.map(({ publicUntil, receivedAt }) => [publicUntil, receivedAt]),
    [["2026-07-06", "2026-01-06T02:00:00.000Z"]],
    "applying rules is no receipt",
  );
});

test("what a rule book does not change gets no new version, and a withdrawal stays one", async () => {
  const item = reading.item("penalty");
  const { organisationId } = await buildOrganisation(reading.database);
  const kept = await buildRecord(reading.database, {
    organisation_id: organisationId,
    item_id: item.number,
    source_id: 1,
    decided_on: "2026-05-06",
    public_until: "2027-05-06",
    content: fine,
  });
  const withdrawn = await buildRecord(reading.database, {
    organisation_id: organisationId,
    item_id: item.number,
    source_id: 1,
    decided_on: "2026-05-06",
    public_until: "-infinity",
    change: "withdrawn",
    content: fine,
  });
  assert.equal(
    (await applyRules({ database: reading.database, catalogue: withGeneralTerm(12, "same"), clock }))?.changed,
    0,
  );
  assert.equal((await stored(kept.recordId)).length, 1);
  assert.equal((await stored(withdrawn.recordId)).length, 1);
});

test("cut off, it goes on where it stopped; two at once apply it once", async () => {
  const item = reading.item("penalty");
  const { organisationId } = await buildOrganisation(reading.database);
  const { recordId } = await buildRecord(reading.database, {
    organisation_id: organisationId,
    item_id: item.number,
    source_id: 1,
    decided_on: "2026-05-06",
    public_until: "2027-05-06",
    content: fine,
  });
  const services = { database: reading.database, catalogue: withGeneralTerm(2, "cut-off"), clock };
  assert.deepEqual(await applyRules(services, AbortSignal.abort()), { changed: 0, longer: 0 });
  assert.equal((await stored(recordId)).length, 1);
  const both = await Promise.all([applyRules(services), applyRules(services)]);
  assert.ok(both.some((applied) => applied !== null && applied.changed > 0));
  assert.deepEqual(
    (await stored(recordId)).map(({ public_until }) => public_until),
    ["2027-05-06", "2026-07-06"],
  );
});
