import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeEntry } from "@chengxin/verifier/entry.js";
import { openDisclosure } from "@chengxin/verifier/disclosure.js";
import { systemClock } from "../platform/clock.ts";
import { buildOrganisation, buildRecord } from "../test/build.ts";
import { storeTestCatalogue, testCatalogue } from "../test/catalogue.ts";
import { backfill } from "./backfill.ts";
import { entriesBetween } from "./bundles.ts";
import { leafHashes } from "./entry.ts";
import { layOpen } from "./lay-open.ts";
import { logForThisFile } from "./log-rig.ts";
import { versionColumns, type StoredVersion } from "./log-versions.ts";
import { placeWaiting } from "./round.ts";

const rig = logForThisFile();

type Placed = StoredVersion & { readonly salt: Buffer; readonly index: number };

/** What an outsider would be given of every version, from the rows. */
const placed = async (): Promise<Placed[]> =>
  (
    await rig.database.pool.query<Placed>(
      `select ${versionColumns}, r.salt, (g.first_index + r.log_at % 1048576)::integer as index
       from record r join organisation_directory d using (organisation_id) join item i using (item_id)
       join log_group g on g.group_no = r.log_at / 1048576 order by index`,
    )
  ).rows;

test("what was stored before there was a log is logged once, in order, by however many processes, and each entry opens to its version", async () => {
  const catalogue = testCatalogue();
  await storeTestCatalogue(rig.database, catalogue);
  const item = catalogue.items.get("penalty")?.number ?? 0;
  const organisations = [];
  for (let i = 0; i < 3; i++) organisations.push(await buildOrganisation(rig.database));
  for (const { organisationId } of organisations)
    for (let i = 0; i < 5; i++)
      await buildRecord(rig.database, { organisation_id: organisationId, item_id: item, source_id: 1 });
  const { rows } = await rig.database.pool.query<{ n: string }>(
    "select count(*) as n from record where log_at is null",
  );
  assert.equal(Number(rows[0]?.n), 15);
  const services = { database: rig.database, clock: systemClock };
  const both = await Promise.all([backfill(services), backfill(services)]);
  assert.deepEqual(new Set(both), new Set([15, null]));
  assert.equal(await backfill(services), 0);
  await placeWaiting(rig.services);

  const versions = await placed();
  assert.equal(versions.length, 15);
  assert.equal(new Set(versions.map(({ index }) => index)).size, 15);
  const ids = versions.map(({ record_id }) => record_id);
  assert.deepEqual(ids, ids.toSorted(), "of one moment, in an order that says nothing about whose they are");
  for (const version of versions) {
    const { index } = version;
    const entry = (await entriesBetween(rig.database.sql, rig.services.log.logNo, index, index + 1)) ?? Buffer.alloc(0);
    assert.equal(String(decodeEntry(entry).time), version.known_from);
    const laidOpen = await openDisclosure(layOpen(version, true), "version");
    assert.deepEqual(Buffer.from(laidOpen.leaf), leafHashes(entry, 1));
  }
});

test("salt and place of a version are written once", async () => {
  for (const statement of [
    "update record set salt = set_byte(salt, 0, 1)",
    "update record set log_at = log_at + 1",
    "update record set salt = null, log_at = null",
  ])
    await assert.rejects(rig.database.pool.query(statement), /does not change/, statement);
});
