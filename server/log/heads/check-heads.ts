import { encodeStatement } from "@chengxin/verifier/statement.js";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type pg from "pg";
import type { Keyring } from "../../platform/keys/keyring.ts";
import { presentLog } from "../keys.ts";
import { HeadTable } from "./head-table.ts";
import { treeRoot } from "./heads-tree.ts";
import { newestDay } from "./make-heads.ts";
import { appendEntries, branchesOver, LogGap, noncesOf, storedHeads } from "./walk-heads.ts";

/** What is not as the entries say. */
export type HeadsFault =
  | { readonly kind: "head"; readonly organisationId: number }
  | { readonly kind: "branch"; readonly bucket: number }
  | { readonly kind: "root" }
  /** Entries are missing, or name nobody. */
  | { readonly kind: "entries" }
  | { readonly kind: "statement" };

export interface HeadsChecked {
  /** null: no heads were made yet. */
  readonly day: PlainDate | null;
  readonly organisations: number;
  readonly faults: readonly HeadsFault[];
}

/**
 * Makes the heads of the newest day again from the entries, and compares them with everything that is stored of them. That the entries are those of the
 * signed tree, somebody else checks.
 * @param client in a transaction that looks at the database as of one moment
 */
export const checkHeads = async (client: pg.ClientBase, keys: Keyring, signal?: AbortSignal): Promise<HeadsChecked> => {
  const log = await presentLog(client);
  const newest = log && (await newestDay(client, log.logNo));
  if (!newest) return { day: null, organisations: 0, faults: [] };
  const { day, size, root, nonce_key } = newest;
  const nonces = noncesOf(keys, nonce_key, day);
  const faults: HeadsFault[] = [];
  const table = new HeadTable(0);
  try {
    await appendEntries(client, log, table, 0, size, signal);
  } catch (error) {
    if (!(error instanceof LogGap)) throw error;
    return { day, organisations: 0, faults: [{ kind: "entries" }] };
  }
  for await (const lot of storedHeads(client))
    for (const { organisation_id, count, head } of lot) {
      const made = table.get(organisation_id);
      if (made.count !== count || !made.head.equals(head))
        faults.push({ kind: "head", organisationId: organisation_id });
    }
  // the key of the day was retired: the tree can't be made again, the heads can
  if (!nonces) return { day, organisations: 0, faults };
  const branches = await branchesOver(client, table, nonces, signal);
  const stored = await client.query<{ bucket: number; organisations: number; root: Buffer }>(
    "select bucket, organisations, root from log_bucket",
  );
  const kept = new Map(stored.rows.map((row) => [row.bucket, row]));
  for (const [bucket, branch] of branches.entries()) {
    const row = kept.get(bucket);
    if (row?.organisations !== branch.organisations || !row.root.equals(branch.root))
      faults.push({ kind: "branch", bucket });
  }
  const made = treeRoot(branches);
  if (!made.root.equals(root)) faults.push({ kind: "root" });
  const { organisations } = made;
  const { rows } = await client.query<{ statement: string }>(
    "select s.statement from log_day d join log_statement s using (log_at) where d.log_no = $1 and d.day = $2",
    [log.logNo, day],
  );
  if (
    rows[0]?.statement !== encodeStatement({ kind: "heads", day, size, organisations, root: made.root.toString("hex") })
  )
    faults.push({ kind: "statement" });
  return { day, organisations, faults };
};
