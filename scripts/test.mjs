import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { ensureWeb } from "./lib/build-web.mjs";
import { ensureChromium } from "./lib/chromium.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { nodeProgram, root, say } from "./lib/project.mjs";

/**
 * All tests: the domain's in one process, the verifier's, the server's and the web's in a process each on a PostgreSQL that they share,
 * then the browser's. `npm test -- PART` runs the files whose path contains PART.
 */

await ensureInstalled();
const wanted = process.argv.slice(2);
const skip = new Set(["node_modules", "build", ".react-router"]);
const testsBelow = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skip.has(entry.name) ? [] : testsBelow(path);
    return /\.test\.tsx?$/.test(entry.name) && (wanted.length === 0 || wanted.some((part) => path.includes(part)))
      ? [path]
      : [];
  });

const results = mkdtempSync(join(tmpdir(), "chengxin-results-"));
const total = { passed: 0, failed: 0, skipped: 0 };

/** Runs test files with node:test and adds to the total; a run that dies without counts is a failure itself. */
const run = async (name, files, options, env = {}) => {
  if (files.length === 0) return;
  const destination = join(results, `${name}.json`);
  const child = spawn(
    nodeProgram(),
    [
      "--test",
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
      `--test-reporter=${join(root, "scripts/lib/test-reporter.mjs")}`,
      `--test-reporter-destination=${destination}`,
      ...options,
      ...files,
    ],
    { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "inherit", "inherit"] },
  );
  const code = await new Promise((resolve) => child.on("close", resolve));
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = JSON.parse(readFileSync(destination, "utf8"));
  } catch {
    say(`${name}: the run ended without a count`);
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  for (const key of Object.keys(total)) total[key] += counts[key];
};

const browserTests = testsBelow("e2e");
const chromium = browserTests.length > 0 ? ensureChromium() : null;
await ensureWeb();

await run("domain", testsBelow("domain"), ["--test-isolation=none"]);
await run("verifier", testsBelow("verifier"), ["--test-concurrency=2", "--test-timeout=300000"]);
await run(
  "server",
  [...testsBelow("server"), ...testsBelow("web")],
  [`--test-concurrency=${Math.max(2, availableParallelism())}`, "--test-timeout=300000"],
);
const shared = `--test-global-setup=${join(root, "e2e/shared-instance.ts")}`;
await run("browser", browserTests, [shared, "--test-concurrency=1", "--test-timeout=300000"], {
  NODE_ENV: "production",
  ...(chromium ? { CHROMIUM: chromium } : {}),
});

rmSync(results, { recursive: true, force: true });
if (total.skipped > 0) say(`${total.skipped} skipped`);
if (total.passed + total.failed === 0) say(`no test matches ${wanted.join(" ")}`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
