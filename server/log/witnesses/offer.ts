import { readNumber, Refusal } from "@chengxin/verifier/bytes.js";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import type { Log } from "../keys.ts";
import { consistencyPath } from "../tree.ts";
import { askWitness, NoAnswer } from "./ask-witness.ts";
import type { Witness } from "./configure.ts";
import { examineWitness } from "./contradictions.ts";
import { readCosignature, type Cosignature } from "./read-cosignature.ts";

export interface OfferServices {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

/** A checkpoint of ours. */
export interface Offered {
  readonly size: number;
  readonly note: string;
}

export type Outcome =
  | { readonly kind: "cosigned"; readonly size: number; readonly cosignature: Cosignature }
  /** The witness stands at this size, which a newer checkpoint of ours has. */
  | { readonly kind: "later"; readonly known: number }
  | { readonly kind: "failed"; readonly failure: string };

const failed = (failure: string): Outcome => ({ kind: "failed", failure });

/** The size that a 409 tells; null: it tells none. */
const toldSize = (text: string): number | null => {
  try {
    return text.endsWith("\n") ? readNumber(text.slice(0, -1), "size") : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
};

const hasCheckpointOf = async ({ database, log }: OfferServices, size: number): Promise<boolean> =>
  (await database.pool.query("select from log_checkpoint where log_no = $1 and size >= $2 limit 1", [log.logNo, size]))
    .rowCount !== 0;

const requestFor = async (
  { database, log }: OfferServices,
  known: number,
  { size, note }: Offered,
): Promise<string> => {
  const path = await consistencyPath(database.pool, log.logNo, known, size);
  return `old ${known}\n${path.map((hash) => `${hash.toString("base64")}\n`).join("")}\n${note}`;
};

/** It refuses what we know to be right: with proof against us, or without. */
const whyRefused = async (
  services: OfferServices,
  witness: Witness,
  stop: AbortSignal,
  without: string,
): Promise<Outcome> => {
  const proven = await examineWitness(services, witness, stop);
  return failed(proven === null ? without : `contradicted.${proven}`);
};

/**
 * Offers a checkpoint to one witness, from the size that it is thought to stand at, and once more from the one that it tells (c2sp.org/tlog-witness).
 * @param known size that it cosigned last, as far as we know
 */
export const offer = async (
  services: OfferServices,
  witness: Witness,
  offered: Offered,
  known: number,
  stop: AbortSignal,
): Promise<Outcome> => {
  let from = Math.min(known, offered.size);
  try {
    for (let tries = 0; tries < 3; tries++) {
      const { status, text } = await askWitness(
        `${witness.url}/add-checkpoint`,
        await requestFor(services, from, offered),
        stop,
      );
      if (status === 200) {
        const cosignature = await readCosignature(offered.note, text, witness.vkey, services.clock.now());
        return cosignature ? { kind: "cosigned", size: offered.size, cosignature } : failed("cosignature");
      }
      if (status === 422) return await whyRefused(services, witness, stop, "refused");
      if (status !== 409) return failed(`status.${status}`);
      const told = toldSize(text);
      if (told === null) return failed("size");
      if (told > offered.size)
        return (await hasCheckpointOf(services, told))
          ? { kind: "later", known: told }
          : await whyRefused(services, witness, stop, "ahead");
      if (told === from) return failed("size");
      from = told;
    }
    return failed("size");
  } catch (error) {
    if (error instanceof NoAnswer) return failed(error.code);
    throw error;
  }
};
