import { isIP } from "node:net";
import { readIdentitySettings, type IdentitySettings } from "./identity-settings.ts";
import { suiteIds, type SuiteId } from "./keys/suite.ts";

/** Everything that can be set from outside; `main.ts` and the command line tools read it once. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** As set; null: `./data`, or a folder that the database's own user can enter (`data-dir.ts`). */
  readonly dataDir: string | null;
  readonly database:
    | { readonly kind: "embedded" }
    | { readonly kind: "server"; readonly url: string; readonly appUrl: string | null };
  /** Load the demonstration set into an empty database. */
  readonly demo: boolean;
  /** City pack below `catalogue/`. */
  readonly city: string;
  /** Requests a second that one address may make on average over a minute; null = no limit. */
  readonly rateLimit: number | null;
  /** Port of the metrics on the loopback address; null: none. */
  readonly metricsPort: number | null;
  /** The address under which people reach the site; null: any, and cookies are not bound to HTTPS. */
  readonly origin: string | null;
  /** Reverse proxies whose `X-Forwarded-For` is believed: addresses or networks. */
  readonly trustedProxies: readonly string[];
  /** File with the key-encryption keys; null: one below the data directory, made at the first start. */
  readonly keyFile: string | null;
  /** Algorithms of keys that are made from now on. */
  readonly keySuite: SuiteId;
  /** Agents of organisations may register themselves; without it their accounts are made by invitation. */
  readonly selfRegistration: boolean;
  /** The city's unified identity service; null: there is none. */
  readonly identityService: IdentitySettings | null;
}

/** Thrown by `readConfig`: every fault at once, one line each. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

const isPostgresUrl = (text: string): boolean => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);

const isNetwork = (text: string): boolean => {
  const [address = "", bits, ...rest] = text.split("/");
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    rest.length === 0 && longest > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
  );
};

/**
 * Environment → settings. Pure. An empty variable counts as not set.
 * @throws ConfigError with one line for each faulty variable, values of URLs never repeated (they hold passwords).
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const faults: string[] = [];
  const given = (name: string): string | null => env[name]?.trim() || null;

  const port = given("PORT") ?? "8080";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    faults.push(`PORT: a number from 0 to 65535 is needed, not ${JSON.stringify(port)}`);

  const metricsPort = given("METRICS_PORT");
  if (metricsPort !== null && (!/^\d{1,5}$/.test(metricsPort) || Number(metricsPort) > 65_535))
    faults.push(`METRICS_PORT: a number from 0 to 65535 is needed, not ${JSON.stringify(metricsPort)}`);

  const demo = (given("DEMO") ?? "on").toLowerCase();
  if (demo !== "on" && demo !== "off") faults.push(`DEMO: "on" or "off" is needed, not ${JSON.stringify(demo)}`);

  const city = given("CITY") ?? "dandong";
  if (!/^[a-z][a-z0-9-]*$/.test(city))
    faults.push(`CITY: the name of a folder below catalogue/ is needed, not ${JSON.stringify(city)}`);

  const url = given("DATABASE_URL");
  const appUrl = given("DATABASE_APP_URL");
  if (url !== null && !isPostgresUrl(url))
    faults.push("DATABASE_URL: a URL of the form postgres://user:password@host:5432/database is needed");
  if (appUrl !== null && !isPostgresUrl(appUrl))
    faults.push("DATABASE_APP_URL: a URL of the form postgres://user:password@host:5432/database is needed");
  if (appUrl !== null && url === null) faults.push("DATABASE_APP_URL: is used together with DATABASE_URL only");

  const rate = (given("RATE_LIMIT") ?? "100").toLowerCase();
  if (rate !== "off" && !/^[1-9]\d{0,5}$/.test(rate))
    faults.push(`RATE_LIMIT: requests a second for one address, or "off", is needed, not ${JSON.stringify(rate)}`);

  const trustedProxies = (given("TRUSTED_PROXIES") ?? "")
    .split(",")
    .map((proxy) => proxy.trim())
    .filter((proxy) => proxy !== "");
  for (const proxy of trustedProxies)
    if (!isNetwork(proxy))
      faults.push(
        `TRUSTED_PROXIES: addresses or networks (10.0.0.0/8) with commas between are needed, not ${JSON.stringify(proxy)}`,
      );

  const suite = (given("KEY_SUITE") ?? "aes").toLowerCase();
  const keySuite = suiteIds.find((id) => id === suite);
  if (keySuite === undefined)
    faults.push(`KEY_SUITE: "aes" or "sm" (SM2, SM3, SM4) is needed, not ${JSON.stringify(suite)}`);
  const registration = (given("SELF_REGISTRATION") ?? "on").toLowerCase();
  if (registration !== "on" && registration !== "off")
    faults.push(`SELF_REGISTRATION: "on" or "off" is needed, not ${JSON.stringify(registration)}`);
  const origin = given("ORIGIN");
  if (
    origin !== null &&
    !(URL.canParse(origin) && /^https?:$/.test(new URL(origin).protocol) && new URL(origin).origin === origin)
  )
    faults.push(
      `ORIGIN: an address such as https://credit.example.cn is needed, without a path, not ${JSON.stringify(origin)}`,
    );

  const identityService = readIdentitySettings(given, faults);

  if (faults.length > 0) throw new ConfigError(faults);
  return {
    host: given("HOST") ?? "127.0.0.1",
    port: Number(port),
    dataDir: given("DATA_DIR"),
    database: url === null ? { kind: "embedded" } : { kind: "server", url, appUrl },
    demo: demo === "on",
    city,
    rateLimit: rate === "off" ? null : Number(rate),
    trustedProxies,
    keyFile: given("KEY_FILE"),
    keySuite: keySuite ?? "aes",
    selfRegistration: registration === "on",
    identityService,
    origin,
    metricsPort: metricsPort === null ? null : Number(metricsPort),
  };
};
