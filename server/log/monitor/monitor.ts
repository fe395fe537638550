import type { MonitorReport } from "@chengxin/domain/log/log-difference.ts";
import { entryTypes } from "@chengxin/verifier/entry.js";
import type pg from "pg";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { inSnapshot } from "../../platform/snapshot.ts";
import type { Keyring } from "../../platform/keys/keyring.ts";
import { checkHeads } from "../heads/check-heads.ts";
import { publishedKeys, type Log } from "../keys.ts";
import { joinGroup } from "../places.ts";
import { checkWhatWasSigned, LogStands } from "../round.ts";
import { Covered } from "./covered.ts";
import { Differences } from "./differences.ts";
import { tellUnclaimed, walkStatements, walkVersions } from "./walk-facts.ts";
import { walkTree } from "./walk-tree.ts";

export interface MonitorOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: Keyring;
  /** The file of what was signed. */
  readonly guardPath: string;
  readonly signal?: AbortSignal;
  /** Told how much is done, of about how much: entries and facts. */
  readonly onProgress?: (done: number, expected: number) => void;
}

const logsOf = async (client: pg.ClientBase): Promise<Log[]> =>
  (await client.query<{ log_no: number; origin: string }>("select log_no, origin from log order by log_no")).rows.map(
    (row) => ({ logNo: row.log_no, origin: row.origin }),
  );

/** Keys that have an entry in a log; one that waits for its place belongs to the present log. */
const loggedKeys = async (client: pg.ClientBase, logNo: number): Promise<Set<string>> => {
  const { rows } = await client.query<{ statement: string }>(
    `select s.statement from log_statement s ${joinGroup("s")}
     where s.type = ${entryTypes.key} and coalesce(g.log_no, (select max(log_no) from log)) = $1`,
    [logNo],
  );
  return new Set(rows.map(({ statement }) => statement.split("\n")[1] ?? ""));
};

const compareKeys = async (
  client: pg.ClientBase,
  { logNo }: Log,
  vkeys: readonly string[],
  differences: Differences,
): Promise<void> => {
  const logged = await loggedKeys(client, logNo);
  for (const vkey of new Set([...logged, ...vkeys]))
    if (!logged.has(vkey) || !vkeys.includes(vkey)) differences.add("key.unlogged", { logNo }, { vkey });
};

const compareWithFile = async (options: MonitorOptions, differences: Differences): Promise<void> => {
  try {
    await checkWhatWasSigned(options);
  } catch (error) {
    if (!(error instanceof LogStands)) throw error;
    differences.add("signed.differs", {}, { reason: error.reason, message: error.message });
  }
};

/** The heads of the newest day, from which organisations prove that their files lack nothing. */
const compareHeads = async (
  client: pg.ClientBase,
  { keys, signal }: MonitorOptions,
  differences: Differences,
): Promise<void> => {
  const { day, faults } = await checkHeads(client, keys, signal);
  for (const fault of faults) {
    const organisationId = fault.kind === "head" ? fault.organisationId : null;
    differences.add(`heads.${fault.kind}`, { organisationId }, { day: day ?? "" });
  }
};

const nameOrganisations = async (
  client: pg.ClientBase,
  differences: Differences,
): Promise<MonitorReport["differences"]> => {
  const { rows } = await client.query<{ organisation_id: number; uscc: string }>(
    "select organisation_id, uscc from organisation_directory where organisation_id = any ($1::integer[])",
    [differences.kept.map(({ organisationId }) => organisationId)],
  );
  const codes = new Map(rows.map((row) => [row.organisation_id, row.uscc]));
  return differences.kept.map((one) => ({
    ...one,
    uscc: one.organisationId === null ? null : (codes.get(one.organisationId) ?? null),
  }));
};

/**
 * Compares everything that is stored with the log, in one look at the database and bounded memory, while others write: trees made again from their entries against tiles,
 * checkpoints and the file of what was signed; every version and statement, computed again, against its entry; every entry against the facts. Mends nothing.
 */
export const monitorLog = (options: MonitorOptions): Promise<MonitorReport> =>
  inSnapshot(options.database, async (client) => {
    const { clock, signal, onProgress } = options;
    const begun = performance.now();
    const at = clock.now();
    const differences = new Differences();
    await client.query(
      "set local cursor_tuple_fraction = 1; set local statement_timeout = 0; set local work_mem = '64MB'; set local jit = off",
    );
    const logs = await logsOf(client);
    const covered = await Covered.of(client);
    let done = 0;
    const more = (n: number): void => onProgress?.((done += n), 2 * covered.size);
    const walked = { entries: 0, checkpoints: 0 };
    for (const log of logs) {
      const vkeys = (await publishedKeys({ pool: client }, log.origin)).map(({ vkey }) => vkey);
      await compareKeys(client, log, vkeys, differences);
      const { entries, checkpoints } = await walkTree({ client, log, vkeys, differences, signal, onEntries: more });
      walked.entries += entries;
      walked.checkpoints += checkpoints;
    }
    const facts = { client, covered, differences, signal, onFacts: more };
    const versions = await walkVersions(facts);
    const statements = await walkStatements(facts);
    await tellUnclaimed(client, covered, differences);
    await compareHeads(client, options, differences);
    await compareWithFile(options, differences);
    const { rows } = await client.query<{ waiting: number }>(
      "select coalesce(sum(leaves), 0)::bigint as waiting from log_group where first_index is null",
    );
    return {
      at: at.toISOString(),
      ...walked,
      versions,
      statements,
      waiting: rows[0]?.waiting ?? 0,
      milliseconds: Math.round(performance.now() - begun),
      differenceCount: differences.count,
      differences: await nameOrganisations(client, differences),
    };
  });
