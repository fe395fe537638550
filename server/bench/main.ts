import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { auditFigures } from "./audit.ts";
import { figureLine, isBelowFloor, type Figure } from "./figure.ts";
import { httpFigures } from "./http.ts";
import { intakeFigures } from "./intake.ts";
import { keyFigures } from "./keys.ts";
import { logFigures } from "./log.ts";
import { listFigures, pageFigures } from "./pages.ts";
import { portalFigures } from "./portal.ts";
import { openRig, type Rig } from "./rig.ts";
import { searchFigures } from "./search.ts";
import { signInFigures } from "./sign-in.ts";

/** Groups in the order in which they run. */
const groups: Readonly<Record<string, (rig: Rig) => AsyncGenerator<Figure>>> = {
  ingest: intakeFigures,
  page: pageFigures,
  list: listFigures,
  http: httpFigures,
  portal: portalFigures,
  search: searchFigures,
  keys: keyFigures,
  audit: auditFigures,
  log: logFigures,
  "sign-in": signInFigures,
};

const usage = `npm run bench [-- GROUP… [--json] [--rows N] [--records N] [--organisations N] [--events N] [--rounds N] [--dir DIR]]

Groups: ${Object.keys(groups).join(" ")} (all of them when none is named)

Each figure is a ratio to a limit that is measured in the same run, alternately with ours. Exit code 1 when one falls below its
floor, 2 when an answer is wrong or something fails. What the figures mean is in docs/performance.md. PostgreSQL, data and files
live in a folder of their own below --dir (the system's folder for temporary files) and are removed at the end.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    rows: { type: "string", default: "200000" },
    records: { type: "string", default: "500000" },
    organisations: { type: "string", default: "300000" },
    events: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "5" },
    dir: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const atLeast = (name: "rows" | "records" | "organisations" | "events" | "rounds", least: number): number => {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`--${name}: ${values[name]} is not a whole number from ${least}`);
  return number;
};

const unknown = positionals.filter((name) => !Object.hasOwn(groups, name));
if (values.help || unknown.length > 0) {
  process.stderr.write(unknown.length > 0 ? `No such group: ${unknown.join(", ")}\n\n${usage}` : usage);
  process.exit(values.help ? 0 : 2);
}

const sizes = {
  rows: atLeast("rows", 1000),
  records: atLeast("records", 1000),
  organisations: atLeast("organisations", 1000),
  events: atLeast("events", 10_000),
  rounds: atLeast("rounds", 1),
};
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const rig = await openRig({ sizes, say, ...(values.dir === undefined ? {} : { parent: values.dir }) });
const stop = (): void => void rig.close().finally(() => process.exit(130));
process.once("SIGINT", stop);
process.once("SIGTERM", stop);

let below = 0;
try {
  const { rows } = await rig.superuser.query<{ server_version: string }>("show server_version");
  say(
    `${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, PostgreSQL ${rows[0]!.server_version}`,
  );
  say(
    `${sizes.organisations} organisations, ${sizes.rows} rows a file, ${sizes.records} records, ${sizes.events} events, ${sizes.rounds} rounds\n`,
  );
  for (const name of positionals.length > 0 ? positionals : Object.keys(groups))
    for await (const figure of groups[name]!(rig)) {
      process.stdout.write(`${values.json ? JSON.stringify(figure) : figureLine(figure)}\n`);
      if (isBelowFloor(figure)) below += 1;
    }
} catch (error) {
  process.exitCode = 2;
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
} finally {
  process.off("SIGINT", stop);
  process.off("SIGTERM", stop);
  await rig.close();
}
if (below > 0 && process.exitCode === undefined) process.exitCode = 1;
