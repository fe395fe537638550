import { createWriteStream, mkdirSync, readdirSync, rmSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { pino, type Logger } from "pino";
import type { Clock } from "./clock.ts";

export type Log = Logger;

const keepDays = 30;

/** Lines to `chengxin-YYYY-MM-DD.log`, a new file each day, files of more than 30 days removed. */
class DailyFile {
  readonly #folder: string;
  readonly #clock: Clock;
  #day = "";
  #stream: WriteStream | null = null;

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  write(line: string): void {
    const day = this.#clock.today();
    if (day !== this.#day) this.#begin(day);
    this.#stream?.write(line);
  }

  #begin(day: string): void {
    this.#stream?.end();
    this.#day = day;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#stream = createWriteStream(join(this.#folder, `chengxin-${day}.log`), { flags: "a", mode: 0o600 });
    this.#stream.on("error", () => {}); // a full disk must not end the service
    const logs = readdirSync(this.#folder)
      .filter((name) => /^chengxin-[\d-]+\.log$/.test(name))
      .sort();
    for (const name of logs.slice(0, -keepDays)) rmSync(join(this.#folder, name), { force: true });
  }

  close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = null;
    return stream ? new Promise((resolve) => stream.end(() => resolve())) : Promise.resolve();
  }
}

/**
 * The structured log (JSON lines) below `logs/` of the data directory. It holds no personal data: no addresses, no
 * query strings, no values from rows; see `errorFacts`.
 */
export const openLog = (dataDir: string, clock: Clock): { log: Log; close: () => Promise<void> } => {
  const file = new DailyFile(join(dataDir, "logs"), clock);
  const log = pino({ base: { pid: process.pid }, timestamp: () => `,"time":"${clock.now().toISOString()}"` }, file);
  return { log, close: () => file.close() };
};

const programming = new Set(["TypeError", "ReferenceError", "SyntaxError"]);

/**
 * What a log may say about an error: kind, code, place. Messages of the database and of validation quote values, so only
 * those of programming mistakes are kept.
 */
export const errorFacts = (error: unknown): Record<string, string> => {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code, constraint, table, routine } = error as Error &
    Partial<Record<"code" | "constraint" | "table" | "routine", unknown>>;
  const facts: Record<string, string> = { kind: error.name };
  for (const [name, value] of Object.entries({ code, constraint, table, routine }))
    if (typeof value === "string") facts[name] = value;
  if (programming.has(error.name)) facts["message"] = error.message;
  const frames = (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8);
  if (frames.length > 0) facts["stack"] = frames.map((frame) => frame.trim()).join(" < ");
  if (error.cause instanceof Error) {
    const cause = error.cause as Error & { code?: unknown };
    facts["cause"] = typeof cause.code === "string" ? `${cause.name} ${cause.code}` : cause.name;
  }
  return facts;
};
