import { fill } from "./fixtures.ts";
import { startInstance, type Instance } from "./instance.ts";
import { sharedSettings } from "./portal.ts";

/**
 * For `node --test --test-global-setup=e2e/shared-instance.ts`: one filled instance for all files. Each file's process finds it by
 * its settings in the environment, and starts one of its own where there is none.
 */
let instance: Instance | undefined;

export const globalSetup = async (): Promise<void> => {
  instance = await startInstance();
  try {
    await fill(instance);
  } catch (error) {
    await instance.stop();
    throw error;
  }
  process.env[sharedSettings] = JSON.stringify(instance.settings);
};

export const globalTeardown = async (): Promise<void> => {
  await instance?.stop();
};
