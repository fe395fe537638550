import { Refusal } from "@chengxin/verifier/bytes.js";
import { parseNote, parseVkey, signersOf } from "@chengxin/verifier/note.js";

export interface Cosignature {
  /** Seconds since 1970. */
  readonly time: number;
  readonly line: string;
}

/** A witness's clock may be so far ahead of ours, in seconds: readers may refuse what was cosigned in the future. */
const mostAhead = 300;

/**
 * The cosignature of this witness among the lines that it sent, over exactly our checkpoint. Lines of others are passed over.
 * @param note the checkpoint as we signed it
 * @returns null: there is none that is true
 */
export const readCosignature = async (
  note: string,
  lines: string,
  vkey: string,
  at: Date,
): Promise<Cosignature | null> => {
  try {
    const key = await parseVkey(vkey, "witness");
    const { text } = parseNote(note);
    const answer = parseNote(`${text}\n${lines}`);
    const [signer] = await signersOf(answer, [key]);
    // an answer that holds an empty line could pass a part of itself off as the checkpoint's text
    if (!signer?.time || answer.text !== text || signer.time > at.getTime() / 1000 + mostAhead) return null;
    const its = answer.signatures.find(({ name, id }) => name === signer.name && id === signer.id);
    if (!its) return null;
    const bytes = Buffer.concat([Buffer.from(its.id, "hex"), its.signature]);
    return { time: signer.time, line: `\u2014 ${its.name} ${bytes.toString("base64")}\n` };
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
};
