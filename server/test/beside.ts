import { readConfig } from "../platform/config.ts";
import { openServices, type Services } from "../services.ts";

/** Something done beside a running instance, in its own database and under its own keys. @param settings as the instance's environment */
export const beside = async <T>(
  settings: Readonly<Record<string, string>>,
  work: (services: Services) => Promise<T>,
): Promise<T> => {
  const services = await openServices(readConfig({ DEMO: "off", ...settings }), () => {});
  try {
    return await work(services);
  } finally {
    await services.close();
  }
};
