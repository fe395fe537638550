import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { chunkChecker, type ChunkTask } from "./check-chunk.ts";
import type { CheckedChunk } from "./checked-chunk.ts";
import type { Answer, Question } from "./chunk-worker.ts";
import { CheckFailed } from "./import-stopped.ts";
import { initialsOf } from "./initials.ts";
import type { RawChunk } from "./intake-file.ts";

/** Checks the chunks of one file. */
export interface ChunkEngine {
  /** How many chunks it works on at a time. */
  readonly width: number;
  /** The chunk comes back, since its bytes may have been lent to another thread. */
  check(chunk: RawChunk): Promise<{ checked: CheckedChunk; chunk: RawChunk }>;
  /** JSON of the cells of some rows, safe to keep. */
  cells(chunk: RawChunk, rows: readonly number[]): Promise<string[]>;
  initials(names: readonly string[]): Promise<string[]>;
}

/** In this thread: for files of one chunk, where starting threads would take longer than the work. */
const inlineEngine = (task: ChunkTask): ChunkEngine => {
  const checker = chunkChecker(task);
  return {
    width: 1,
    check: async (chunk) => ({ checked: checker.check(chunk), chunk }),
    cells: async (chunk, rows) => checker.cells(chunk, rows),
    initials: async (names) => names.map(initialsOf),
  };
};

interface Seat {
  readonly worker: Worker;
  readonly waiting: Map<number, { resolve(value: unknown): void; reject(error: Error): void }>;
  /** What it was last made ready for. */
  task: ChunkTask | null;
}

/** Worker threads that check chunks, as many as the machine has cores; kept between files, ended by `close`. */
export class ChunkPool {
  readonly #seats: Seat[] = [];
  readonly #size: number;
  #question = 0;

  constructor(size: number = availableParallelism()) {
    this.#size = Math.max(1, size);
  }

  #hire(): Seat {
    const worker = new Worker(new URL("./chunk-worker.ts", import.meta.url));
    const seat: Seat = { worker, waiting: new Map(), task: null };
    worker.on("message", (answer: Answer) => {
      const waiting = seat.waiting.get(answer.id);
      seat.waiting.delete(answer.id);
      if ("failure" in answer) waiting?.reject(new CheckFailed(answer.failure));
      else waiting?.resolve(answer.value);
    });
    const fail = (error: Error): void => {
      for (const waiting of seat.waiting.values()) waiting.reject(error);
      seat.waiting.clear();
      const place = this.#seats.indexOf(seat);
      if (place >= 0) this.#seats.splice(place, 1);
    };
    worker.on("error", fail);
    worker.on("exit", () => fail(new Error("a worker thread ended")));
    worker.unref();
    this.#seats.push(seat);
    return seat;
  }

  #ask<T>(seat: Seat, question: Question, transfer: ArrayBuffer[] = []): Promise<T> {
    const id = ++this.#question;
    return new Promise<T>((resolve, reject) => {
      seat.waiting.set(id, { resolve: resolve, reject });
      seat.worker.postMessage({ id, question }, transfer);
    });
  }

  /** The thread with the least to do; a new one while there may be more. */
  #leastBusy(): Seat {
    const idle = this.#seats.find((seat) => seat.waiting.size === 0);
    if (idle) return idle;
    if (this.#seats.length < this.#size) return this.#hire();
    return this.#seats.reduce((least, seat) => (seat.waiting.size < least.waiting.size ? seat : least));
  }

  /** An engine for one file; several may take turns. */
  engine(task: ChunkTask): ChunkEngine {
    const ready = (): Seat => {
      const seat = this.#leastBusy();
      if (seat.task !== task) {
        seat.task = task;
        void this.#ask(seat, { kind: "task", task }).catch(() => (seat.task = null)); // what is asked next fails and says so
      }
      return seat;
    };
    return {
      width: this.#size,
      check: (chunk) => this.#ask(ready(), { kind: "check", chunk }, chunk.bytes ? [chunk.bytes.buffer] : []),
      cells: (chunk, rows) => this.#ask(ready(), { kind: "cells", chunk, rows }),
      initials: (names) => this.#ask(this.#leastBusy(), { kind: "initials", names }),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#seats.splice(0).map((seat) => seat.worker.terminate()));
  }
}

/** Threads pay for themselves from the second chunk on. */
export const engineFor = (pool: ChunkPool, task: ChunkTask, chunkCount: number): ChunkEngine =>
  chunkCount <= 1 ? inlineEngine(task) : pool.engine(task);
