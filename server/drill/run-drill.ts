import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { restoreBackup } from "../backup/restore-backup.ts";
import { generateOrganisations, generateRecords } from "../bench/generate-files.ts";
import { recordSet } from "../bench/invent-record.ts";
import { penalty } from "../bench/record-kinds.ts";
import { importFile } from "../intake/import-file.ts";
import { readConfig } from "../platform/config.ts";
import { useEmbeddedPostgres } from "../platform/embedded-postgres.ts";
import { openServices } from "../services.ts";
import { makeAccounts } from "./accounts.ts";
import { compareWithCopy, type TableResult } from "./compare.ts";
import { backUp, eventually, startInstance } from "./instance.ts";
import { startLoad, type Acknowledged, type Load } from "./load.ts";
import { lostWrites } from "./lost-writes.ts";

export interface DrillOptions {
  readonly organisations: number;
  /** Records in the register before the load begins; the load adds as many again. */
  readonly records: number;
  readonly say: (line: string) => void;
  /** Seconds of load before the backup, between backup and kill, and after the recovery. */
  readonly loadSeconds?: number;
  /** Done to the databases before they are compared; for a test of the drill itself. */
  readonly tamper?: (both: Both) => Promise<void>;
}

/** The original after its crash and the restored copy, as superuser. */
export interface Both {
  readonly original: string;
  readonly copy: string;
  readonly snapshot: string;
  readonly acknowledged: Acknowledged;
}

export interface DrillReport {
  readonly equal: boolean;
  readonly seconds: {
    /** The whole command, under load. */
    readonly backup: number;
    /** From SIGKILL of the database until the service is ready again. */
    readonly recovery: number;
    readonly restore: number;
  };
  readonly backupMegabytes: number;
  readonly tables: readonly TableResult[];
  readonly acknowledged: { readonly events: number; readonly batches: number; readonly reads: number };
  /** Of these, during the backup: the service was not held up. */
  readonly eventsDuringBackup: number;
  readonly failures: number;
  readonly lost: readonly string[];
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return Math.round(performance.now() - begun) / 1000;
};

const filesOfLoad = 40;

/** Writes the invented files: the register, its records, and those that the load sends, some rows damaged or corrected. */
const makeFiles = (folder: string, { organisations, records }: DrillOptions) => {
  mkdirSync(folder, { recursive: true });
  const set = recordSet(1, organisations, 60);
  const register = join(folder, "organisations.csv");
  generateOrganisations(register, { seed: 1, from: 0, n: organisations });
  const stored = join(folder, "penalties.csv");
  generateRecords(stored, penalty, set, { from: 0, n: records });
  const n = Math.ceil(records / filesOfLoad);
  const load = Array.from({ length: filesOfLoad }, (_, index) => {
    const path = join(folder, `load-${index}.csv`);
    generateRecords(path, penalty, set, { from: records + index * n, n });
    return path;
  });
  return { register, stored, load };
};

/**
 * The drill: load on a scratch instance; a hot backup meanwhile; the database killed meanwhile; the backup restored beside it; both
 * compared row by row, and every acknowledged write looked for in the original.
 */
export const runDrill = async (options: DrillOptions): Promise<DrillReport> => {
  const { say, loadSeconds = 1 } = options;
  const scratch = mkdtempSync(join(tmpdir(), "chengxin-drill-"));
  chmodSync(scratch, 0o755);
  const dataDir = join(scratch, "instance");
  const giveBack: (() => Promise<unknown>)[] = [async () => rmSync(scratch, { recursive: true, force: true })];
  try {
    const files = makeFiles(join(scratch, "files"), options);
    const instance = await startInstance(dataDir);
    giveBack.unshift(instance.stop);
    const services = await openServices(readConfig({ DATA_DIR: dataDir, DEMO: "off" }), () => {});
    giveBack.unshift(services.close);
    await importFile(services, { path: files.register, item: "organisation", source: "market-supervision" });
    await importFile(services, { path: files.stored, item: "penalty", source: "market-supervision" });

    await makeAccounts(services, instance.url);

    say("load begins: imports, events, reads");
    const load: Load = startLoad(services, instance.url, files.load);
    let stopped = false;
    const stopLoad = async (): Promise<void> => {
      if (!stopped) await load.stop();
      stopped = true;
    };
    giveBack.unshift(stopLoad);
    await sleep(loadSeconds * 1000);
    const before = load.acknowledged.events.length;
    let backup = "";
    const backupSeconds = await seconds(async () => (backup = await backUp(dataDir, join(scratch, "backups"))));
    const eventsDuringBackup = load.acknowledged.events.length - before;
    say(`backup taken in ${backupSeconds} s, ${eventsDuringBackup} events written meanwhile`);

    await sleep(loadSeconds * 1000);
    instance.killDatabase();
    const recovery = await seconds(async () => {
      await eventually("the service notices that the database is gone", async () => !(await instance.ready()));
      await eventually("the service is ready again", instance.ready);
    });
    say(`database killed; ready again after ${recovery} s`);
    const atKill = load.acknowledged.events.length;
    await eventually("writes are acknowledged again", async () => load.acknowledged.events.length > atKill);
    await sleep(loadSeconds * 1000);
    await stopLoad();

    const copyDir = join(scratch, "restored");
    const restored = await restoreBackup({ from: backup, to: copyDir, say });
    const restore = Object.values(restored.seconds).reduce((sum, part) => sum + part, 0);
    say(`restored in ${restore.toFixed(3)} s, current to event ${restored.lastEvent?.id ?? "none"}`);

    const original = await useEmbeddedPostgres({ dataDir });
    giveBack.unshift(original.release);
    const copy = await useEmbeddedPostgres({ dataDir: copyDir });
    giveBack.unshift(copy.release);
    const both: Both = {
      original: original.url("superuser"),
      copy: copy.url("superuser"),
      snapshot: restored.snapshot,
      acknowledged: load.acknowledged,
    };
    await options.tamper?.(both);
    const { equal, tables } = await compareWithCopy(both.original, both.copy, both.snapshot);
    const lost = await lostWrites(both.original, load.acknowledged);
    return {
      equal: equal && lost.length === 0,
      seconds: { backup: backupSeconds, recovery, restore: Math.round(restore * 1000) / 1000 },
      backupMegabytes: Math.round(restored.manifest.files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e5) / 10,
      tables,
      acknowledged: {
        events: load.acknowledged.events.length,
        batches: load.acknowledged.receipts.length,
        reads: load.acknowledged.reads.answered,
      },
      eventsDuringBackup,
      failures: load.acknowledged.failures,
      lost,
    };
  } finally {
    for (const step of giveBack) await step();
  }
};
