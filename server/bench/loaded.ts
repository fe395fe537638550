import assert from "node:assert/strict";
import type { Receipt } from "../intake/receipt.ts";
import { importFile } from "../intake/import-file.ts";
import { mix } from "./generate-files.ts";
import { licence } from "./record-kinds.ts";
import type { MadeFile, Rig } from "./rig.ts";

const source = "market-supervision";

/** Takes a file in by the product's own intake, from reading its first byte to the receipt. */
export const importFileOf = async (
  rig: Rig,
  item: string,
  file: MadeFile,
): Promise<{ seconds: number; receipt: Receipt }> => {
  const started = performance.now();
  const receipt = await importFile(rig.services, { path: file.path, item, source });
  const seconds = (performance.now() - started) / 1000;
  // generated rows are clean: one that is rejected or turned away is a fault of ours
  assert.deepEqual(
    [receipt.rejected, receipt.turnedAway],
    [0, 0],
    `${item}: ${JSON.stringify({ problems: receipt.problems, reasons: receipt.reasons })}`,
  );
  return { seconds, receipt };
};

const tidy = (rig: Rig): Promise<unknown> => rig.superuser.query("vacuum analyze");

/** The whole register is in the database: imported once a run. */
export const ensureRegister = async (rig: Rig): Promise<void> => {
  const { rows } = await rig.superuser.query("select from organisation limit 1");
  if (rows.length > 0) return;
  const { seconds } = await importFileOf(rig, "organisation", rig.organisationsFile());
  rig.say(`register of ${rig.sizes.organisations} organisations imported in ${seconds.toFixed(1)} s`);
  await tidy(rig);
};

/** Records of every kind are in the database, `sizes.records` of them: imported once a run, after what the intake group left. */
export const ensureRecords = async (rig: Rig): Promise<void> => {
  await ensureRegister(rig);
  const { rows } = await rig.superuser.query(
    "select from batch b join item i using (item_id) where i.code = 'penalty' limit 1",
  );
  if (rows.length > 0) return;
  const started = performance.now();
  let accepted = 0;
  for (const { kind, share } of mix) {
    const file = rig.recordsFile(kind, Math.round(rig.sizes.records * share));
    const { receipt } = await importFileOf(rig, kind.item, file);
    accepted += receipt.accepted;
  }
  rig.say(`${accepted} records imported in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  await tidy(rig);
};

/** Codes of organisations drawn as records are: one with many records comes often. */
export const sampleOfRecords = async (rig: Rig, n: number): Promise<string[]> => {
  const { rows } = await rig.superuser.query<{ uscc: string }>(
    `select o.uscc from (select organisation_id from record where item_id = $1 and version = 1 order by content_hash limit $2) r
     join organisation o using (organisation_id)`,
    [rig.services.catalogue.items.get(licence.item)!.number, n],
  );
  return rows.map(({ uscc }) => uscc);
};
