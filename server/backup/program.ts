import { createRequire } from "node:module";
import { ConfigError } from "../platform/config.ts";

/** What the commands for backups share: their version, Ctrl-C, and how a failure is told. */

export const programVersion = (createRequire(import.meta.url)("../package.json") as { version: string }).version;

export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Wrong use: told with the usage, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Runs a command to its exit code; at Ctrl-C and SIGTERM it is asked to stop and clears up, with exit code 130. */
export const runCommand = async (usage: string, work: (signal: AbortSignal) => Promise<number>): Promise<void> => {
  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => abort.abort(new Error("interrupted")));
  try {
    process.exitCode = await work(abort.signal);
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    if (abort.signal.aborted) say("Interrupted; nothing half-made is left.");
    else if (error instanceof ConfigError) say(error.faults.join("\n"));
    else say(error instanceof Error ? error.message : String(error));
    if (code === "ENOSPC") say("The disk is full. Nothing half-made is left.");
    const misused = error instanceof UsageError || code.startsWith("ERR_PARSE_ARGS");
    if (misused) say(usage);
    process.exitCode = abort.signal.aborted ? 130 : misused ? 2 : 1;
  }
};

/** Bytes for people. */
export const inMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
