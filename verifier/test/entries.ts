import { encodeEntry } from "../entry.js";
import { sha256 } from "./naive-merkle.ts";

/** Entries of an invented log, the same at every call. */
export const inventEntries = (count: number, seed = "entry"): Uint8Array[] =>
  Array.from({ length: count }, (_, i) =>
    encodeEntry({
      type: i % 100 === 0 ? 4 : 1,
      time: 1_795_827_600_000_000 + i,
      organisation: i % 100 === 0 ? null : sha256(`organisation ${i % 17}`),
      content: sha256(`${seed} ${i}`),
    }),
  );
