import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generateOrganisations, generateRecords, mix } from "./generate-files.ts";
import { recordSet } from "./invent-record.ts";
import { licence, penalty } from "./record-kinds.ts";

const usage = `Invented organisations and records in the layouts that departments send. Every row is a pure function of (seed, index).

  npm run generate -- organisations --n 300000 --out register.csv
  npm run generate -- licences      --n 1000000 --out licences.csv [--organisations 300000] [--dirty 10]
  npm run generate -- penalties     --n 100000 --out penalties.csv
  npm run generate -- records       --n 10000000 --out DIRECTORY   one file an item: ${mix.map(({ kind, share }) => `${kind.item} ${Math.round(share * 100)} %`).join(", ")}

  --seed S           names the set (1)            --from I   first index (0): ranges can be made apart
  --organisations N  organisations the records are about (300000)
  --dirty P          of a thousand rows, P are damaged and P sent again, half of those corrected (0)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    n: { type: "string", default: "1000" },
    out: { type: "string", default: "" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    organisations: { type: "string", default: "300000" },
    dirty: { type: "string", default: "0" },
  },
});

const wholeNumber = (name: "n" | "seed" | "from" | "organisations" | "dirty"): number => {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new Error(`--${name}: ${values[name]} is not a whole number from 0`);
  return number;
};

const [what] = positionals;
const { out } = values;
if (out === "" || what === undefined) {
  process.stderr.write(usage);
  process.exit(2);
}
const n = wholeNumber("n");
const from = wholeNumber("from");
const seed = wholeNumber("seed");

const started = performance.now();
const bytes = ((): number => {
  if (what === "organisations") return generateOrganisations(out, { seed, from, n });
  const set = recordSet(seed, wholeNumber("organisations"), wholeNumber("dirty"));
  if (what === "licences") return generateRecords(out, licence, set, { from, n });
  if (what === "penalties") return generateRecords(out, penalty, set, { from, n });
  if (what !== "records") {
    process.stderr.write(usage);
    process.exit(2);
  }
  mkdirSync(out, { recursive: true });
  let all = 0;
  for (const { kind, share } of mix) {
    const first = Math.round(from * share);
    all += generateRecords(join(out, `${kind.item}.csv`), kind, set, {
      from: first,
      n: Math.round((from + n) * share) - first,
    });
  }
  return all;
})();
const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  `${what}: ${n} rows, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s (${Math.round(n / seconds)} rows/s)\n`,
);
