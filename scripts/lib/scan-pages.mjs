import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./project.mjs";

const uuid = "00000000-0000-4000-8000-0000000000ff";

const below = (entries, base) =>
  entries.flatMap(({ path = "", children, index }) => {
    const here = [base, path].filter((part) => part !== "").join("/");
    return [...(index || (path !== "" && !children) ? [here] : []), ...below(children ?? [], here)];
  });

/** Every page of `web/routes.ts` in Chinese, with something that exists where that is easy. */
export const pagesOf = async (uscc) => {
  const { default: routes } = await import(pathToFileURL(join(root, "web/routes.ts")).href);
  const known = { uscc, item: "penalty", code: "request.invalid", token: "a".repeat(43) };
  const pages = below(routes, "")
    .filter((path) => path.startsWith("en?") && !/sign-out|\*$/.test(path))
    .map((path) => path.replace(/^en\?/, "").replaceAll(/:(\w+)/g, (_, name) => known[name] ?? uuid));
  return [...new Set(pages.map((path) => (path.startsWith("/") ? path : `/${path}`)))];
};

/** A page that leads on by itself is measured where it comes to rest; one that never does is a finding. */
const findingsOf = async (page, path, axe) => {
  for (let tries = 1; ; tries += 1)
    try {
      await page.goto(path, { waitUntil: "networkidle" });
      await page.evaluate(axe);
      const found = await page.evaluate("axe.run(document).then((result) => result.violations)");
      return found.map(({ id, nodes }) => `${id} at ${nodes[0].target.join(" ")}`);
    } catch (error) {
      if (tries === 3) return [`could not be measured: ${String(error).split("\n")[0]}`];
    }
};

/** axe on every page as everybody. @returns findings, one line each */
export const scanByAxe = async ({ origin, cookies }, pages, chromium, seconds) => {
  const { chromium: browsers } = await import("playwright-core");
  const axe = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
  const browser = await browsers.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
  const until = performance.now() + seconds * 1000;
  const findings = new Set();
  let done = 0;
  let left = 0;
  try {
    for (const [who, cookie] of [["public", null], ...Object.entries(cookies)]) {
      const context = await browser.newContext({
        baseURL: origin,
        bypassCSP: true,
        viewport: { width: 1280, height: 900 },
      });
      if (cookie !== null) {
        const [name, value] = cookie.split("=");
        await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: "Strict" }]);
      }
      const page = await context.newPage();
      for (const path of pages) {
        if (performance.now() > until) {
          left += 1;
          continue;
        }
        for (const finding of await findingsOf(page, path, axe)) findings.add(`${who} ${path}: ${finding}`);
        done += 1;
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return { findings: [...findings], done, left };
};
