import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ChunkPool } from "./chunk-engine.ts";
import { importFile, type ImportServices } from "./import-file.ts";
import type { Receipt } from "./receipt.ts";

const folder = fileURLToPath(new URL("../../demo", import.meta.url));

/** Invented files, in the order in which they are sent: first the register, last what changes and corrects. */
export const demoFiles: readonly { readonly file: string; readonly item: string; readonly source: string }[] = [
  { file: "01-register.csv", item: "organisation", source: "market-supervision" },
  { file: "02-register-social.csv", item: "organisation", source: "civil-affairs" },
  { file: "03-register-institutions.csv", item: "organisation", source: "establishment-office" },
  { file: "04-licence-ecology-environment.csv", item: "licence", source: "ecology-environment" },
  { file: "04-licence-emergency-management.csv", item: "licence", source: "emergency-management" },
  { file: "04-licence-housing-construction.csv", item: "licence", source: "housing-construction" },
  { file: "04-licence-market-supervision.csv", item: "licence", source: "market-supervision" },
  { file: "04-licence-transport.csv", item: "licence", source: "transport" },
  { file: "05-penalty-ecology-environment.csv", item: "penalty", source: "ecology-environment" },
  { file: "05-penalty-emergency-management.csv", item: "penalty", source: "emergency-management" },
  { file: "05-penalty-market-supervision.csv", item: "penalty", source: "market-supervision" },
  { file: "05-penalty-transport.csv", item: "penalty", source: "transport" },
  { file: "06-commitment.csv", item: "commitment", source: "credit-centre" },
  { file: "07-honour.csv", item: "honour", source: "development-reform" },
  { file: "08-abnormal-list.csv", item: "abnormal-list", source: "market-supervision" },
  { file: "08-contract-performance.csv", item: "contract-performance", source: "finance" },
  { file: "08-inspection.csv", item: "inspection", source: "market-supervision" },
  { file: "08-rating-ecology-environment.csv", item: "rating", source: "ecology-environment" },
  { file: "08-rating-tax.csv", item: "rating", source: "tax" },
  { file: "09-register-changes.csv", item: "organisation", source: "market-supervision" },
  { file: "10-penalty-correction-market-supervision.csv", item: "penalty", source: "market-supervision" },
];

interface KnownBatch {
  demonstration: boolean;
  state: string;
  file_sha256: Buffer;
}

/**
 * Loads the demonstration set through the ordinary intake into a database that holds nothing else; goes on where it was interrupted.
 * A database with a real batch is left alone.
 * @returns the receipts of what was loaded now; null when there was nothing to do
 */
export const importDemo = async (services: ImportServices): Promise<Receipt[] | null> => {
  const { rows } = await services.database.pool.query<KnownBatch>(
    "select demonstration, state, file_sha256 from batch",
  );
  if (rows.some((batch) => !batch.demonstration)) return null;
  const finished = new Set(
    rows.filter((batch) => batch.state === "finished").map((batch) => batch.file_sha256.toString("hex")),
  );
  const isLoaded = (file: string): boolean =>
    finished.has(
      createHash("sha256")
        .update(readFileSync(join(folder, file)))
        .digest("hex"),
    );
  const missing = demoFiles.filter(({ file }) => !isLoaded(file));
  if (missing.length === 0) return null;
  const pool = new ChunkPool();
  try {
    const receipts: Receipt[] = [];
    for (const { file, item, source } of missing) {
      receipts.push(
        await importFile(services, {
          path: join(folder, file),
          item,
          source,
          demonstration: true,
          pool,
          actor: { kind: "operator", name: "demonstration" },
        }),
      );
    }
    return receipts;
  } finally {
    await pool.close();
  }
};
