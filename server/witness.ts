import { userInfo } from "node:os";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { systemClock } from "./platform/clock.ts";
import { ConfigError, readConfig } from "./platform/config.ts";
import { openServices } from "./services.ts";
import { endKey, listKeys, makeKey } from "./witness/witness-keys.ts";
import { addLog, listWitnessedLogs, removeLog, type WitnessedLog } from "./witness/witnessed-logs.ts";

/**
 * `npm run witness -- COMMAND`: this instance as a witness of other logs; beside a running instance or without one.
 * Exit codes: 0 done, 2 wrong use, 1 anything else.
 */
const usage = `npm run witness -- COMMAND
  key               the verifier keys of this witness, for whoever runs a log that it is to cosign
  key NAME          make a key under this name, such as credit.example.cn/witness; one that is there already goes on signing
  end-key VKEY      a key signs no more
  add ORIGIN VKEY   witness a log: the first line of its checkpoints, and its verifier key; again with another key when the log changes it
  remove ORIGIN     no longer; what was cosigned is kept, so that adding it again goes on from there
  list              witnessed logs: size and time of what was cosigned last`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const inSeconds = (time: number): string => new Date(time * 1000).toISOString();

const lineOf = ({ origin, endedAt, size, cosignedAt, forks }: WitnessedLog): string =>
  [
    origin,
    endedAt === null ? "witnessed" : `not since ${endedAt.toISOString()}`,
    cosignedAt === null ? "nothing cosigned yet" : `size ${size} cosigned ${inSeconds(cosignedAt)}`,
    ...(forks > 0 ? [`SIGNED ${forks + 1} DIFFERENT PASTS: see table witnessed_fork`] : []),
  ].join("  ");

const run = async (command: string, [first, second]: readonly string[]): Promise<number> => {
  const services = await openServices(readConfig(process.env), say);
  try {
    const { database } = services;
    const actor: Actor = { kind: "operator", name: userInfo().username };
    const by = { actor, at: systemClock.now() };
    if (command === "key" && first !== undefined) print(await makeKey(services, first, by));
    else if (command === "key") {
      const keys = await listKeys(database.pool);
      if (keys.length === 0) say("there is no key yet: give it a name, such as credit.example.cn/witness");
      for (const { vkey, endedAt } of keys) print(endedAt === null ? vkey : `${vkey}  ended ${endedAt.toISOString()}`);
    } else if (command === "end-key") {
      if (!(await endKey(services, first ?? "", by))) throw new Error("no key of this witness that signs is that one");
    } else if (command === "add") {
      await addLog(database, first ?? "", second ?? "", by);
      if (!(await listKeys(database.pool)).some(({ endedAt }) => endedAt === null))
        say("nothing is cosigned before this witness has a key: npm run witness -- key NAME");
    } else if (command === "remove") {
      if (!(await removeLog(database, first ?? "", by))) throw new Error("no log of that origin is witnessed");
    } else for (const log of await listWitnessedLogs(database)) print(lineOf(log));
    return 0;
  } finally {
    await services.close();
  }
};

/** How many arguments a command takes. */
const counts: Readonly<Record<string, readonly number[]>> = {
  key: [0, 1],
  "end-key": [1],
  add: [2],
  remove: [1],
  list: [0],
};

const [command = "", ...args] = process.argv.slice(2);
const known = Object.hasOwn(counts, command) ? counts[command] : undefined;
if (!known?.includes(args.length)) {
  say(usage);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await run(command, args);
  } catch (error) {
    say(
      error instanceof ConfigError ? error.faults.join("\n") : error instanceof Error ? error.message : String(error),
    );
    process.exitCode = 1;
  }
}
