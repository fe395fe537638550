import { commonPasswords } from "@chengxin/domain/account/common-passwords.ts";
import {
  foldPassword,
  longestPassword,
  passwordFault,
  passwordLength,
  type AccountKind,
} from "@chengxin/domain/account/password.ts";
import { problem } from "@chengxin/domain/problem.ts";
import { hash, parseOptions, verify } from "@node-rs/argon2";

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

/** Hashes at once, and callers that may wait for their turn: more are told to come back, so that a flood of tries leaves memory, threads and connections to others. */
const atOnce = 2;
const mostWaiting = 40;

/** Work with passwords, which is expensive on purpose: one for each process. */
export class Passwords {
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  /** Stands for the hash of an account that isn't there: the same work, never right. */
  readonly #nobody: Promise<string>;

  constructor() {
    this.#nobody = hash("nobody has this password", parameters);
  }

  /**
   * Runs work that hashes or verifies when its turn comes.
   * @throws Problem service.busy
   */
  async turn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy >= atOnce) {
      if (this.#waiting.length >= mostWaiting) throw problem("service.busy");
      await new Promise<void>((go) => this.#waiting.push(go));
    } else this.#busy++;
    try {
      return await work();
    } finally {
      // The turn is handed on, or given back.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy--;
    }
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
    const fault = passwordFault(password, { kind, login, common: commonPasswords });
    if (fault !== null) throw problem(fault, { least: passwordLength[kind], most: longestPassword });
  }
}
