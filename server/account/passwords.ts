import {
  foldPassword,
  longestPassword,
  passwordFault,
  passwordLength,
  type AccountKind,
} from "@chengxin/domain/account/password.ts";
import { problem } from "@chengxin/domain/problem.ts";
import { hash, parseOptions, verify } from "@node-rs/argon2";
import { Turns } from "../platform/turns.ts";
import { commonPasswords } from "./common-passwords.ts";

/** Parameters of new hashes; those of others are hashed anew at the next sign-in. OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes at least. */
const argon2id = 2;
const parameters = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const isCurrent = (encoded: string): boolean => {
  const { algorithm, memoryCost, timeCost, parallelism } = parseOptions(encoded);
  return (
    (algorithm as number) === argon2id &&
    memoryCost === parameters.memoryCost &&
    timeCost === parameters.timeCost &&
    parallelism === parameters.parallelism
  );
};

/** Work with passwords, which is expensive on purpose: one for each process. */
export class Passwords {
  readonly #turns = new Turns({ atOnce: 2, mostWaiting: 40 });
  readonly #checks = new Turns({ atOnce: 4, mostWaiting: 400 });
  /** Stands for the hash of an account that isn't there: the same work, never right. */
  readonly #nobody: Promise<string>;

  constructor() {
    this.#nobody = hash("nobody has this password", parameters);
  }

  /**
   * Runs work that hashes or verifies when its turn comes.
   * @throws Problem service.busy
   */
  turn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.take(work);
  }

  /**
   * Runs the small check that comes before it, when its turn comes.
   * @throws Problem service.busy
   */
  check<T>(work: () => Promise<T>): Promise<T> {
    return this.#checks.take(work);
  }

  /** Within a turn. */
  hash(password: string): Promise<string> {
    return hash(foldPassword(password), parameters);
  }

  /**
   * Within a turn. The same work whether there is a hash or not.
   * @returns `renewed`: a hash under the present parameters, where the stored one has others
   */
  async verify(stored: string | null, password: string): Promise<{ right: boolean; renewed: string | null }> {
    const folded = foldPassword(password).slice(0, longestPassword * 4);
    const right = (await verify(stored ?? (await this.#nobody), folded)) && stored !== null;
    return { right, renewed: right && stored !== null && !isCurrent(stored) ? await this.hash(password) : null };
  }

  /** @throws Problem that says what is wrong with a new password */
  assertGood(password: string, kind: AccountKind, login: string): void {
    const fault = passwordFault(password, { kind, login, common: commonPasswords() });
    if (fault !== null) throw problem(fault, { least: passwordLength[kind], most: longestPassword });
  }
}
