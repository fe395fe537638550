import type { downloadFileProof as route } from "@chengxin/domain/dossier/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteArgs } from "@chengxin/domain/route.ts";
import type pg from "pg";
import { entriesOf, type FileEntry } from "../log/heads/file-entries.ts";
import { placedDay, proveHead } from "../log/heads/prove-head.ts";
import { presentLog, type Log } from "../log/keys.ts";
import { inclusionPaths } from "../log/tree.ts";
import { whileActing } from "../mandate/while-acting.ts";
import { shownCheckpoint } from "../log/witnesses/publish.ts";
import type { FileServices } from "../mandate/services.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Ask } from "../platform/ask.ts";
import type { Download } from "../platform/http.ts";
import { inSnapshot, streamSnapshot } from "../platform/snapshot.ts";
import { ownAccess } from "./own-file.ts";

interface ProofOf {
  readonly uscc: string;
  readonly organisationId: number;
  readonly log: Log;
  readonly at: Date;
}

/** Everything but the entries. */
const about = async (client: pg.ClientBase, { keys }: FileServices, { organisationId, log, at }: ProofOf) => {
  const placed = await placedDay(client, log);
  const checkpoint = await shownCheckpoint({ pool: client }, log.logNo, at);
  if (!placed || !checkpoint || checkpoint.size <= placed.index) return null;
  const proof = await proveHead(client, keys, placed, organisationId);
  return proof && { placed, proof, checkpoint };
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const entryOf = (entry: FileEntry, hashes: readonly Buffer[]): object => {
  const { index, opened } = entry;
  const path = hashes.map(hex);
  if (!opened) return { index, entry: hex(entry.entry), path };
  const { uscc: _, ...laidOpen } = opened;
  return { index, ...laidOpen, path };
};

/** `chengxin-file-proof@v1` (verifier/README.md). What doesn't come whole is no JSON. */
async function* proofText(client: pg.ClientBase, services: FileServices, of: ProofOf): AsyncGenerator<string> {
  const head = await about(client, services, of);
  if (!head) throw new Error("the proof of a file is gone that was there");
  const { placed, proof, checkpoint } = head;
  const { index, time, salt, statement } = placed;
  const paths = (indexes: readonly number[]): Promise<Buffer[][]> =>
    inclusionPaths(client, of.log.logNo, indexes, checkpoint.size);
  const [path = []] = await paths([index]);
  const text = JSON.stringify({
    format: "chengxin-file-proof@v1",
    uscc: of.uscc,
    day: placed.day,
    checkpoint: checkpoint.note,
    nonce: hex(proof.nonce),
    siblings: proof.siblings.map(hex),
    heads: { index, time, salt: hex(salt), statement, path: path.map(hex) },
  });
  yield `${text.slice(0, -1)},\n"entries":[`;
  let separator = "\n";
  for await (const lot of entriesOf(client, { ...of, size: placed.size }, proof.count)) {
    const proofs = await paths(lot.map((entry) => entry.index));
    yield separator + lot.map((entry, i) => JSON.stringify(entryOf(entry, proofs[i] ?? []))).join(",\n");
    separator = ",\n";
  }
  yield "\n]}\n";
}

const cutOff =
  "\n下载期间经办授权终止或者账号停用，文件没有写完。 / The mandate or the account ended while this file was being downloaded: it is not complete.\n";

/**
 * All entries of the own organisation up to the newest day, with the proof that none was left out. Made from one look at the database while it is fetched.
 * @throws Problem log.file_proof_not_yet
 */
export const downloadFileProof = async (
  services: FileServices,
  { uscc, language = "zh" }: RouteArgs<typeof route>,
  ask: Ask<"dossier.read-own">,
): Promise<Download> => {
  ask.permit({ uscc });
  const { database } = services;
  const organisationId = await getOrganisationId(database, uscc, null);
  const log = await presentLog(database.pool);
  const of = log && { uscc, organisationId, log, at: ask.at };
  const head = of && (await inSnapshot(database, (client) => about(client, services, of)));
  if (!head) throw problem("log.file_proof_not_yet");
  const { day } = head.placed;
  ask.noteAccess(ownAccess(ask, uscc, `file:${uscc}`, { form: "proof", entries: head.proof.count }));
  return {
    name: language === "en" ? `file-proof-${uscc}-${day}.json` : `档案完整性证明-${uscc}-${day}.json`,
    type: "application/json",
    body: streamSnapshot(database, ask.account().accountId, async function* (client) {
      const acting = whileActing(database, organisationId, ask);
      yield* acting.through(proofText(client, services, of));
      if (acting.isOver()) yield cutOff;
    }),
  };
};
