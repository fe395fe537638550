import type { SuiteId } from "./suite.ts";

/** Which data key: what it is for and its version. Bound into its wrapping, so that one can't stand in for another. */
export interface KeyName {
  readonly purpose: string;
  readonly version: number;
  readonly suite: SuiteId;
}

export interface WrappedKey {
  /** Version of the key-encryption key. */
  readonly kekVersion: number;
  readonly wrapped: Buffer;
}

/**
 * Holds the key-encryption keys, which never reach the database. The default keeps them in a file (`key-file-provider.ts`); a security
 * module or key service is another implementation: it needs no more than to wrap and to unwrap, its keys may stay inside.
 */
export interface KeyProvider {
  /** Version that wraps now. */
  current(): Promise<number>;
  wrap(name: KeyName, dataKey: Buffer): Promise<WrappedKey>;
  /** @throws KeyFault when the version is unknown or the bytes were not wrapped by it under this name */
  unwrap(name: KeyName, wrapped: WrappedKey): Promise<Buffer>;
  /** What may be said about its keys, oldest first. */
  versions(): Promise<readonly KekFacts[]>;
  /** Adds a version, which wraps from now on. @throws KeyFault where that is done elsewhere */
  add(suite: SuiteId, at: Date): Promise<number>;
  /** Removes every version but these and the newest. @returns those removed */
  keepOnly(versions: ReadonlySet<number>): Promise<readonly number[]>;
}

export interface KekFacts {
  readonly version: number;
  readonly suite: SuiteId;
  /** ISO 8601 */
  readonly createdAt: string;
}

/** Something about the keys is the operator's to mend; the message says what to do. */
export class KeyFault extends Error {
  override readonly name = "KeyFault";
}

export const nameBytes = ({ purpose, version, suite }: KeyName): Buffer =>
  Buffer.from(JSON.stringify(["data key", purpose, version, suite]));
