import type { Disclosure } from "./lay-open.ts";

interface Proven {
  readonly laidOpen: Disclosure;
  readonly index: number;
  /** From the leaf's sibling to the root. */
  readonly path: readonly Uint8Array[];
  /** The signed note of the checkpoint. */
  readonly note: string;
}

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64");

/** A file of the format c2sp.org/tlog-proof that `@chengxin/verifier` checks offline. */
export const writeProof = ({ laidOpen, index, path, note }: Proven): string =>
  [
    "c2sp.org/tlog-proof@v1",
    `extra ${base64(JSON.stringify(laidOpen))}`,
    `index ${index}`,
    ...path.map(base64),
    "",
    note,
  ].join("\n");
