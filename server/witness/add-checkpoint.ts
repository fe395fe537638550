import { problem } from "@chengxin/domain/problem.ts";
import { equal, Refusal } from "@chengxin/verifier/bytes.js";
import { emptyRoot, verifyConsistency } from "@chengxin/verifier/merkle.js";
import { signersOf, type NoteKey, type Signer } from "@chengxin/verifier/note.js";
import type pg from "pg";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { inTransaction } from "../platform/in-transaction.ts";
import type { Keyring } from "../platform/keys/keyring.ts";
import type { Turns } from "../platform/turns.ts";
import { keepCheckpoint, keptPath, type Cosigned } from "./kept-checkpoint.ts";
import { lastCosigned } from "./last-cosigned.ts";
import { noteFork } from "./note-fork.ts";
import { readRequest, type CosignRequest } from "./read-request.ts";
import { signingKeys } from "./witness-keys.ts";
import { keysOfLog, originHash } from "./witnessed-logs.ts";

export interface WitnessServices {
  readonly database: Database;
  readonly reads: Database;
  readonly keys: Keyring;
  readonly clock: Clock;
  readonly dataDir: string;
  /** What the operator should know: a database that was set back, a log that shows two faces. */
  readonly warn: (facts: object, message: string) => void;
}

export type Answer = { readonly cosignatures: string } | { readonly lastSize: number };

/** A refusal of the verifier as the status that the protocol wants for it. */
const as = async <T>(
  code: "witness.malformed" | "witness.unsigned" | "witness.inconsistent",
  work: () => T,
): Promise<Awaited<T>> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw problem(code, { fault: error.code });
    throw error;
  }
};

const verifiedSigners = async (request: CosignRequest, keys: readonly NoteKey[]): Promise<readonly Signer[]> => {
  const signers = await as("witness.unsigned", () => signersOf(request.note, [...keys]));
  if (signers.length === 0) throw problem("witness.unsigned", { fault: "checkpoint.unsigned" });
  return signers;
};

/** The checkpoint with those signatures alone that were verified. */
const signedBy = ({ note }: CosignRequest, signers: readonly Signer[]): string => {
  const lines = note.signatures
    .filter(({ name, id }) => signers.some((signer) => signer.name === name && signer.id === id))
    .map(
      ({ name, id, signature }) =>
        `\u2014 ${name} ${Buffer.concat([Buffer.from(id, "hex"), signature]).toString("base64")}\n`,
    );
  return `${note.text}\n${lines.join("")}`;
};

/** That the checkpoint continues what was cosigned. */
const assertContinues = async (last: Cosigned | null, { size, root, path }: CosignRequest): Promise<void> => {
  if (size === 0 && !equal(root, await emptyRoot()))
    throw problem("witness.inconsistent", { fault: "consistency.root" });
  const older = { size: last?.size ?? 0, root: last?.root ?? (await emptyRoot()) };
  await as("witness.inconsistent", () => verifyConsistency(older, { size, root }, [...path]));
};

const cosign = async (
  services: WitnessServices,
  client: pg.ClientBase,
  request: CosignRequest,
  signed: string,
): Promise<Answer> => {
  const { origin, size, root, note, oldSize } = request;
  const { last, stored } = await lastCosigned(services, client, origin);
  if (oldSize !== (last?.size ?? 0)) return { lastSize: last?.size ?? 0 };
  await assertContinues(last, request);
  const keys = await signingKeys(client, services.keys);
  if (keys.length === 0) throw problem("witness.log_unknown");
  // A clock that went back must not make a younger statement look older.
  const time = Math.max(Math.floor(services.clock.now().getTime() / 1000), last?.time ?? 0);
  const cosignatures = keys.map((key) => key.cosign(note.text, time)).join("");
  // Ed25519 signs the same the same way: asked again within a second there is nothing new to keep.
  if (stored && last?.cosignatures === cosignatures && last.signed === signed) return { cosignatures };
  await keepCheckpoint(keptPath(services.dataDir, originHash(origin)), { size, root, time, signed, cosignatures });
  await client.query(
    "update witnessed_log set size = $2, root = $3, cosigned_at = $4, signed = $5, cosignatures = $6 where origin = $1",
    [origin, size, Buffer.from(root), time, signed, cosignatures],
  );
  return { cosignatures };
};

/**
 * add-checkpoint of c2sp.org/tlog-witness. Before the answer the checkpoint is durable in a file and in the database. It does not go through `transact`: the
 * cosignature itself says what happened and when. An event of each would be sealed, the seal logged, and the log's next checkpoint offered to be cosigned in turn, for ever.
 * @param turns anybody may ask, and a flood must not take the connections of others
 * @returns our lines, or the size of the checkpoint that was cosigned last where the old size is another
 * @throws Problem witness.malformed, witness.log_unknown, witness.unsigned, witness.inconsistent, service.busy
 */
export const addCheckpoint = async (services: WitnessServices, turns: Turns, body: Uint8Array): Promise<Answer> => {
  const request = await as("witness.malformed", () => readRequest(body));
  const keys = await keysOfLog(services.reads, request.origin);
  if (keys === null) throw problem("witness.log_unknown");
  const signers = await verifiedSigners(request, keys);
  if (request.oldSize > request.size) throw problem("witness.malformed", { fault: "consistency.size" });
  const signed = signedBy(request, signers);
  try {
    return await turns.take(() =>
      inTransaction(services.database, (client) => cosign(services, client, request, signed)),
    );
  } finally {
    await noteFork(services, request, signed);
  }
};
