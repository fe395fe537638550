import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

const axe = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What axe finds on the page as it stands, a line each. The page needs scripts, and `bypassCSP`. */
export const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const found = (await page.evaluate("axe.run(document).then((result) => result.violations)")) as Violation[];
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${page.url()} ${id} ${node.target.join(" ")}: ${node.failureSummary}`),
  );
};

/** The same, what is too small to be pressed well (44 px), and whether the page scrolls sideways. */
export const pageFaults = async (page: Page): Promise<string[]> => {
  const found = await violations(page);
  const wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  const small = (await page.evaluate(
    `[...document.querySelectorAll("main button, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main select, main summary, main .button, main .box")]
      .filter((e) => e.getClientRects().length > 0 && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 120))`,
  )) as string[];
  return [
    ...found,
    ...[...small, ...(wide === 0 ? [] : ["scrolls sideways"])].map((fault) => `${page.url()} ${fault}`),
  ];
};
