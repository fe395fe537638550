import { setTimeout as sleep } from "node:timers/promises";
import { importFile } from "../intake/import-file.ts";
import { transact } from "../platform/db.ts";
import type { Receipt } from "../intake/receipt.ts";
import type { Services } from "../services.ts";

/** What a load was told is done, to be looked for afterwards. */
export interface Acknowledged {
  /** Objects of events. */
  readonly events: string[];
  readonly receipts: Receipt[];
  /** Requests answered with 200, and those that were not. */
  readonly reads: { answered: number; refused: number };
  /** Writes that failed, and were sent again where they could be. */
  failures: number;
}

export interface Load {
  readonly acknowledged: Acknowledged;
  /** Ends after the file and the write under way. */
  stop(): Promise<void>;
}

const actor = { kind: "operator", name: "drill" } as const;

/**
 * Writes events, imports files one after another and reads pages, all at once, through failures of the database: a write is
 * counted only once it was acknowledged, a file is sent again until its receipt is there.
 */
export const startLoad = (services: Services, url: string, files: readonly string[]): Load => {
  const acknowledged: Acknowledged = { events: [], receipts: [], reads: { answered: 0, refused: 0 }, failures: 0 };
  let going = true;
  const failed = async (): Promise<void> => {
    acknowledged.failures += 1;
    await sleep(50);
  };
  const writeEvents = async (): Promise<void> => {
    for (let n = 1; going; n += 1) {
      const object = `drill:${n}`;
      try {
        await transact(services.database, { actor, at: services.clock.now() }, async (tx) => {
          await tx.sql
            .insertInto("authority")
            .values({ name: `演练机关第${n}号` })
            .execute();
          tx.note({ action: "drill.written", object, data: {} });
        });
        acknowledged.events.push(object);
      } catch {
        await failed();
      }
      await sleep(2);
    }
  };
  const importFiles = async (): Promise<void> => {
    for (const path of files) {
      for (let done = false; going && !done;) {
        try {
          acknowledged.receipts.push(
            await importFile(services, { path, item: "penalty", source: "market-supervision" }),
          );
          done = true;
        } catch {
          await failed();
        }
      }
    }
  };
  const readPages = async (): Promise<void> => {
    for (let n = 0; going; n += 1) {
      const answer = await fetch(`${url}/api/v1/records?item=penalty`).catch(() => null);
      await answer?.arrayBuffer().catch(() => {});
      if (answer?.ok) acknowledged.reads.answered += 1;
      else acknowledged.reads.refused += 1;
      await sleep(5);
    }
  };
  const all = Promise.all([writeEvents(), importFiles(), readPages()]);
  return {
    acknowledged,
    stop: async () => {
      going = false;
      await all;
    },
  };
};
