import { readFile } from "node:fs/promises";
import { identityAnswerPath } from "@chengxin/domain/account/identity-api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import * as client from "openid-client";
import type { IdentitySettings } from "../../platform/identity-settings.ts";
import type { Config } from "../../platform/config.ts";
import type { Round } from "./round.ts";
import { IdentityRefused, isUnreachable, whyRefused } from "./refusal.ts";

/** Whom the identity service has recognised. */
export interface Proven {
  readonly subject: string;
  /** Both factors were shown there. */
  readonly twoFactors: boolean;
  readonly name: string | null;
  readonly uscc: string | null;
}

/** After this time the service's description and keys are read anew. */
const knownForMs = 10 * 60_000;
const timeoutSeconds = 6;

const text = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : null;

/**
 * The city's identity service. Its description is read when somebody first wants to sign in, so that one that is down neither stops the start nor the sign-in by
 * password; after a failure it is read anew, so that changed keys and addresses need no restart.
 */
export class IdentityProvider {
  readonly settings: IdentitySettings;
  readonly #redirect: string;
  #known: { readonly configuration: Promise<client.Configuration>; readonly at: number } | null = null;

  constructor(settings: IdentitySettings, origin: string) {
    this.settings = settings;
    this.#redirect = origin + identityAnswerPath;
  }

  /**
   * Where to send the browser (authorization code with PKCE).
   * @param again somebody signed in there before has to show who they are once more
   * @throws Problem identity.unreachable
   */
  async leave({ state, nonce, verifier }: Round, again: boolean): Promise<string> {
    const configuration = await this.#configuration();
    return client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirect,
      scope: this.settings.scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ...(this.settings.twoFactors.length > 0 ? { acr_values: this.settings.twoFactors.join(" ") } : {}),
      ...(again ? { prompt: "login" } : {}),
    }).href;
  }

  /**
   * Exchanges the code of an answer and checks what comes: state, issuer, audience, signature, times, nonce.
   * @param query of the address the browser came back to
   * @throws Problem identity.unreachable; IdentityRefused with why
   */
  async redeem(query: string, { state, nonce, verifier }: Round): Promise<Proven> {
    const configuration = await this.#configuration();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, new URL(`${this.#redirect}?${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new IdentityRefused("noToken");
      if (!/^[\x20-\x7e]{1,255}$/.test(claims.sub)) throw new IdentityRefused("subject");
      const { nameClaim, usccClaim, newAgents, twoFactors } = this.settings;
      const wanted = [...(newAgents ? [nameClaim] : []), ...(usccClaim === null ? [] : [usccClaim])];
      const more =
        wanted.some((name) => claims[name] === undefined) && configuration.serverMetadata().userinfo_endpoint
          ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : {};
      const said: Readonly<Record<string, unknown>> = { ...more, ...claims };
      const methods = [claims["acr"], ...[claims["amr"] ?? []].flat()];
      return {
        subject: claims.sub,
        twoFactors: methods.some((method) => typeof method === "string" && twoFactors.includes(method)),
        name: text(said[nameClaim]),
        uscc: usccClaim === null ? null : text(said[usccClaim]),
      };
    } catch (error) {
      this.#known = null;
      throw isUnreachable(error) ? problem("identity.unreachable") : new IdentityRefused(whyRefused(error));
    }
  }

  async #configuration(): Promise<client.Configuration> {
    const now = performance.now();
    if (!this.#known || now - this.#known.at > knownForMs) this.#known = { configuration: this.#discover(), at: now };
    const { configuration } = this.#known;
    try {
      return await configuration;
    } catch {
      // whatever is wrong with it: people are told that it can't be used now, and the next one asks again
      if (this.#known?.configuration === configuration) this.#known = null;
      throw problem("identity.unreachable");
    }
  }

  async #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const secret = "file" in clientSecret ? (await readFile(clientSecret.file, "utf8")).trim() : clientSecret.value;
    const plain = issuer.startsWith("http:");
    const found = await client.discovery(new URL(issuer), clientId, undefined, client.None(), {
      timeout: timeoutSeconds,
      ...(plain ? { execute: [client.allowInsecureRequests] } : {}),
    });
    const metadata = found.serverMetadata();
    const methods = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const authentication = methods.includes("client_secret_basic")
      ? client.ClientSecretBasic(secret)
      : client.ClientSecretPost(secret);
    const configuration = new client.Configuration(metadata, clientId, undefined, authentication);
    configuration.timeout = timeoutSeconds;
    // The token's signature is checked too, not only the connection on which it came.
    client.enableNonRepudiationChecks(configuration);
    if (plain) client.allowInsecureRequests(configuration);
    return configuration;
  }
}

/** The identity service of these settings; null: there is none. */
export const identityProviderOf = ({
  identityService,
  origin,
}: Pick<Config, "identityService" | "origin">): IdentityProvider | null =>
  identityService === null || origin === null ? null : new IdentityProvider(identityService, origin);
