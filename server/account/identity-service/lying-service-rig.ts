import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock } from "../../platform/clock.ts";
import { clientId } from "./identity-rig.ts";

const keyPair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const sign = (key: KeyObject, header: object, claims: object): string => {
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key, "base64url")}`;
};

interface Lie {
  /** Laid over the claims of a good token. */
  readonly claims?: object;
  /** Laid over its header. */
  readonly header?: object;
  /** Signs with a key that the service doesn't publish. */
  readonly foreignKey?: boolean;
  readonly unsigned?: boolean;
  /** Answers this instead of tokens. */
  readonly status?: number;
}

/** A service that speaks the protocol and puts into its tokens whatever a test wants: an honest one can't be made to lie. */
export class LyingService {
  readonly #keys = keyPair();
  readonly #foreign = keyPair();
  readonly #server: Server;
  lie: Lie = {};
  /** Of the round, as the honest part of the answer. */
  nonce = "";
  port = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      const answer = this.#answer(request.url ?? "");
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
    });
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** As tokens count time; the library that checks them asks the machine. */
  now(): number {
    return Math.floor(systemClock.now().getTime() / 1000);
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.port = (this.#server.address() as AddressInfo).port;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #answer(url: string): { status: number; body: object } {
    const { issuer } = this;
    if (url === "/.well-known/openid-configuration")
      return {
        status: 200,
        body: {
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
          authorization_response_iss_parameter_supported: true,
        },
      };
    if (url === "/jwks") {
      const key = this.#keys.publicKey.export({ format: "jwk" });
      return { status: 200, body: { keys: [{ ...key, kid: "own", alg: "RS256", use: "sig" }] } };
    }
    if (this.lie.status !== undefined) return { status: this.lie.status, body: { error: "server_error" } };
    return { status: 200, body: { access_token: "any", token_type: "bearer", id_token: this.#token() } };
  }

  #token(): string {
    const now = this.now();
    const { claims, header, foreignKey, unsigned } = this.lie;
    const good = { iss: this.issuer, aud: clientId, sub: "victim", iat: now, exp: now + 300, nonce: this.nonce };
    const said = { ...good, acr: "urn:test:two-factors", ...claims };
    if (unsigned) return `${part({ alg: "none" })}.${part(said)}.`;
    const key = foreignKey ? this.#foreign.privateKey : this.#keys.privateKey;
    return sign(key, { alg: "RS256", kid: "own", ...header }, said);
  }
}
