import { readFileSync, readdirSync, readlinkSync } from "node:fs";

/** A process for certain: a pid alone is given to another process sooner or later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Boot id and start time in clock ticks since then (proc(5), field 22 of /proc/PID/stat). */
  readonly startedAt: string;
}

let bootId: string | undefined;

/** null when there is no such process, or only its unreaped remains. */
export const identifyProcess = (pid: number): ProcessIdentity | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command in brackets and may itself hold brackets and spaces.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    bootId ??= readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return { pid, startedAt: `${bootId}:${fields[19]}` };
  } catch {
    return null;
  }
};

export const isSameProcess = (known: ProcessIdentity): boolean =>
  identifyProcess(known.pid)?.startedAt === known.startedAt;

/** Processes whose working directory is this folder: PostgreSQL's all stay in their data directory. */
export const processesIn = (folder: string): ProcessIdentity[] => {
  const found: ProcessIdentity[] = [];
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      if (readlinkSync(`/proc/${entry}/cwd`) !== folder) continue;
    } catch {
      continue; // another user's, or gone
    }
    const identity = identifyProcess(Number(entry));
    if (identity) found.push(identity);
  }
  return found;
};
