import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError, readConfig } from "./config.ts";

test("nothing set: the embedded database, the demonstration set, port 8080 of this machine alone", () => {
  assert.deepEqual(readConfig({}), {
    host: "127.0.0.1",
    port: 8080,
    dataDir: null,
    database: { kind: "embedded" },
    demo: true,
    city: "dandong",
    rateLimit: 100,
    trustedProxies: [],
    keyFile: null,
    keySuite: "aes",
    selfRegistration: true,
    identityService: null,
    origin: null,
    metricsPort: null,
  });
});

test("an empty variable counts as not set", () => {
  assert.equal(readConfig({ PORT: "", DATA_DIR: " ", DEMO: "" }).port, 8080);
});

test("every fault is told at once, and no URL is repeated, since it holds a password", () => {
  const broken = {
    PORT: "80800",
    DEMO: "maybe",
    CITY: "../x",
    DATABASE_URL: "mysql://u:secret@h/d",
    RATE_LIMIT: "-1",
    TRUSTED_PROXIES: "10.0.0.0/8, everyone",
    KEY_SUITE: "des",
    METRICS_PORT: "x",
    ORIGIN: "https://credit.example.cn/path",
  };
  assert.throws(
    () => readConfig(broken),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(
        new Set(error.faults.map((fault) => fault.split(":")[0])),
        new Set([
          "CITY",
          "DATABASE_URL",
          "DEMO",
          "KEY_SUITE",
          "METRICS_PORT",
          "ORIGIN",
          "PORT",
          "RATE_LIMIT",
          "TRUSTED_PROXIES",
        ]),
      );
      assert.doesNotMatch(error.message, /secret/);
      return true;
    },
  );
});

test("a server of one's own: its user migrates, the application logs in by its own URL when there is one", () => {
  const config = readConfig({
    DATABASE_URL: "postgres://owner@db/chengxin",
    DATABASE_APP_URL: "postgresql://app@db/chengxin",
  });
  assert.deepEqual(config.database, {
    kind: "server",
    url: "postgres://owner@db/chengxin",
    appUrl: "postgresql://app@db/chengxin",
  });
  assert.throws(() => readConfig({ DATABASE_APP_URL: "postgres://app@db/chengxin" }), ConfigError);
});

test("an identity service: its address, our name and secret there, and what is believed of it", () => {
  const env = {
    ORIGIN: "https://credit.example.cn",
    OIDC_ISSUER: "https://id.example.cn/realms/city",
    OIDC_CLIENT_ID: "chengxin",
    OIDC_CLIENT_SECRET_FILE: "/run/secrets/oidc",
  };
  assert.deepEqual(readConfig(env).identityService, {
    issuer: "https://id.example.cn/realms/city",
    clientId: "chengxin",
    clientSecret: { file: "/run/secrets/oidc" },
    label: "统一身份认证",
    twoFactors: [],
    scope: "openid profile",
    nameClaim: "name",
    usccClaim: null,
    newAgents: false,
  });
  const more = {
    OIDC_TWO_FACTORS: "mfa, urn:city:2fa",
    OIDC_SCOPE: "openid org",
    OIDC_USCC_CLAIM: "uscc",
    OIDC_NEW_AGENTS: "ON",
  };
  const believed = readConfig({ ...env, ...more }).identityService;
  assert.deepEqual(
    [believed?.twoFactors, believed?.scope, believed?.newAgents],
    [["mfa", "urn:city:2fa"], "openid org", true],
  );
});

test("half a setting of an identity service is a fault, and its secret is not repeated", () => {
  const faultsOf = (env: Record<string, string>): string[] => {
    try {
      readConfig(env);
    } catch (error) {
      assert.ok(error instanceof ConfigError);
      assert.doesNotMatch(error.message, /hush/);
      return error.faults.map((fault) => fault.split(":")[0] ?? "");
    }
    return [];
  };
  assert.deepEqual(faultsOf({ OIDC_CLIENT_SECRET: "hush" }), ["OIDC_CLIENT_SECRET"]);
  assert.deepEqual(faultsOf({ OIDC_ISSUER: "http://id.example.cn" }), [
    "OIDC_ISSUER",
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET or OIDC_CLIENT_SECRET_FILE",
  ]);
  const enough = { ORIGIN: "http://127.0.0.1:8080", OIDC_ISSUER: "http://127.0.0.1:9", OIDC_CLIENT_ID: "c" };
  assert.deepEqual(faultsOf({ ...enough, OIDC_CLIENT_SECRET: "hush" }), []);
  assert.deepEqual(faultsOf({ ...enough, OIDC_CLIENT_SECRET: "hush", OIDC_CLIENT_SECRET_FILE: "f" }), [
    "OIDC_CLIENT_SECRET or OIDC_CLIENT_SECRET_FILE",
  ]);
  assert.deepEqual(faultsOf({ ...enough, OIDC_CLIENT_SECRET: "hush", OIDC_NEW_AGENTS: "on" }), [
    "OIDC_NEW_AGENTS",
    "OIDC_NEW_AGENTS",
  ]);
});
