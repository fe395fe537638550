import { parentPort } from "node:worker_threads";
import { chunkChecker, type ChunkTask } from "./check-chunk.ts";
import { initialsOf } from "./initials.ts";
import type { RawChunk } from "./intake-file.ts";

/** What a worker is asked; each question gets one answer with the same `id`. */
export type Question =
  | { readonly kind: "task"; readonly task: ChunkTask }
  | { readonly kind: "check"; readonly chunk: RawChunk }
  | { readonly kind: "cells"; readonly chunk: RawChunk; readonly rows: readonly number[] }
  | { readonly kind: "initials"; readonly names: readonly string[] };

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: string };

const port = parentPort;
if (!port) throw new Error("chunk-worker.ts runs as a worker thread");
let checker: ReturnType<typeof chunkChecker> | null = null;

const answer = (question: Question): { value: unknown; transfer: ArrayBuffer[] } => {
  if (question.kind === "initials") return { value: question.names.map(initialsOf), transfer: [] };
  if (question.kind === "task") {
    checker = chunkChecker(question.task);
    return { value: null, transfer: [] };
  }
  if (!checker) throw new Error("a chunk before its task");
  if (question.kind === "cells") return { value: checker.cells(question.chunk, question.rows), transfer: [] };
  const checked = checker.check(question.chunk);
  const { chunk } = question;
  return { value: { checked, chunk }, transfer: [checked.tuples.buffer, ...(chunk.bytes ? [chunk.bytes.buffer] : [])] };
};

port.on("message", ({ id, question }: { id: number; question: Question }) => {
  try {
    const { value, transfer } = answer(question);
    port.postMessage({ id, value } satisfies Answer, transfer);
  } catch (error) {
    // the message of an error may hold a row: only where it happened goes on
    const stack = error instanceof Error ? (error.stack ?? "").split("\n").slice(1, 6).join("\n") : "";
    port.postMessage({
      id,
      failure: `${error instanceof Error ? error.name : "Error"} while checking rows\n${stack}`,
    } satisfies Answer);
  }
});
