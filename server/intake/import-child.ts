import { fixedClock } from "../platform/clock.ts";
import { openDatabase } from "../platform/db.ts";
import { openKeyring } from "../platform/keys/open-keyring.ts";
import { loadCatalogue } from "../catalogue/load.ts";
import { importFile } from "./import-file.ts";

/** An import in a process of its own, for tests that kill it: `import-child.ts {appUrl, dataDir, path, item, chunkBytes}`; prints the receipt as JSON. */
const { appUrl, dataDir, path, item, chunkBytes } = JSON.parse(process.argv[2] ?? "{}") as {
  appUrl: string;
  dataDir: string;
  path: string;
  item: string;
  chunkBytes: number;
};
const database = openDatabase({ url: appUrl });
const clock = fixedClock("2026-06-01T04:00:00Z");
await openKeyring(database, { config: { keyFile: null, keySuite: "aes" }, dataDir, clock });
const catalogue = await loadCatalogue("dandong");
process.stdout.write("ready\n");
await importFile(
  { database, catalogue, clock, dataDir },
  {
    path,
    item,
    source: "market-supervision",
    chunkBytes,
    deliver: (receipt) => void process.stdout.write(`${JSON.stringify(receipt)}\n`),
  },
);
await database.close();
