import { setTimeout as sleep } from "node:timers/promises";

/** What another transaction did meanwhile made this one impossible; done again, it finds what the other left. */
export class Overtaken extends Error {
  override readonly name = "Overtaken";
}

/** Serialization failure, deadlock, unique violation. */
const transient = new Set(["40001", "40P01", "23505"]);
const isTransient = (error: unknown): boolean =>
  error instanceof Overtaken || transient.has((error as { code?: string }).code ?? "");

const mostAttempts = 25;

/**
 * Runs a transaction again when others got in its way: two imports that touch the same records end as if one had come after the other.
 * @param work told which attempt it is, from 0
 */
export const retrying = async <T>(work: (attempt: number) => Promise<T>): Promise<T> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isTransient(error) || attempt + 1 >= mostAttempts) throw error;
      // apart by chance, or the same two would meet again
      await sleep(Math.random() * Math.min(1000, 10 * 2 ** attempt));
    }
  }
};
