import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { desk, phone } from "./browser.ts";

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

/** Whether the page scrolls sideways, a line. */
export const sideways = async (page: Page): Promise<string[]> => {
  const wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  return wide === 0 ? [] : [`${page.url()} scrolls sideways`];
};

/** Controls less than 44 pixels high. */
const lowControls = async (page: Page): Promise<string[]> => {
  const low = (await page.evaluate(
    `[...document.querySelectorAll("main button, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main select, main summary, main .button, main .box")]
      .filter((e) => e.getClientRects().length > 0 && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 120))`,
  )) as string[];
  return low.map((control) => `${page.url()} ${control}`);
};

export interface Look {
  readonly name: string;
  readonly options: { readonly viewport: typeof phone | typeof desk; readonly colorScheme?: "dark" };
  readonly english: boolean;
  readonly care: boolean;
  /** Colours, structure and names: both schemes and both languages. Where only widths differ, sizes are measured alone. */
  readonly axe: boolean;
}

const light = { viewport: phone } as const;
const dark = { viewport: desk, colorScheme: "dark" } as const;

/** How every page is looked at: together both widths, both colour schemes and both languages. */
export const looks: readonly Look[] = [
  { name: "on a phone", options: light, english: false, care: false, axe: true },
  { name: "in English on a desk in the dark", options: dark, english: true, care: false, axe: true },
  { name: "in English on a phone", options: light, english: true, care: false, axe: false },
];

/** The portal's own further look: large letters. */
export const careOnPhone: Look = {
  name: "in care mode on a phone",
  options: light,
  english: false,
  care: true,
  axe: false,
};

/** What is wrong with a page as it stands, a line each. */
export const layoutFaults = async (page: Page, look: Look): Promise<string[]> => [
  ...(look.axe ? await violations(page) : []),
  ...(await sideways(page)),
];

/** The same, and controls that are hard to press. */
export const pageFaults = async (page: Page, look: Look): Promise<string[]> => [
  ...(await layoutFaults(page, look)),
  ...(await lowControls(page)),
];
