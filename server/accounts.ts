import { userInfo } from "node:os";
import { parseArgs } from "node:util";
import { administrations, type Actor } from "@chengxin/domain/access/actor.ts";
import { Problem } from "@chengxin/domain/problem.ts";
import { makeDemoAccounts } from "./account/demo-accounts.ts";
import { describeAccounts, extendAdministrator, inviteAdministrator, resetAdministrator } from "./account/operator.ts";
import { Passwords } from "./account/passwords.ts";
import type { AccountServices } from "./account/services.ts";
import { isThisMachine } from "./platform/callers.ts";
import { systemClock } from "./platform/clock.ts";
import { ConfigError, readConfig, type Config } from "./platform/config.ts";
import { problemTitle } from "./platform/problem-words.ts";
import { openServices } from "./services.ts";

/**
 * `npm run accounts -- COMMAND`: accounts, beside a running instance or without one.
 * Exit codes: 0 done, 2 wrong use, 1 anything else.
 */
const usage = `npm run accounts -- COMMAND
  invite --role ROLE --login LOGIN --name NAME --unit UNIT [--contact CONTACT]
                        an administrator (${administrations.join(", ")}), who begins by the link printed;
                        everybody else is invited and given a role by the administrators, in the workbench
  list                  officials' accounts with their roles
  reset --login LOGIN   a new link for an administrator who can't sign in any more
  extend --login LOGIN  an administrator's account and role last on, where no two other administrators could do it
  demo                  an account for each role, to try the program with: beside the demonstration set only`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Is the site one that only this machine reaches? */
const isOwnMachine = ({ origin, host }: Config): boolean => {
  const names = [host, ...(origin === null ? [] : [new URL(origin).hostname.replaceAll(/[[\]]/g, "")])];
  return names.every((name) => name === "localhost" || isThisMachine(name));
};

type Values = Readonly<Record<string, string | undefined>>;

const printLink = ({ link, expiresAt }: { link: string; expiresAt: string }): void => {
  print(link);
  say(
    `Works once, until ${expiresAt}. Hand it over in person or by an official channel: whoever opens it has the account.`,
  );
};

const demo = async (
  config: Config,
  services: Parameters<typeof makeDemoAccounts>[0],
  actor: Actor,
): Promise<number> => {
  if (!isOwnMachine(config)) {
    say(
      "HOST or ORIGIN says that others reach this site: demonstration accounts are made on a machine of one's own only",
    );
    return 1;
  }
  for (const { title, login, password, key, recoveryCodes, uscc } of await makeDemoAccounts(services, actor)) {
    print(`\n${title}${uscc === null ? "" : ` (${uscc})`}`);
    print(`  登录名 login              ${login}`);
    print(`  密码 password             ${password}`);
    print(`  验证器密钥 authenticator  ${key}`);
    for (let n = 0; n < recoveryCodes.length; n += 5)
      print(`  ${n === 0 ? "恢复码 recovery codes   " : " ".repeat(24)}  ${recoveryCodes.slice(n, n + 5).join("  ")}`);
  }
  say(
    "\nSecond step of signing in: a code of an authenticator that has the key, or one of the recovery codes, each once. Run this again for new ones.",
  );
  return 0;
};

const run = async (command: string, values: Values): Promise<number> => {
  const config = readConfig(process.env);
  const services = await openServices(config, say);
  try {
    const accounts: AccountServices = {
      ...services,
      passwords: new Passwords(),
      origin: config.origin ?? `http://localhost:${config.port}`,
      selfRegistration: config.selfRegistration,
      identityService: null,
    };
    const actor: Actor = { kind: "operator", name: userInfo().username };
    const by = { actor, at: systemClock.now() };
    const { role, login = "", name = "", unit = "", contact = "" } = values;
    if (command === "list") for (const line of await describeAccounts(services, by.at)) print(line);
    if (command === "reset") printLink(await resetAdministrator(accounts, login, by));
    if (command === "extend") await extendAdministrator(accounts, login, by);
    const administration = administrations.find((one) => one === role);
    if (command === "invite" && administration !== undefined)
      printLink(
        await inviteAdministrator(accounts, { role: administration, login, displayName: name, unit, contact }, by),
      );
    return command === "demo"
      ? await demo(config, { ...services, ...accounts, catalogue: services.catalogue }, actor)
      : 0;
  } finally {
    await services.close();
  }
};

/** Options that a command needs, and those that it takes besides. */
const commands: Readonly<Record<string, { readonly needs: readonly string[]; readonly takes?: readonly string[] }>> = {
  invite: { needs: ["role", "login", "name", "unit"], takes: ["contact"] },
  list: { needs: [] },
  reset: { needs: ["login"] },
  extend: { needs: ["login"] },
  demo: { needs: [] },
};

/** @returns what is wrong with the command line; null: nothing */
const readArguments = (args: readonly string[]): { command: string; values: Values } | null => {
  const [command = "", ...rest] = args;
  const known = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!known) return null;
  try {
    const options = Object.fromEntries(
      [...known.needs, ...(known.takes ?? [])].map((name) => [name, { type: "string" as const }]),
    );
    const { values } = parseArgs({ args: rest, options });
    const complete = known.needs.every((name) => (values[name] ?? "").trim() !== "");
    const role = values["role"];
    return complete && (role === undefined || (administrations as readonly string[]).includes(role))
      ? { command, values }
      : null;
  } catch {
    return null;
  }
};

const inWords = (error: unknown): string => {
  if (error instanceof ConfigError) return error.faults.join("\n");
  if (error instanceof Problem) return problemTitle(error, "en");
  return error instanceof Error ? error.message : String(error);
};

const asked = readArguments(process.argv.slice(2));
if (asked === null) {
  say(usage);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await run(asked.command, asked.values);
  } catch (error) {
    say(inWords(error));
    process.exitCode = 1;
  }
}
