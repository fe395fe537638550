import { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser } from "./browser.ts";
import { fill } from "./fixtures.ts";
import { startInstance, type Instance } from "./instance.ts";

/** The running portal of one test file, filled with the invented data. */
export interface Portal {
  readonly instance: Instance;
  readonly browser: Browser;
  readonly origin: string;
}

/** Starts the program and a browser before the tests of a file, and stops both after them. */
export const portalForThisFile = (): Portal => {
  let instance: Instance | undefined;
  let browser: Browser | undefined;
  before(async () => {
    instance = await startInstance();
    await fill(instance);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await instance?.stop();
  });
  const running = <T>(thing: T | undefined): T => {
    if (!thing) throw new Error("only while the tests run");
    return thing;
  };
  return {
    get instance() {
      return running(instance);
    },
    get browser() {
      return running(browser);
    },
    get origin() {
      return running(instance).origin;
    },
  };
};
