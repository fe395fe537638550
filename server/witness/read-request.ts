import { fromBase64, readNumber, refuse, textOf } from "@chengxin/verifier/bytes.js";
import { readCheckpoint } from "@chengxin/verifier/checkpoint.js";
import { parseNote, type Note } from "@chengxin/verifier/note.js";

/** What is asked of a witness: this checkpoint, and that it continues the one of that size. */
export interface CosignRequest {
  readonly oldSize: number;
  readonly path: readonly Uint8Array[];
  readonly note: Note;
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

const mostHashes = 63;

const readHash = (line: string): Uint8Array => {
  const hash = fromBase64(line, "proof");
  return hash.length === 32 ? hash : refuse("base64.malformed", { what: "proof" });
};

/**
 * The body of add-checkpoint (c2sp.org/tlog-witness): the old size, the lines of the proof, an empty line, a signed note.
 * @throws Refusal when anything is not written in the one way it has to be
 */
export const readRequest = (body: Uint8Array): CosignRequest => {
  const text = textOf(body);
  const end = text.indexOf("\n\n");
  if (end === -1) refuse("request.malformed");
  const [first = "", ...proof] = text.slice(0, end).split("\n");
  if (!first.startsWith("old ")) refuse("request.malformed");
  if (proof.length > mostHashes) refuse("request.proof", { length: proof.length, most: mostHashes });
  const note = parseNote(text.slice(end + 2));
  return {
    oldSize: readNumber(first.slice(4), "old size"),
    path: proof.map(readHash),
    note,
    ...readCheckpoint(note.text),
  };
};
