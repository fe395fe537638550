import { readdir } from "node:fs/promises";
import { catalogueFolder, describeFault, readCatalogue } from "./load.ts";

/**
 * Validates every city pack and prints each fault on a line (`--zh`: in Chinese); the exit code says whether there was one.
 */
const language = process.argv.includes("--zh") ? "zh" : "en";
const entries = await readdir(catalogueFolder, { withFileTypes: true });
const packs = entries.filter((entry) => entry.isDirectory() && entry.name !== "national").map((entry) => entry.name);
const lines = new Set<string>();
for (const city of packs) {
  const { catalogue, faults } = await readCatalogue(city);
  for (const fault of faults) lines.add(describeFault(fault, language));
  if (catalogue === null) continue;
  const { items, publicity, sources, digest } = catalogue;
  process.stdout.write(
    `catalogue ${city}: ${items.size} items, ${publicity.length} publicity rules, ${sources.size} sources, digest ${digest.slice(0, 16)}\n`,
  );
}
for (const line of lines) process.stderr.write(`${line}\n`);
if (lines.size > 0) process.exitCode = 1;
