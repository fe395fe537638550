import { userInfo } from "node:os";
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { confirmHead } from "./log/confirm-head.ts";
import { continueLog, type SignedHead } from "./log/continue-log.ts";
import { guardFilePath } from "./log/guard.ts";
import { watchLog } from "./audit/watch-log.ts";
import { runMonitor } from "./log/monitor/command.ts";
import { ensureLog, originFor, rotateKey } from "./log/keys.ts";
import { describeLog } from "./log/status.ts";
import { isWitnessCommand, runWitnessCommand, witnessUsage } from "./log/witnesses/command.ts";
import { systemClock } from "./platform/clock.ts";
import { ConfigError, readConfig } from "./platform/config.ts";
import { openServices } from "./services.ts";

/**
 * `npm run log -- COMMAND`: the transparency log, beside a running instance or without one.
 * Exit codes: 0 done, 2 wrong use, 3 the log stands or the monitor found differences, 1 anything else.
 */
const usage = `npm run log -- COMMAND
  status                     name, keys and size of the log; whether it stands, why, and what to do
  rotate-key [--overlap DAYS]
                             a new key signs; those before it go on for so many days (30; 1 to 366)
  confirm --head "SIZE ROOT" the database's newest checkpoint is the newest that anybody has: makes the missing file of what was signed anew
  continue [--head "SIZE ROOT"]
                             a new log in the place of one that stands; --head confirms the old one's newest checkpoint (its second and third line)
  monitor [--json] [--language zh|en]
                             compare everything stored with the log: trees, checkpoints, every version of every record; mends nothing
${witnessUsage}`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const dayMs = 86_400_000;
const overlapDays = { usual: 30, least: 1, most: 366 };

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** @returns null: not written as a checkpoint has it */
const readHead = (text: string): SignedHead | null => {
  const [, size, root] = /^(0|[1-9]\d{0,14})\s+([A-Za-z0-9+/]{43}=)$/.exec(text.trim()) ?? [];
  return size === undefined || root === undefined ? null : { size: Number(size), root };
};

const overlapOf = ({ overlap = String(overlapDays.usual) }: Values): number | null =>
  typeof overlap === "string" &&
  /^\d{1,3}$/.test(overlap) &&
  Number(overlap) >= overlapDays.least &&
  Number(overlap) <= overlapDays.most
    ? Number(overlap)
    : null;

const run = async (command: string, values: Values, words: readonly string[]): Promise<number> => {
  const config = readConfig(process.env);
  const services = await openServices(config, say);
  try {
    const { database, keys } = services;
    const guardPath = guardFilePath(services.dataDir);
    const actor: Actor = { kind: "operator", name: userInfo().username };
    const by = { actor, at: systemClock.now() };
    if (command === "witness") {
      for (const line of await runWitnessCommand(services, words, actor)) print(line);
      return 0;
    }
    const base = originFor(config.origin, config.city);
    if (command === "status") {
      const { lines, stands } = await describeLog({ database, guardPath }, by.at);
      for (const line of lines) print(line);
      return stands ? 3 : 0;
    }
    if (command === "monitor")
      return await runMonitor((onProgress) => watchLog({ ...services, guardPath, onProgress }), {
        json: values["json"] === true,
        language: values["language"] === "zh" ? "zh" : "en",
        print,
        say,
      });
    if (command === "rotate-key") {
      const days = overlapOf(values) ?? overlapDays.usual;
      const log = await ensureLog(database, keys, base, by.at);
      print(await rotateKey(database, keys, by, log, days * dayMs));
      say(`signs from now on; older keys go on for ${days} days. Publish the new key where the old one is published.`);
      return 0;
    }
    const head = typeof values["head"] === "string" ? readHead(values["head"]) : null;
    if (command === "confirm" && head) {
      await confirmHead({ database, guardPath }, by, head);
      say("confirmed: the log goes on by itself");
      return 0;
    }
    const { log, continues, kept } = await continueLog({ database, keys, guardPath }, by, base, head);
    print(log.origin);
    say(
      `begun; it continues ${continues.origin} at size ${continues.size}, root ${continues.root}.${kept === null ? "" : ` What was signed before is kept in ${kept}.`}
Publish its name and key ("npm run log -- status"), and why: whoever follows the old log sees that it ends.`,
    );
    return 0;
  } finally {
    await services.close();
  }
};

/** Options that a command takes. */
const commands: Readonly<Record<string, ParseArgsOptionsConfig>> = {
  status: {},
  "rotate-key": { overlap: { type: "string" } },
  confirm: { head: { type: "string" } },
  continue: { head: { type: "string" } },
  monitor: { json: { type: "boolean" }, language: { type: "string" } },
};

interface Asked {
  readonly command: string;
  readonly values: Values;
  readonly words: readonly string[];
}

/** @returns null: wrong use */
const readArguments = ([command = "", ...args]: readonly string[]): Asked | null => {
  if (command === "witness") return isWitnessCommand(args) ? { command, values: {}, words: args } : null;
  const options = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!options) return null;
  try {
    const values = parseArgs({ args, options }).values as Values;
    const { head, language = "en" } = values;
    const bad =
      overlapOf(values) === null ||
      (typeof head === "string" ? readHead(head) === null : command === "confirm") ||
      (language !== "zh" && language !== "en");
    return bad ? null : { command, values, words: [] };
  } catch {
    return null;
  }
};

const asked = readArguments(process.argv.slice(2));
if (asked === null) {
  say(usage);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await run(asked.command, asked.values, asked.words);
  } catch (error) {
    say(
      error instanceof ConfigError ? error.faults.join("\n") : error instanceof Error ? error.message : String(error),
    );
    process.exitCode = 1;
  }
}
