import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../platform/clock.ts";
import { openDatabase, transact } from "../platform/db.ts";
import { openKeyring } from "../platform/keys/open-keyring.ts";
import { logStatements } from "./log-statements.ts";
import { placeWaiting } from "./round.ts";

/** A process that logs and places, to be killed: `node log-child-rig.ts DATABASE-URL DATA-DIR GUARD-FILE`. Prints the digest of each statement once it is committed, and each round. */

const [url = "", dataDir = "", guardPath = ""] = process.argv.slice(2);
const database = openDatabase({ url, connections: 3 });
database.useReadings(() => Promise.resolve([]));
const keys = await openKeyring(database, { config: { keyFile: null, keySuite: "aes" }, dataDir, clock: systemClock });

const log = async (): Promise<void> => {
  const digests = Array.from({ length: 1 + (randomBytes(1)[0]! % 4) }, () => randomBytes(32).toString("hex"));
  await transact(database, { actor: { kind: "system", name: "test" }, at: systemClock.now() }, async (tx) => {
    await logStatements(
      tx,
      digests.map((digest) => ({ kind: "rules", digest }) as const),
    );
    tx.note({ action: "test.logged", object: "log:1", data: {} });
  });
  process.stdout.write(digests.map((digest) => `${digest}\n`).join(""));
};
const services = { database, keys, clock: systemClock, guardPath };

void (async () => {
  for (;;) {
    await log();
    await sleep(8);
  }
})();
for (;;) {
  const round = await placeWaiting(services);
  process.stdout.write("round\n");
  if (!round) await sleep(5);
}
