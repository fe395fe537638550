import { appendFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { programVersion, runCommand, say, UsageError } from "./backup/program.ts";
import { runDrill } from "./drill/run-drill.ts";
import { systemClock } from "./platform/clock.ts";
import { readConfig } from "./platform/config.ts";
import { prepareDataDir } from "./platform/data-dir.ts";

const usage = `npm run drill -- [--organisations N] [--records N] [--report FILE]
  the restore drill on a scratch folder: backup under load, the database killed, restored beside it, compared row by row
  --organisations 2000, --records 20000; a line is added to FILE (DATA_DIR/drills.jsonl)
Exit codes: 0 equal, 1 not equal or failed, 2 wrong use.`;

const wholeNumber = (name: string, text: string): number => {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new UsageError(`--${name}: a whole number from 1 is needed, not ${text}`);
  return Number(text);
};

await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: {
      organisations: { type: "string", default: "2000" },
      records: { type: "string", default: "20000" },
      report: { type: "string" },
    },
  });
  const size = {
    organisations: wholeNumber("organisations", values.organisations),
    records: wholeNumber("records", values.records),
  };
  const file =
    values.report === undefined
      ? join(prepareDataDir(readConfig(process.env).dataDir, false), "drills.jsonl")
      : resolve(values.report);
  const at = systemClock.now().toISOString();
  const report = await runDrill({ ...size, say });
  for (const { table, rows, changedSince, equal } of report.tables)
    say(
      `  ${equal ? "equal " : "DIFFERS"} ${table.padEnd(28)} ${rows} rows${changedSince > 0 ? `, ${changedSince} changed since` : ""}`,
    );
  for (const line of report.lost) say(`  LOST ${line}`);
  const { acknowledged, seconds } = report;
  say(
    `${report.equal ? "Equal" : "NOT EQUAL"}: ${acknowledged.events} events, ${acknowledged.batches} batches, ${acknowledged.reads} reads acknowledged, ${report.lost.length} lost; backup ${seconds.backup} s, restore ${seconds.restore} s, recovery ${seconds.recovery} s`,
  );
  const line = JSON.stringify({ at, program: programVersion, ...size, ...report });
  appendFileSync(file, `${line}\n`, { mode: 0o640 });
  process.stdout.write(`${line}\n`);
  return report.equal ? 0 : 1;
});
