import { loadCatalogue } from "../catalogue/load.ts";
import { fixedClock } from "../platform/clock.ts";
import { openDatabase } from "../platform/db.ts";
import { testChain } from "../test/database.ts";
import { openUploadFiles } from "./upload-files.ts";
import { UploadQueue } from "./upload-queue.ts";

/** The queue in a process of its own, for tests that kill it: `queue-child-rig.ts {appUrl, dataDir, chunkBytes}`; ends at SIGTERM. */
const { appUrl, dataDir, chunkBytes } = JSON.parse(process.argv[2] ?? "{}") as {
  appUrl: string;
  dataDir: string;
  chunkBytes: number;
};
const database = openDatabase({ url: appUrl });
database.useChain(testChain);
const queue = new UploadQueue(
  {
    database,
    catalogue: await loadCatalogue("dandong"),
    clock: fixedClock("2026-06-01T04:00:00Z"),
    dataDir,
    files: openUploadFiles(dataDir, 0),
    chunkBytes,
  },
  (error) => process.stderr.write(`${String(error)}\n`),
);
queue.start();
process.stdout.write("ready\n");
process.on("SIGTERM", () => void queue.stop().then(() => database.close()));
