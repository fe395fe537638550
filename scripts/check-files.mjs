import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/project.mjs";

/** What no compiler sees: sizes, names of machines, clocks and environments read in the wrong place, and words that the charter keeps out of the code. */

const listed = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
  cwd: root,
  encoding: "utf8",
});
if (listed.status !== 0) {
  process.stderr.write("git is needed for this check, in a checkout of the repository\n");
  process.exit(1);
}
const files = listed.stdout.split("\0").filter((path) => path !== "");
const faults = [];

const isCode = (path) => /\.(ts|tsx|js|mjs|cjs|sql|css)$/.test(path) && !path.endsWith(".gen.ts");
const isTest = (path) => /\.test\.tsx?$/.test(path) || path.startsWith("server/test/") || path.startsWith("e2e/");
const textual = /\.(ts|tsx|js|mjs|cjs|sql|css|json|md|html|yml|yaml|txt|svg)$|(^|\/)(\.npmrc|\.gitignore|run)$/;

/** Lines of `text` that match, as `path:line`. */
const where = (path, text, pattern) =>
  text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : []));
const refuse = (places, why) => faults.push(...places.map((place) => `${place}  ${why}`));

const foreign =
  /\/work\/|\/home\/[a-z]+\/|\/Users\/[a-z]+\/|registry\.npm|npmmirror|verdaccio|"resolved": "https?:|-registry\./;
// This file holds what it looks for.
const self = "scripts/check-files.mjs";

for (const path of files) {
  if (!textual.test(path) || path === self) continue;
  let text;
  try {
    text = readFileSync(join(root, path), "utf8");
  } catch {
    continue; // removed, not yet committed
  }
  const isDomain = path.startsWith("domain/");
  if (isCode(path)) {
    const lines = text.split("\n").length - 1;
    if (lines > 400) faults.push(`${path}  ${lines} lines: 400 is the limit`);
    if (/(^|\/)index\.tsx?$/.test(path)) faults.push(`${path}  a barrel: import the file that has the thing`);
  }
  refuse(where(path, text, foreign), "names a folder of one machine, or a package registry");
  if (!isCode(path)) continue;
  if (
    !isTest(path) &&
    /^(domain|server|verifier|web)\//.test(path) &&
    path !== "server/platform/clock.ts" &&
    !path.startsWith("server/bench/")
  ) {
    refuse(where(path, text, /\bnew Date\(\)|\bDate\.now\(/), "reads a clock: only server/platform/clock.ts does");
  }
  if (
    /^server\/(?!main\.ts|import\.ts|keys\.ts|accounts\.ts|backup\.ts|restore\.ts|drill\.ts|verify-events\.ts|witness\.ts|log\.ts|drill\/|bench\/|test\/)/.test(
      path,
    ) &&
    !isTest(path)
  ) {
    refuse(where(path, text, /\bprocess\.env\b/), "reads the environment: only the programs do, through config.ts");
  }
  if (isDomain && !isTest(path))
    refuse(
      where(path, text, /\b(?:Math\.random|process|fetch|setTimeout)\s*\(|\bprocess\./),
      "is input or output, or chance: the domain has neither",
    );
  refuse(where(path, text, /@ts-ignore|@ts-nocheck/), "silences the compiler");
}

for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
