import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { Rig } from "./rig.ts";

/** One statement as the data layer sent it. */
interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statements that `work` sends over any connection of this process, in order. */
export const statementsOf = async (work: () => Promise<unknown>): Promise<Sent[]> => {
  const sent: Sent[] = [];
  const { prototype } = pg.Client;
  // oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
  const own = prototype.query as (...args: unknown[]) => unknown;
  prototype.query = function query(this: pg.Client, ...args: unknown[]): unknown {
    const [first, second] = args as [string | { text: string; values?: unknown[] }, unknown];
    sent.push(
      typeof first === "string"
        ? { text: first, values: Array.isArray(second) ? second : [] }
        : { text: first.text, values: first.values ?? (Array.isArray(second) ? second : []) },
    );
    return own.apply(this, args);
  } as typeof prototype.query;
  try {
    await work();
  } finally {
    prototype.query = own as typeof prototype.query;
  }
  return sent;
};

const textOf = (value: unknown): string => {
  if (typeof value === "number" || typeof value === "string") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map(String).join(",")}}`;
  throw new Error(`no text for a ${typeof value}`);
};

/** A statement with pgbench's variables in the places of its parameters, and their values; NULL can only stand in the text. */
const withVariables = ({ text, values }: Sent, prefix: string): { script: string; variables: [string, string][] } => {
  const variables = values.flatMap((value, at): [string, string][] =>
    value === null || value === undefined ? [] : [[`${prefix}_${at + 1}`, textOf(value)]],
  );
  const script = text.replace(/\$(\d+)/g, (_, number: string) => {
    const value = values[Number(number) - 1];
    return value === null || value === undefined ? "null" : `:${prefix}_${number}`;
  });
  return { script: `${script};\n`, variables };
};

export const hasPgbench = (): boolean => spawnSync("pgbench", ["--version"], { stdio: "ignore" }).status === 0;

const mostScripts = 100;

/**
 * The same statements with the same parameters, sent by pgbench (prepared, one client), round and round over at most 100 sets.
 * @returns sets a second
 */
const byPgbench = async (rig: Rig, sets: readonly (readonly Sent[])[], seconds: number): Promise<number> => {
  const folder = mkdtempSync(join(rig.folder, "pgbench-"));
  const args = sets.slice(0, mostScripts).flatMap((statements, set) => {
    const path = join(folder, `${set}.sql`);
    const parts = statements.map((statement, at) => withVariables(statement, `v${set}_${at}`));
    writeFileSync(path, parts.map(({ script }) => script).join(""));
    return [
      "-f",
      path,
      ...parts.flatMap(({ variables }) => variables.flatMap(([name, value]) => ["-D", `${name}=${value}`])),
    ];
  });
  const { host, port, user, password, database } = rig.superuser;
  const child = spawn(
    "pgbench",
    [
      "-n",
      "-M",
      "prepared",
      "-c",
      "1",
      "-T",
      String(seconds),
      "-h",
      host,
      "-p",
      String(port),
      "-U",
      user ?? "",
      ...args,
      database ?? "",
    ],
    {
      env: { ...process.env, PGPASSWORD: String(password) },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => (output += part));
  const code = await new Promise<number | null>(
    (resolve, reject) => void child.on("error", reject).on("close", resolve),
  );
  const rate = /tps = ([\d.]+)/.exec(output)?.[1];
  if (code !== 0 || rate === undefined) throw new Error(`pgbench failed: ${output}`);
  return Number(rate);
};

/** The same in this process over the bare driver, where pgbench is not installed. */
const byDriver = async (rig: Rig, sets: readonly (readonly Sent[])[], seconds: number): Promise<number> => {
  const started = performance.now();
  let n = 0;
  for (; performance.now() - started < seconds * 1000; n += 1)
    for (const [at, { text, values }] of sets[n % sets.length]!.entries())
      await rig.superuser.query({ name: `same-${at}-${text.length}`, text, values: [...values] });
  return n / ((performance.now() - started) / 1000);
};

/** Sets of statements a second without anything of ours between: the limit of a data layer. */
export const sameSql = (rig: Rig, sets: readonly (readonly Sent[])[], seconds: number): Promise<number> =>
  hasPgbench() ? byPgbench(rig, sets, seconds) : byDriver(rig, sets, seconds);
