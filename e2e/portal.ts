import { after, before } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser } from "./browser.ts";
import { fill } from "./fixtures.ts";
import { runningInstance, startInstance, type Instance, type Settings } from "./instance.ts";

/** Variable of the environment with the settings of an instance that all files share. */
export const sharedSettings = "CHENGXIN_E2E";

const filledInstance = async (): Promise<Instance> => {
  const shared = process.env[sharedSettings];
  if (shared) return runningInstance(JSON.parse(shared) as Settings);
  const own = await startInstance();
  try {
    await fill(own);
  } catch (error) {
    await own.stop();
    throw error;
  }
  return own;
};

/** The running portal of one test file, filled with the invented data. */
export interface Portal {
  readonly instance: Instance;
  readonly browser: Browser;
  readonly origin: string;
}

/** The shared instance, or one started for this file, and a browser of its own. Whatever a file starts, it stops. */
export const portalForThisFile = (): Portal => {
  let instance: Instance | undefined;
  let browser: Browser | undefined;
  before(async () => {
    instance = await filledInstance();
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
