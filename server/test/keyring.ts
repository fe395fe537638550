import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, type Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import type { DataKeyring } from "../platform/keys/keyring.ts";
import { openKeyring } from "../platform/keys/open-keyring.ts";
import type { SuiteId } from "../platform/keys/suite.ts";

/** A keyring for a fresh database, its key file in a folder of its own that `close` removes. */
export const testKeyring = async (
  database: Database,
  { suite = "aes", clock = systemClock }: { suite?: SuiteId; clock?: Clock } = {},
): Promise<{ keyring: DataKeyring; keyFile: string; dataDir: string; close: () => void }> => {
  const dataDir = mkdtempSync(join(tmpdir(), "chengxin-keys-"));
  const keyring = await openKeyring(database, { config: { keyFile: null, keySuite: suite }, dataDir, clock });
  return {
    keyring,
    dataDir,
    keyFile: join(dataDir, "keys", "keys.json"),
    close: () => rmSync(dataDir, { recursive: true, force: true }),
  };
};
