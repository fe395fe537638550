import type { ImportProgress } from "./import-file.ts";
import type { ReceiptWords } from "@chengxin/domain/text/receipt-words.ts";

const width = 24;

export interface ProgressLine {
  show(progress: ImportProgress): void;
  /** Clears the bar, so that what comes next stands on a line of its own. */
  end(): void;
}

/**
 * Progress of one file on a terminal as one line that is written over, elsewhere (a log) as plain lines, every ten seconds at most.
 * @param now milliseconds
 */
export const progressLine = (
  out: { write(text: string): unknown; isTTY?: boolean },
  file: string,
  words: ReceiptWords,
  now: () => number,
): ProgressLine => {
  const { intake } = words;
  const started = now();
  let shown = 0;
  let dirty = false;
  const line = (text: string): void => {
    if (dirty) out.write("\r\u001b[K");
    dirty = false;
    out.write(`${text}\n`);
  };
  return {
    show(progress) {
      if (progress.kind === "waiting") return line(intake.waiting);
      if (progress.kind === "resumed") return line(intake.resumed(progress.stored, progress.chunks));
      if (progress.kind === "checking") {
        if (out.isTTY) {
          out.write(`${file}  ${intake.checking}…`);
          dirty = true;
        }
        return;
      }
      const at = now();
      if (at - shown < (out.isTTY ? 100 : 10_000)) return;
      shown = at;
      const seconds = Math.max(0.001, (at - started) / 1000);
      const left = progress.part > 0 ? Math.round((seconds * (1 - progress.part)) / progress.part) : 0;
      const text = intake.progress(
        `${Math.floor(progress.part * 100)}%`.padStart(4),
        progress.rows.toLocaleString("en-US"),
        Math.round(progress.rows / seconds).toLocaleString("en-US"),
        intake.seconds(left),
      );
      if (!out.isTTY) return line(`${file}  ${text}`);
      const filled = Math.round(progress.part * width);
      out.write(`\r\u001b[K${file}  [${"█".repeat(filled)}${"░".repeat(width - filled)}] ${text}`);
      dirty = true;
    },
    end() {
      if (dirty) out.write("\r\u001b[K");
      dirty = false;
    },
  };
};
