import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** An authenticator in software (WebAuthn level 3, ES256, attestation "none") with the browser before it; a test tells it what to do wrong. */

type Cbor = number | string | Buffer | Map<number | string, Cbor>;

const head = (major: number, n: number): Buffer => {
  if (n < 24) return Buffer.from([(major << 5) | n]);
  if (n < 256) return Buffer.from([(major << 5) | 24, n]);
  return Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
};

/** RFC 8949, as much of it as is needed. */
const cbor = (value: Cbor): Buffer => {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, its]) => [cbor(key), cbor(its)])]);
};

const sha256 = (data: Buffer | string): Buffer => createHash("sha256").update(data).digest();
const text = (data: Buffer): string => data.toString("base64url");

/** What a test has it say instead of what is right. */
export interface Wrongly {
  readonly origin?: string;
  readonly rpId?: string;
  readonly userVerified?: boolean;
  readonly userHandle?: string;
  readonly type?: string;
}

interface Options {
  readonly challenge: string;
}

const flags = (verified: boolean, withKey: boolean): number => 0x01 | (verified ? 0x04 : 0) | (withKey ? 0x40 : 0);

export class SoftPasskey {
  readonly id = randomBytes(32);
  readonly #origin: string;
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  /** Uses so far, as the authenticator counts them. */
  counter = 0;
  #userHandle = "";

  constructor(origin: string) {
    this.#origin = origin;
  }

  get credentialId(): string {
    return text(this.id);
  }

  #clientData(type: string, { challenge }: Options, wrongly: Wrongly): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: wrongly.type ?? type,
        challenge,
        origin: wrongly.origin ?? this.#origin,
        crossOrigin: false,
      }),
    );
  }

  #authenticatorData(wrongly: Wrongly, key: Buffer | null): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([
      sha256(wrongly.rpId ?? new URL(this.#origin).hostname),
      Buffer.from([flags(wrongly.userVerified ?? true, key !== null)]),
      counter,
      ...(key === null ? [] : [Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, key]),
    ]);
  }

  /** navigator.credentials.create() */
  create(
    options: Options & { readonly user: { readonly id: string } },
    wrongly: Wrongly = {},
  ): Record<string, unknown> {
    const { x, y } = this.#keys.publicKey.export({ format: "jwk" });
    const key = cbor(
      new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x ?? "", "base64url")],
        [-3, Buffer.from(y ?? "", "base64url")],
      ]),
    );
    this.#userHandle = options.user.id;
    const attestation = new Map<string, Cbor>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", this.#authenticatorData(wrongly, key)],
    ]);
    return {
      id: this.credentialId,
      rawId: this.credentialId,
      type: "public-key",
      clientExtensionResults: {},
      response: {
        clientDataJSON: text(this.#clientData("webauthn.create", options, wrongly)),
        attestationObject: text(cbor(attestation)),
        transports: ["internal"],
      },
    };
  }

  /** navigator.credentials.get() */
  get(options: Options, wrongly: Wrongly = {}): Record<string, unknown> {
    this.counter += 1;
    const clientData = this.#clientData("webauthn.get", options, wrongly);
    const authenticatorData = this.#authenticatorData(wrongly, null);
    const signature = sign("sha256", Buffer.concat([authenticatorData, sha256(clientData)]), this.#keys.privateKey);
    return {
      id: this.credentialId,
      rawId: this.credentialId,
      type: "public-key",
      clientExtensionResults: {},
      response: {
        clientDataJSON: text(clientData),
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        userHandle: wrongly.userHandle ?? this.#userHandle,
      },
    };
  }
}
