import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

/** A fresh headless Chromium; `CHROMIUM` names another one. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

export const phone = { width: 360, height: 740 } as const;
export const desk = { width: 1280, height: 900 } as const;

type ContextOptions = Parameters<Browser["newContext"]>[0];

/** A visitor of the portal: own cookies, own cache. Errors in the page fail the test that looks at `faults`. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly faults: readonly string[];
}

export const visit = async (browser: Browser, origin: string, options: ContextOptions = {}): Promise<Visitor> => {
  const context = await browser.newContext({ baseURL: origin, locale: "zh-CN", viewport: desk, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // A page that answers 404 on purpose is reported by the browser as a failed load.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      faults.push(message.text());
  });
  return { page, context, faults };
};
