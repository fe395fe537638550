import { parseArgs } from "node:util";
import { eventFaults as en } from "@chengxin/domain/text/event-faults.en.ts";
import { eventFaults as zh } from "@chengxin/domain/text/event-faults.zh-CN.ts";
import { sealFilePath } from "./audit/seal-file.ts";
import { verifyEvents } from "./audit/verify-events.ts";
import { runCommand, say } from "./backup/program.ts";
import { readConfig } from "./platform/config.ts";
import { systemClock } from "./platform/clock.ts";
import { openServices } from "./services.ts";

const usage = `npm run verify-events -- [--json] [--language zh|en]
  checks that no event was removed, changed, moved or added behind the program's back, beside a running instance or without one
Exit codes: 0 whole, 3 faults found, 2 wrong use, 1 it could not be checked, 130 interrupted.`;

await runCommand(usage, async (signal) => {
  const { values } = parseArgs({
    options: { json: { type: "boolean", default: false }, language: { type: "string", default: "en" } },
  });
  const words = values.language === "zh" ? zh : en;
  const services = await openServices(readConfig(process.env), say);
  try {
    let told = 0;
    const report = await verifyEvents({
      database: services.database,
      clock: systemClock,
      filePath: sealFilePath(services.dataDir),
      signal,
      onProgress: (checked, expected) => {
        if (checked - told < 500_000) return;
        told = checked;
        say(`${checked} of ${expected} events`);
      },
    });
    if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else for (const fault of report.faults) process.stdout.write(`${words[fault.kind](fault)} [${fault.kind}]\n`);
    if (report.faultCount > report.faults.length) say(`… and ${report.faultCount - report.faults.length} faults more`);
    say(
      `${report.events} events in ${report.chains} chains, ${report.seals} seals (until ${report.sealedUntil ?? "–"}), ${(report.milliseconds / 1000).toFixed(1)} s: ${report.faultCount === 0 ? "whole" : `${report.faultCount} FAULTS`}`,
    );
    return report.faultCount === 0 ? 0 : 3;
  } finally {
    await services.close();
  }
});
