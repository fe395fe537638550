import { userInfo } from "node:os";
import { Problem } from "@chengxin/domain/problem.ts";
import { isWitnessCommand, runWitnessCommand, witnessUsage } from "./log/witnesses/command.ts";
import { ConfigError, readConfig } from "./platform/config.ts";
import { problemTitle } from "./platform/problem-words.ts";
import { openServices } from "./services.ts";

/**
 * `npm run log -- COMMAND`: the transparency log, beside a running instance or without one.
 * Exit codes: 0 done, 2 wrong use, 1 anything else.
 */
const usage = `npm run log -- COMMAND
${witnessUsage}`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const run = async (args: readonly string[]): Promise<void> => {
  const services = await openServices(readConfig(process.env), say);
  try {
    const printed = await runWitnessCommand(services, args, { kind: "operator", name: userInfo().username });
    for (const line of printed) process.stdout.write(`${line}\n`);
  } finally {
    await services.close();
  }
};

const inWords = (error: unknown): string => {
  if (error instanceof ConfigError) return error.faults.join("\n");
  if (error instanceof Problem) return problemTitle(error, "en");
  return error instanceof Error ? error.message : String(error);
};

const [command, ...args] = process.argv.slice(2);
if (command !== "witness" || !isWitnessCommand(args)) {
  say(usage);
  process.exitCode = 2;
} else {
  try {
    await run(args);
  } catch (error) {
    say(inWords(error));
    process.exitCode = 1;
  }
}
