import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { identityAnswerPath } from "@chengxin/domain/account/identity-api.ts";
import { Provider, type JWK } from "oidc-provider";
import type { IdentitySettings } from "../../platform/identity-settings.ts";
import type { AccountSite, Answer } from "../../test/account-site.ts";

export const siteOrigin = "http://127.0.0.1:8080";
export const clientId = "chengxin";
export const clientSecret = "a secret of tests alone";
export const twoFactors = "urn:test:two-factors";

/** Who sits before the browser at the identity service, and how well it recognises them. */
export interface AtTheService {
  readonly sub: string;
  readonly name?: string;
  readonly uscc?: string;
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** Turns back instead. */
  readonly cancels?: boolean;
}

const signingKey = (kid: string): JWK => ({
  ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }),
  kid,
  alg: "RS256",
  use: "sig",
});

/** `oidc-provider` on a port of this machine. Who comes says by a header who they are. */
export class IdentityServiceRig {
  readonly #people = new Map<string, AtTheService>();
  #server: Server | null = null;
  /** Of the site that it sends browsers back to. */
  siteOrigin = siteOrigin;
  port = 0;

  /** For browsers `localhost` is another site than `127.0.0.1`. */
  get issuer(): string {
    return `http://localhost:${this.port}`;
  }

  get #redirect(): string {
    return this.siteOrigin + identityAnswerPath;
  }

  get settings(): IdentitySettings {
    return {
      issuer: this.issuer,
      clientId,
      clientSecret: { value: clientSecret },
      label: "市统一身份认证",
      twoFactors: [twoFactors, "hwk"],
      scope: "openid profile",
      nameClaim: "name",
      usccClaim: "uscc",
      newAgents: true,
    };
  }

  /** Starts on the port it had, or on a free one. @param kid of a new signing key */
  async start(kid: string): Promise<void> {
    const listening = createServer();
    await new Promise<void>((resolve) => listening.listen(this.port, "127.0.0.1", resolve));
    this.port = (listening.address() as AddressInfo).port;
    this.#server = listening;
    const answer = this.#provider(kid).callback();
    listening.on("request", (request, response) => void answer(request, response));
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  #provider(kid: string): Provider {
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [this.#redirect] }],
      jwks: { keys: [signingKey(kid)] },
      cookies: { keys: ["cookies of a test"] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_ctx, { uid }) => `/recognise/${uid}` },
      acrValues: [twoFactors],
      claims: { openid: ["sub", "acr", "amr"], profile: ["name", "uscc"] },
      findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...this.#people.get(sub), sub }) }),
    });
    provider.use(async (ctx, next) => {
      if (!ctx.path.startsWith("/recognise/")) return next();
      const person = JSON.parse(Buffer.from(ctx.get("x-person"), "base64").toString()) as AtTheService;
      this.#people.set(person.sub, person);
      if (person.cancels) {
        ctx.respond = false;
        return provider.interactionFinished(ctx.req, ctx.res, { error: "access_denied" });
      }
      const grant = new provider.Grant({ accountId: person.sub, clientId });
      grant.addOIDCScope("openid profile");
      const { acr, amr } = person;
      ctx.respond = false;
      return provider.interactionFinished(ctx.req, ctx.res, {
        login: {
          accountId: person.sub,
          ...(acr === undefined ? {} : { acr }),
          ...(amr === undefined ? {} : { amr: [...amr] }),
        },
        consent: { grantId: await grant.save() },
      });
    });
    return provider;
  }

  /** What a browser does from leaving the site to coming back. @returns the query it comes back with */
  async recognise(url: string, person: AtTheService): Promise<string> {
    const jar = new Map<string, string>();
    let next = url;
    for (let hop = 0; hop < 10; hop++) {
      const answer = await fetch(next, {
        redirect: "manual",
        headers: {
          cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
          "x-person": Buffer.from(JSON.stringify(person)).toString("base64"),
        },
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [name = "", value = ""] = cookie.split(";")[0]?.split("=") ?? [];
        jar.set(name, value);
      }
      const location = answer.headers.get("location");
      if (location === null) throw new Error(`the identity service answered ${answer.status}: ${await answer.text()}`);
      next = new URL(location, next).href;
      if (next.startsWith(this.#redirect)) return new URL(next).search.slice(1);
    }
    throw new Error("the identity service sends round in a circle");
  }
}

/** Leaves for the identity service. @returns where to, and the cookie that the browser keeps */
export const leave = async (
  site: AccountSite,
  body: { to?: string; language?: "zh" | "en" } = {},
): Promise<{ url: string; kept: string }> => {
  const answer = await site.send("POST", "/sign-in/identity-service", { body });
  if (answer.status !== 200 || answer.cookie === null) throw new Error(`leaving failed: ${answer.raw}`);
  return { url: answer.body["url"] as string, kept: answer.cookie };
};

export const comeBack = (site: AccountSite, query: string, cookie?: string, address?: string): Promise<Answer> =>
  site.send("POST", "/sign-in/identity-service/answer", {
    body: { query },
    ...(cookie === undefined ? {} : { cookie }),
    ...(address === undefined ? {} : { address }),
  });

/** The whole way: leaves, is recognised, comes back. */
export const signInThrough = async (
  site: AccountSite,
  rig: IdentityServiceRig,
  person: AtTheService,
): Promise<Answer> => {
  const { url, kept } = await leave(site);
  return comeBack(site, await rig.recognise(url, person), kept);
};

/** `session=…` among the cookies of an answer. */
export const sessionOf = ({ headers }: Answer): string => {
  const cookies = [headers["set-cookie"] ?? []].flat() as string[];
  const session = cookies.find((cookie) => cookie.startsWith("session="));
  if (!session) throw new Error("no session was begun");
  return session.split(";")[0] ?? "";
};
