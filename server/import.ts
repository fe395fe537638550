import { basename } from "node:path";
import { ChunkPool } from "./intake/chunk-engine.ts";
import { FileRefused } from "./intake/file-refused.ts";
import { importFile, ImportRefused } from "./intake/import-file.ts";
import { ImportStopped } from "./intake/import-stopped.ts";
import { readImportArguments } from "./intake/import-arguments.ts";
import { receiptWords } from "@chengxin/domain/text/receipt-words.ts";
import { progressLine } from "./intake/progress.ts";
import { receiptText, totalOf, totalText } from "./intake/receipt-text.ts";
import type { Receipt } from "./intake/receipt.ts";
import { ConfigError, readConfig } from "./platform/config.ts";
import type { Database } from "./platform/db.ts";
import { openServices } from "./services.ts";

/**
 * `npm run import -- --item ID --source ID [--json] FILE…`
 * Exit codes: 0 done (rows may have been rejected), 2 wrong use, 3 a file can't be read as this item, 4 a file holds no data row, 1 anything else.
 */

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Whoever reads the output may stop (`| head`); the import goes on, and its receipt is a file too. */
const ignoreClosedPipe = (error: NodeJS.ErrnoException): void => {
  if (error.code !== "EPIPE") throw error;
};
for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedPipe);

const holdsDemonstration = async ({ pool }: Database): Promise<boolean> =>
  (await pool.query<{ some: boolean }>("select exists (select from batch where demonstration) as some")).rows[0]
    ?.some ?? false;

const run = async (): Promise<number> => {
  const options = readImportArguments(process.argv.slice(2), process.env);
  const words = receiptWords(options.language);
  const { intake } = words;
  if (options.faults.length > 0) {
    for (const fault of options.faults) say(fault);
    say(intake.usage);
    return 2;
  }
  const services = await openServices(readConfig(process.env), say);
  const pool = new ChunkPool();
  const receipts: Receipt[] = [];
  let refused = 0;
  try {
    const { items, sources } = services.catalogue;
    const item = items.get(options.item);
    const source = sources.get(options.source);
    if (!item) say(intake.unknownItem(options.item, [...items.keys()].join(", ")));
    if (!source) say(intake.unknownSource(options.source, [...sources.keys()].join(", ")));
    if (!item || !source) return 2;
    if (!source.items.includes(item.id)) {
      say(intake.sourceMayNot(source.id, item.id, source.items.join(", ")));
      return 2;
    }
    const names = {
      item: item.name[options.language],
      source: source.name[options.language],
      field: (id: string) => item.fields.find((field) => field.id === id)?.name[options.language] ?? id,
    };
    if (await holdsDemonstration(services.database)) say(intake.besideDemonstration);
    for (const path of options.files) {
      const progress = progressLine(process.stderr, basename(path), words, () => performance.now());
      try {
        await importFile(services, {
          path,
          item: item.id,
          source: source.id,
          pool,
          language: options.language,
          onProgress: (step) => progress.show(step),
          deliver: (receipt) => {
            progress.end();
            receipts.push(receipt);
            if (receipt.read === 0) say(`${path}: ${intake.nothingRead}`);
            process.stdout.write(`${receiptText(receipt, names, words)}\n\n`);
            if (options.json) process.stdout.write(`${JSON.stringify(receipt)}\n`);
          },
        });
      } catch (error) {
        progress.end();
        if (!(error instanceof FileRefused || error instanceof ImportStopped)) throw error;
        refused++;
        say(error instanceof ImportStopped ? intake.stopped(path, error.receipt?.read ?? null) : intake.refused(path));
        for (const fault of error.faults) say(`  ${fault.code}  ${words.fileFault(fault)}`);
        if (options.json)
          process.stdout.write(
            `${JSON.stringify({ file: basename(path), item: item.id, source: source.id, refused: error.faults })}\n`,
          );
      }
    }
    if (options.files.length > 1) {
      const total = totalOf(receipts);
      process.stdout.write(`${totalText(total, receipts.length, words)}\n`);
      if (options.json)
        process.stdout.write(
          `${JSON.stringify({ ...total, files: receipts.length, refused, item: item.id, source: source.id })}\n`,
        );
    }
    return refused > 0 ? 3 : receipts.some((receipt) => receipt.read === 0) ? 4 : 0;
  } finally {
    await pool.close();
    await services.close();
  }
};

try {
  process.exitCode = await run();
} catch (error) {
  const known =
    error instanceof ConfigError
      ? error.faults.join("\n")
      : error instanceof ImportRefused
        ? error.reason
        : error instanceof Error
          ? error.message
          : String(error);
  say(known);
  process.exitCode = 1;
}
