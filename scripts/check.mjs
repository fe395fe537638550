import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { ensureInstalled } from "./lib/install.mjs";
import { nodeProgram, packageProgram, root, say } from "./lib/project.mjs";

/** Everything that a change must pass before its tests are worth running; independent parts side by side. */

await ensureInstalled();
const node = nodeProgram();

const checks = {
  "files and charter": [node, "scripts/check-files.mjs"],
  format: [node, packageProgram("oxfmt"), "--check", "--threads=1"],
  lint: [node, packageProgram("oxlint"), "--type-aware", "--deny-warnings", "--threads=1"],
  "types: server, domain": [node, packageProgram("tsc"), "-p", "server"],
  "types: domain alone": [node, packageProgram("tsc"), "-p", "domain"],
  "types: domain's tests": [node, packageProgram("tsc"), "-p", "domain/tsconfig.test.json"],
  "types: verifier": [node, packageProgram("tsc"), "-p", "verifier"],
  "types: web": [node, "scripts/check-web-types.mjs"],
  arrows: [
    node,
    packageProgram("depcruise"),
    "--config",
    ".dependency-cruiser.cjs",
    "domain",
    "server",
    "verifier",
    "web",
    "--output-type",
    "err",
  ],
  "unused code": [node, packageProgram("knip"), "--no-progress"],
  catalogue: [node, "server/catalogue/check.ts"],
  "generated table types": [node, "server/platform/generate-tables.ts", "--check"],
};

const run = ([program, ...args]) =>
  new Promise((resolve) => {
    const begun = performance.now();
    let output = "";
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (bytes) => (output += bytes));
    child.stderr.on("data", (bytes) => (output += bytes));
    child.on("error", (error) => resolve({ ok: false, output: error.message, seconds: 0 }));
    child.on("close", (code) => resolve({ ok: code === 0, output, seconds: (performance.now() - begun) / 1000 }));
  });

const begun = performance.now();
const waiting = Object.entries(checks);
const failed = [];
const worker = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, command] = next;
    const { ok, output, seconds } = await run(command);
    say(`${ok ? "ok    " : "FAILED"} ${name} (${seconds.toFixed(1)} s)`);
    if (ok) continue;
    failed.push(name);
    process.stdout.write(`${output.trimEnd()}\n\n`);
  }
};
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));

say(
  `${failed.length === 0 ? "All checks passed" : `Failed: ${failed.join(", ")}`} in ${((performance.now() - begun) / 1000).toFixed(1)} s`,
);
process.exit(failed.length === 0 ? 0 : 1);
