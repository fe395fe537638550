import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadCatalogue, storeCatalogue } from "../catalogue/load.ts";
import { systemClock } from "../platform/clock.ts";
import { freshDatabase, type FreshDatabase } from "../test/database.ts";
import { demoFiles, importDemo } from "./demo.ts";
import type { ImportServices } from "./import-file.ts";

let fresh: FreshDatabase;
let services: ImportServices;
const dataDir = mkdtempSync(join(tmpdir(), "chengxin-demo-"));

before(async () => {
  fresh = await freshDatabase();
  const catalogue = await loadCatalogue("dandong");
  await storeCatalogue(fresh.database, catalogue, systemClock.now());
  services = { database: fresh.database, catalogue, clock: systemClock, dataDir };
});
after(async () => {
  await fresh.close();
  rmSync(dataDir, { recursive: true });
});

test("every file of the demonstration set is in the list and passes intake without a rejected row, once", async () => {
  const files = readdirSync(fileURLToPath(new URL("../../demo", import.meta.url))).filter((name) =>
    name.endsWith(".csv"),
  );
  assert.deepEqual(
    demoFiles.map(({ file }) => file),
    files.sort(),
  );
  const receipts = (await importDemo(services)) ?? [];
  assert.equal(receipts.length, files.length);
  for (const receipt of receipts)
    assert.deepEqual([receipt.file, receipt.rejected, receipt.turnedAway, receipt.duplicate], [receipt.file, 0, 0, 0]);
  assert.ok(receipts.reduce((sum, receipt) => sum + receipt.read, 0) > 300);
  assert.equal(await importDemo(services), null);
});

test("it shows what the portal must tell apart: ended, without end, not published, corrected, homonyms, former names, not registered", async () => {
  const { rows } = await fresh.database.pool.query<Record<string, number>>(`
    select (select count(*)::integer from record where public_until = '-infinity') as never,
      (select count(*)::integer from record where public_until = 'infinity' and item_id <> 1) as "withoutEnd",
      (select count(*)::integer from record where public_until between '1900-01-01' and '2026-10-31') as ended,
      (select count(*)::integer from record where version = 2) as corrected,
      (select count(*)::integer from (select 1 from organisation group by name having count(*) > 1) h) as homonyms,
      (select count(*)::integer from organisation_name where kind = 'former') as "formerNames",
      (select count(*)::integer from organisation where not registered) as unregistered,
      (select count(*)::integer from organisation where status = 'revoked') as revoked,
      (select count(*)::integer from batch where not demonstration) as "notMarked"`);
  const { notMarked, ...shown } = rows[0] ?? {};
  for (const [what, n] of Object.entries(shown)) assert.ok((n ?? 0) > 0, what);
  assert.equal(notMarked, 0);
});

test("a database that holds a real batch gets no demonstration data", async () => {
  const other = await freshDatabase();
  try {
    await storeCatalogue(other.database, services.catalogue, systemClock.now());
    await other.database.pool.query(
      `insert into batch (item_id, source_id, file_name, file_sha256, file_bytes, layout, header, chunk_bytes, state, started_at)
       values (1, 1, 'x', decode(repeat('00', 32), 'hex'), 1, 'standard', '[]', 4194304, 'running', now())`,
    );
    assert.equal(await importDemo({ ...services, database: other.database }), null);
  } finally {
    await other.close();
  }
});
