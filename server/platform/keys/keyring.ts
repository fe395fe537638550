import { timingSafeEqual } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import { addMissingKeys, readyKeys, storedKeys } from "./data-keys.ts";
import type { KeyProvider } from "./key-provider.ts";
import type { KeyPurpose } from "./purposes.ts";
import { headerOf, keyVersionOf, openSealed, sealText, type ReadyKey } from "./sealed.ts";
import type { SuiteId } from "./suite.ts";

/** What protects fields at rest. Keys are in memory; nothing here waits. */
export interface Keyring {
  /**
   * Encrypts a text so that it opens only for this purpose and context.
   * @param context where it is kept, such as `account:email:7f3c…` (table, column, row): a sealed text moved elsewhere doesn't open there
   */
  seal(purpose: KeyPurpose, context: string, text: string): Buffer;
  /** @throws SealBroken when a byte, the purpose or the context differs; UnknownKeyVersion when a version isn't loaded (yet) */
  open(purpose: KeyPurpose, context: string, sealed: Uint8Array): string;
  /** Keyed hash under the version in use; 32 bytes. */
  mac(purpose: KeyPurpose, data: Uint8Array | string): Mac;
  /** The same under every version there is, newest first: to look up what may have been stored under an older one. */
  macs(purpose: KeyPurpose, data: Uint8Array | string): readonly Mac[];
  /** Also false for a version that isn't known. */
  verifyMac(purpose: KeyPurpose, keyVersion: number, data: Uint8Array | string, mac: Uint8Array): boolean;
}

export interface Mac {
  readonly keyVersion: number;
  readonly mac: Buffer;
}

/** Sealed under a version that this process has not loaded: it is being loaded, try again. */
export class UnknownKeyVersion extends Error {
  override readonly name = "UnknownKeyVersion";
}

/** A new version is in use only after this time, so that every running process has it in memory by then. */
export const announceMs = 60_000;
const lookMs = 15_000;

/** Keyring over the data keys of a database. It can be handed out before it is loaded, to the database itself for one. */
export class DataKeyring implements Keyring {
  readonly #provider: KeyProvider;
  readonly #clock: Clock;
  /** Of each purpose, the newest version first. */
  #keys: ReadonlyMap<KeyPurpose, readonly ReadyKey[]> = new Map();
  #reload: () => void = () => {};

  constructor(provider: KeyProvider, clock: Clock) {
    this.#provider = provider;
    this.#clock = clock;
  }

  seal(purpose: KeyPurpose, context: string, text: string): Buffer {
    return sealText(this.#current(purpose), context, text);
  }

  open(purpose: KeyPurpose, context: string, sealed: Uint8Array): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const version = keyVersionOf(bytes);
    const key = this.#version(purpose, version);
    if (!key) throw new UnknownKeyVersion(`version ${version} of the key ${purpose} isn't loaded`);
    return openSealed(key, context, bytes);
  }

  mac(purpose: KeyPurpose, data: Uint8Array | string): Mac {
    const { version, key } = this.#current(purpose);
    return { keyVersion: version, mac: key.mac(data) };
  }

  macs(purpose: KeyPurpose, data: Uint8Array | string): readonly Mac[] {
    return this.#versions(purpose).map(({ version, key }) => ({ keyVersion: version, mac: key.mac(data) }));
  }

  verifyMac(purpose: KeyPurpose, keyVersion: number, data: Uint8Array | string, mac: Uint8Array): boolean {
    const key = this.#version(purpose, keyVersion);
    return key !== null && mac.length === 32 && timingSafeEqual(key.key.mac(data), mac);
  }

  /** How bytes begin that are sealed under the version in use. */
  header(purpose: KeyPurpose): Buffer {
    return headerOf(this.#current(purpose));
  }

  /**
   * Reads the data keys from the database, making those of purposes that have none.
   * @throws KeyFault in plain words when they can't be taken out of their wrapping
   */
  async load(database: Database, suite: SuiteId): Promise<void> {
    await addMissingKeys(database, {
      provider: this.#provider,
      suite,
      at: this.#clock.now(),
      onKeys: (keys) => this.#take(keys),
    });
    await this.refresh(database);
  }

  /** Loads versions that were added since and forgets those that were retired. */
  async refresh({ sql }: Pick<Database, "sql">): Promise<void> {
    const stored = await storedKeys(sql);
    const kept = [...this.#keys.values()]
      .flat()
      .filter((key) => stored.some((other) => other.purpose === key.purpose && other.version === key.version));
    this.#take([...kept, ...(await readyKeys(this.#provider, stored, kept))]);
  }

  /** Looks for new versions now and then, and at once when one turns up that isn't known. @returns what ends it */
  follow(database: Pick<Database, "sql">, onError: (error: unknown) => void, everyMs = lookMs): () => Promise<void> {
    let running: Promise<void> | null = null;
    const look = (): void => {
      running ??= this.refresh(database)
        .catch(onError)
        .finally(() => (running = null));
    };
    const timer = setInterval(look, everyMs);
    timer.unref();
    this.#reload = look;
    return async () => {
      clearInterval(timer);
      this.#reload = () => {};
      await running;
    };
  }

  #take(keys: readonly ReadyKey[]): void {
    this.#keys = Map.groupBy(
      keys.toSorted((a, b) => b.version - a.version),
      (key) => key.purpose,
    );
  }

  #versions(purpose: KeyPurpose): readonly ReadyKey[] {
    return this.#keys.get(purpose) ?? [];
  }

  #version(purpose: KeyPurpose, version: number): ReadyKey | null {
    const key = this.#versions(purpose).find((known) => known.version === version);
    if (!key) this.#reload();
    return key ?? null;
  }

  #current(purpose: KeyPurpose): ReadyKey {
    const now = this.#clock.now();
    const versions = this.#versions(purpose);
    const key = versions.find(({ activeFrom }) => activeFrom <= now) ?? versions.at(-1);
    if (!key) throw new Error(`the key ${purpose} isn't loaded`);
    return key;
  }
}
