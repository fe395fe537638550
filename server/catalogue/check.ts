import { readdir } from "node:fs/promises";
import { catalogueFolder, describeFault, readCatalogue } from "./load.ts";

const language = /^zh/i.test(process.env["LC_ALL"] ?? process.env["LANG"] ?? "") ? "zh" : "en";

/** Validates every city pack and prints each fault on a line; the exit code says whether there was one. */
const packs = (await readdir(catalogueFolder, { withFileTypes: true })).filter((entry) => entry.isDirectory() && entry.name !== "national").map((entry) => entry.name);
const lines = new Set<string>();
for (const city of packs) {
  const { catalogue, faults } = await readCatalogue(city);
  for (const fault of faults) lines.add(describeFault(fault, language));
  if (catalogue !== null) console.log(`catalogue ${city}: ${catalogue.items.size} items, ${catalogue.publicity.length} publicity rules, ${catalogue.sources.size} sources, digest ${catalogue.digest.slice(0, 16)}`);
}
for (const line of lines) console.error(line);
if (lines.size > 0) process.exitCode = 1;
