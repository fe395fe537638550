import type { Receipt } from "./receipt.ts";
import { FileRefused, type FileFault } from "./file-refused.ts";

/** Thrown when an import ended for good after it had begun to store: the batch is marked as failed, what is stored stays. */
export class ImportStopped extends Error {
  override readonly name = "ImportStopped";
  readonly faults: readonly FileFault[];
  /** Of what is stored; null when not even that could be written. */
  readonly receipt: Receipt | null;

  constructor(faults: readonly FileFault[], receipt: Receipt | null) {
    super(faults.map((fault) => fault.code).join(", "));
    this.faults = faults;
    this.receipt = receipt;
  }
}

/** What worker threads report of an error in the rows themselves. */
export class CheckFailed extends Error {
  override readonly name = "CheckFailed";
}

/** Cardinality violation, data exception, integrity constraint violation, program limit exceeded: the rows are at fault, not the moment. */
const ofTheRows = /^(?:21|22|23|54)[0-9A-Z]{3}$/;

/** Where an error came from, without its message: that may hold a row. */
const whereOf = (error: Error): string => {
  const { code } = error as { code?: unknown };
  const text = error instanceof CheckFailed ? error.message : (error.stack ?? "");
  const place = /([\w-]+\.ts:\d+)(?::\d+)?\)?$/m.exec(text)?.[1];
  const name = error instanceof CheckFailed ? /^\w+/.exec(error.message)?.[0] : error.name;
  return [name, typeof code === "string" ? code : undefined, place].filter((part) => part !== undefined).join(" ");
};

/**
 * Why going on with a batch can't succeed: the file has changed, or the same rows would fail in the same way again.
 * Null: the database went away, the disk is full, another import was faster: the next run goes on.
 */
export const lastingFaults = (error: unknown): readonly FileFault[] | null => {
  if (error instanceof FileRefused) return error.faults;
  if (!(error instanceof Error)) return null;
  const { code } = error as { code?: unknown };
  const lasting =
    error instanceof CheckFailed ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof SyntaxError ||
    (typeof code === "string" && ofTheRows.test(code));
  return lasting ? [{ code: "file.import_failed", data: { where: whereOf(error) } }] : null;
};
