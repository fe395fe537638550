import { logDifferences as en } from "@chengxin/domain/text/log-differences.en.ts";
import { logDifferences as zh } from "@chengxin/domain/text/log-differences.zh-CN.ts";
import type { MonitorReport } from "@chengxin/domain/log/log-difference.ts";
import type { MonitorOptions } from "./monitor.ts";

/** Told each time so much more is done. */
const toldEvery = 500_000;

interface Output {
  readonly json: boolean;
  readonly language: "zh" | "en";
  /** A line of the result. */
  print(line: string): void;
  /** A line beside it. */
  say(line: string): void;
}

type Monitor = (onProgress: NonNullable<MonitorOptions["onProgress"]>) => Promise<MonitorReport>;

/** `npm run log -- monitor`. @returns the exit code: 3 when something differs */
export const runMonitor = async (monitor: Monitor, { json, language, print, say }: Output): Promise<number> => {
  let told = 0;
  const report = await monitor((done, expected) => {
    if (done - told < toldEvery) return;
    told = done;
    say(`${done} of ${expected} entries and facts`);
  });
  const words = language === "zh" ? zh : en;
  if (json) print(JSON.stringify(report));
  else for (const one of report.differences) print(`${words[one.kind](one)} [${one.kind}]`);
  const { differenceCount: count } = report;
  if (count > report.differences.length) say(`… and ${count - report.differences.length} differences more`);
  say(
    `${report.entries} entries, ${report.checkpoints} checkpoints, ${report.versions} versions of records, ${report.statements} statements, ${report.waiting} waiting, ${(report.milliseconds / 1000).toFixed(1)} s: ${count === 0 ? "nothing differs" : `${count} DIFFERENCES`}`,
  );
  return count === 0 ? 0 : 3;
};
