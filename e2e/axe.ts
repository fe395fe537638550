import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

const axe = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What axe finds on the page as it stands, a line each. */
export const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const found = (await page.evaluate("axe.run(document).then((result) => result.violations)")) as Violation[];
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${page.url()} ${id} ${node.target.join(" ")}: ${node.failureSummary}`),
  );
};
