import { problem } from "@chengxin/domain/problem.ts";
import type pg from "pg";
import type { WitnessServices } from "./add-checkpoint.ts";
import { keptPath, readKept, type Cosigned } from "./kept-checkpoint.ts";
import { listKeys } from "./witness-keys.ts";
import { originHash } from "./witnessed-logs.ts";

type Row = { [K in keyof Cosigned]: Cosigned[K] | null } & { readonly size: number };

/** The log stays locked until the transaction ends. */
const lockStored = async (client: pg.ClientBase, origin: string): Promise<Cosigned | null> => {
  const { rows } = await client.query<Row>(
    `select size, root, cosigned_at as time, signed, cosignatures from witnessed_log where origin = $1 and ended_at is null for update`,
    [origin],
  );
  if (!rows[0]) throw problem("witness.log_unknown");
  const { size, root, time, signed, cosignatures } = rows[0];
  return root === null || time === null || signed === null || cosignatures === null
    ? null
    : { size, root, time, signed, cosignatures };
};

/**
 * What was cosigned last, by whichever of database and file knows more; null: nothing yet. The file is ahead when the program was cut off between the two, and
 * when the database was set back to an older backup: what was vouched for is vouched for all the same.
 * @returns `stored`: the database has it
 * @throws Problem witness.log_unknown; Error when the two contradict each other
 */
export const lastCosigned = async (
  { dataDir, warn }: Pick<WitnessServices, "dataDir" | "warn">,
  client: pg.ClientBase,
  origin: string,
): Promise<{ readonly last: Cosigned | null; readonly stored: boolean }> => {
  const stored = await lockStored(client, origin);
  const path = keptPath(dataDir, originHash(origin));
  const vkeys = (await listKeys(client)).map(({ vkey }) => vkey);
  const kept = await readKept(path, vkeys);
  if (!kept || (stored && kept.size < stored.size)) return { last: stored, stored: stored !== null };
  if (stored?.size === kept.size) {
    if (Buffer.compare(stored.root, kept.root) !== 0)
      throw new Error(`${path} and the database have different roots for one size of ${origin}: nothing is cosigned`);
    return stored.time >= kept.time ? { last: stored, stored: true } : { last: kept, stored: false };
  }
  warn({ origin, cosigned: kept.size, database: stored?.size ?? 0 }, "a cosigned checkpoint is not in the database");
  return { last: kept, stored: false };
};
