import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensureWeb } from "./lib/build-web.mjs";
import { ensureChromium } from "./lib/chromium.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { giveUp, nodeProgram, say } from "./lib/project.mjs";
import { scanBySqlmap, scanByWapiti, targetsOf } from "./lib/scan-attacks.mjs";
import { pagesOf, scanByAxe } from "./lib/scan-pages.mjs";
import { guardOf, programAt, startScanned } from "./lib/scan-rig.mjs";

/**
 * Scanners against an instance of one's own on loopback, filled with the demonstration set, as the public and as people who are signed in:
 * `npm run scan -- [--seconds 300] [wapiti] [sqlmap] [axe]`. Ends with 1 when something was found, with 2 when a scanner is missing.
 */

if (Number(process.versions.node.split(".")[0]) < 24) {
  // pages are listed in TypeScript
  const again = spawnSync(nodeProgram(), [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exit(again.status ?? 1);
}

const args = process.argv.slice(2);
const at = args.indexOf("--seconds");
const seconds = at === -1 ? 300 : Number(args.splice(at, 2)[1]);
const known = ["wapiti", "sqlmap", "axe"];
if (!(seconds > 0) || args.some((part) => !known.includes(part)))
  giveUp("usage: npm run scan -- [--seconds SECONDS_OF_EACH_PART] [wapiti] [sqlmap] [axe]", 2);
const parts = args.length > 0 ? args : known;

const programs = { wapiti: programAt("wapiti"), sqlmap: programAt("sqlmap") };
const absent = ["wapiti", "sqlmap"].filter((name) => parts.includes(name) && programs[name] === null);
if (absent.length > 0)
  giveUp(
    `${absent.join(" and ")} can't be found: apt-get install ${absent.join(" ")}, or name the other parts alone.`,
    2,
  );
await ensureInstalled();
await ensureWeb();
const chromium = parts.includes("axe") ? ensureChromium() : null;
if (parts.includes("axe") && chromium === null) process.exit(2);

/** What scanners say of every instance, and why it is none; docs/operations.md has the same. */
const explained = [/X-XSS-Protection is not set/, /Strict-Transport-Security is not set/];

const scanned = await startScanned();
const table = [];
const findings = [];
const note = (part, who, { findings: all, done, left }, begun) => {
  const its = all.filter((line) => !explained.some((pattern) => pattern.test(line)));
  findings.push(...its.map((line) => `${part}: ${line}`));
  table.push({ part, who, done, left, findings: its.length, seconds: Math.round((performance.now() - begun) / 1000) });
};
try {
  const pages = await pagesOf(scanned.uscc);
  const visitors = [["public", null], ...Object.entries(scanned.cookies)];
  if (parts.includes("sqlmap")) {
    const targets = await targetsOf(scanned);
    for (const [who, cookie] of visitors) {
      say(`sqlmap as ${who}, ${targets.length} routes`);
      const begun = performance.now();
      const until = begun + (seconds * 1000) / visitors.length;
      const result = { findings: [], done: 0, left: 0 };
      for (const target of targets) {
        const rest = (until - performance.now()) / 1000;
        if (rest < 2) {
          result.left += 1;
          continue;
        }
        const { findings: its, cut } = await scanBySqlmap(programs.sqlmap, target, who, cookie, Math.min(rest, 30));
        result.findings.push(...its);
        if (cut) result.left += 1;
        else result.done += 1;
      }
      note("sqlmap", who, result, begun);
    }
  }
  if (parts.includes("axe")) {
    say(`axe on ${pages.length} pages`);
    const begun = performance.now();
    note("axe", "all", await scanByAxe(scanned, pages, chromium, seconds), begun);
  }
  // Last: it sends every form there is. Every address below /invitation/ is a page that asks for the press of a button, whatever the token: it would be called a backup file.
  const crawled = pages.filter((path) => !path.startsWith("/invitation/"));
  if (parts.includes("wapiti"))
    for (const [who, cookie] of visitors) {
      const begun = performance.now();
      const share = seconds / visitors.length;
      say(`wapiti as ${who}, ${Math.round(share)} s at most`);
      const guard = await guardOf(scanned.origin);
      note("wapiti", who, await scanByWapiti(programs.wapiti, guard, who, cookie, crawled, share), begun);
      guard.stop();
    }
  if (!(await scanned.ready())) findings.push("the instance is not ready any more");
} finally {
  await scanned.stop();
}
console.table(table);
for (const line of findings) process.stdout.write(`${line}\n`);
say(findings.length === 0 ? "Nothing was found." : `${findings.length} findings.`);
process.exit(findings.length === 0 ? 0 : 1);
