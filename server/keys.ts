import { userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { systemClock } from "./platform/clock.ts";
import { ConfigError, readConfig } from "./platform/config.ts";
import { keyFileProvider } from "./platform/keys/key-file-provider.ts";
import { createKeyFile, keyFileExists } from "./platform/keys/key-file.ts";
import { describeKeys } from "./platform/keys/list-keys.ts";
import { keyFilePath, openKeyring } from "./platform/keys/open-keyring.ts";
import { resealColumn } from "./platform/keys/reseal.ts";
import { pruneKeys, renewDataKeys, rewrapDataKeys, rotateKek } from "./platform/keys/rotate.ts";
import { sealedColumns } from "./platform/keys/sealed-columns.ts";
import { openServices, type Services } from "./services.ts";

/**
 * `npm run keys -- COMMAND`: keys, beside a running instance or without one.
 * Exit codes: 0 done, 2 wrong use, 3 something sealed doesn't open any more, 1 anything else.
 */
const usage = `npm run keys -- COMMAND
  list                  which keys there are, and how much is sealed under them
  create                make the key file that KEY_FILE names (without KEY_FILE it is made at the first start)
  rotate                a new key-encryption key; every data key is wrapped by it
  rotate --data         that, and a new data key for each purpose; everything is sealed anew (about a minute, and what the rows take)
  rotate --data-only    new data keys alone, for a key file that another program provides
  rewrap                wrap every data key by the newest key-encryption key
  reseal                go on with sealing anew, after an interruption
  prune                 do away with keys under which nothing is left`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const clock = systemClock;

const create = (): number => {
  const config = readConfig(process.env);
  if (config.keyFile === null) {
    say("KEY_FILE isn't set: the file below DATA_DIR is made at the first start");
    return 2;
  }
  const path = keyFilePath(config.keyFile, "");
  if (keyFileExists(path)) {
    say(`${path} is there already and was left as it is`);
    return 2;
  }
  createKeyFile(path, config.keySuite, clock.now());
  say(`made ${path}: keep a copy of it, apart from the backups of the database`);
  return 0;
};

/** @returns 3 when rows don't open */
const reseal = async ({ database, config, dataDir }: Services, actor: Actor): Promise<number> => {
  const keyring = await openKeyring(database, { config, dataDir, clock });
  let broken = 0;
  for (const column of sealedColumns) {
    const done = await resealColumn(database, keyring, column, { actor, clock });
    say(
      `${column.table}.${column.column}: ${done.rows} sealed anew${done.broken > 0 ? `, ${done.broken} DON'T OPEN: they were changed behind the program's back` : ""}`,
    );
    broken += done.broken;
  }
  return broken > 0 ? 3 : 0;
};

const run = async (command: string, flags: readonly string[]): Promise<number> => {
  if (command === "create") return create();
  const services = await openServices(readConfig(process.env), say);
  try {
    const { database, config, dataDir } = services;
    const provider = keyFileProvider(keyFilePath(config.keyFile, dataDir));
    const actor: Actor = { kind: "operator", name: userInfo().username };
    const by = () => ({ actor, at: clock.now() });
    if (command === "list") {
      for (const line of await describeKeys(database, provider, clock.now())) process.stdout.write(`${line}\n`);
      return 0;
    }
    if (command === "rewrap") {
      say(`${await rewrapDataKeys(database, provider, by())} data keys wrapped anew`);
      return 0;
    }
    if (command === "prune") {
      const { retired, kekVersions } = await pruneKeys(database, provider, by());
      say(`data keys retired: ${retired.join(", ") || "none"}`);
      say(`key-encryption keys removed from the file: ${kekVersions.join(", ") || "none"}`);
      return 0;
    }
    if (command === "reseal") return await reseal(services, actor);
    if (!flags.includes("--data-only")) {
      const { version, rewrapped } = await rotateKek(database, provider, config.keySuite, by());
      say(`key-encryption key ${version} made, ${rewrapped} data keys wrapped by it: back up the key file now`);
    }
    if (flags.length === 0) return 0;
    const activeFrom = await renewDataKeys(database, provider, config.keySuite, by());
    say(`new data keys are in use from ${activeFrom.toISOString()}; after an interruption go on by "reseal"`);
    await sleep(Math.max(0, activeFrom.getTime() - clock.now().getTime()) + 1000);
    return await reseal(services, actor);
  } finally {
    await services.close();
  }
};

const allowedFlags: Readonly<Record<string, readonly string[]>> = {
  list: [],
  create: [],
  rotate: ["--data", "--data-only"],
  rewrap: [],
  reseal: [],
  prune: [],
};

const [command = "", ...flags] = process.argv.slice(2);
const known = Object.hasOwn(allowedFlags, command) ? allowedFlags[command] : undefined;
if (!known || flags.length > 1 || flags.some((flag) => !known.includes(flag))) {
  say(usage);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await run(command, flags);
  } catch (error) {
    say(
      error instanceof ConfigError ? error.faults.join("\n") : error instanceof Error ? error.message : String(error),
    );
    process.exitCode = 1;
  }
}
