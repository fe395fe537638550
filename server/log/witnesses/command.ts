import type { Actor } from "@chengxin/domain/access/actor.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { newestCheckpoint } from "../bundles.ts";
import { presentLog } from "../keys.ts";
import { addWitness, removeWitness, setQuorum } from "./configure.ts";
import { showWitnesses } from "./witness-state.ts";

export const witnessUsage = `  witness add NAME URL VKEY  offer every checkpoint to this witness: a name for people, its address (https://paper.example/witness), its verifier key
  witness remove NAME        ask it no more, and show none of its cosignatures
  witness quorum N           so many witnesses have to cosign a checkpoint before it is shown; 0: none has to
  witness list               each with what it cosigned last, or why it does not`;

/** How many arguments each takes. */
const counts: Readonly<Record<string, number>> = { add: 3, remove: 1, quorum: 1, list: 0 };

/** Is this a complete command about witnesses? */
export const isWitnessCommand = ([verb = "", ...args]: readonly string[]): boolean =>
  Object.hasOwn(counts, verb) && counts[verb] === args.length;

const lines = async (database: Database, clock: Clock): Promise<string[]> => {
  const log = await presentLog(database.pool);
  if (!log || !(await newestCheckpoint(database.sql, log.logNo))) throw new Error("the log has signed nothing yet");
  const { origin, quorum, newestSize, shownSize, shownCosignatures, contradictions, witnesses } = await showWitnesses(
    database,
    clock,
  );
  return [
    `${origin}: ${newestSize} entries; shown are ${shownSize}, cosigned by ${shownCosignatures} of ${witnesses.length}, of whom ${quorum} have to`,
    ...(contradictions > 0 ? [`CONTRADICTED: see table log_contradiction; the log signs nothing`] : []),
    ...witnesses.map(({ name, url, cosignedSize, cosignedAt, failure, failingSince }) =>
      [
        name,
        url,
        cosignedAt === null ? "has cosigned nothing yet" : `${cosignedSize} entries cosigned ${cosignedAt}`,
        ...(failure === null ? [] : [`failing since ${failingSince}: ${failure}`]),
      ].join("  "),
    ),
  ];
};

/**
 * `npm run log -- witness …`.
 * @returns what is to be printed
 * @throws Error in words
 */
export const runWitnessCommand = async (
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  [verb, first = "", url = "", vkey = ""]: readonly string[],
  actor: Actor,
): Promise<readonly string[]> => {
  const by = { actor, at: clock.now() };
  if (verb === "list") return lines(database, clock);
  if (verb === "add") await addWitness(database, { name: first, url, vkey }, by);
  else if (verb === "quorum") await setQuorum(database, /^\d{1,6}$/.test(first) ? Number(first) : Number.NaN, by);
  else if (!(await removeWitness(database, first, by)))
    throw new Error(`no witness is called ${JSON.stringify(first)}`);
  return [];
};
