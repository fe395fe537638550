import { randomUUID } from "node:crypto";
import type { Actor } from "@chengxin/domain/access/actor.ts";
import { naiveTree, leaf, type Hash } from "@chengxin/verifier/test/naive-merkle.ts";
import { checkpointText, logSigner, signNote, type Signer } from "@chengxin/verifier/test/sign.ts";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import type { Clock } from "../platform/clock.ts";
import { buildHttp } from "../platform/http-server.ts";
import { movableClock } from "../test/account-site.ts";
import { freshDatabase, type FreshDatabase } from "../test/database.ts";
import { publicOnly } from "../test/http.ts";
import { testKeyring } from "../test/keyring.ts";
import type { WitnessServices } from "./add-checkpoint.ts";
import { serveWitness } from "./serve-witness.ts";
import { makeKey } from "./witness-keys.ts";
import { addLog } from "./witnessed-logs.ts";

/** A witness behind the whole HTTP server, on a database of its own, at a time that the test moves. */
export interface WitnessRig {
  readonly app: FastifyInstance;
  readonly fresh: FreshDatabase;
  readonly services: WitnessServices;
  readonly clock: Clock & { forward(ms: number): void };
  readonly vkey: string;
  /** What the operator was told. */
  readonly warnings: string[];
  post(body: string | Buffer, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  get(path: string): Promise<Reply>;
  close(): Promise<void>;
}

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly code: string | undefined;
}

export const operator: Actor = { kind: "operator", name: "test" };

export const openWitnessRig = async (): Promise<WitnessRig> => {
  const fresh = await freshDatabase();
  const { database } = fresh;
  const { keyring, dataDir, close } = await testKeyring(database);
  const clock = movableClock("2026-12-01T08:00:00Z");
  const warnings: string[] = [];
  const warn = (facts: object, message: string): void => void warnings.push(`${message} ${JSON.stringify(facts)}`);
  const services = { database, reads: database, keys: keyring, clock, dataDir, warn };
  const by = { actor: operator, at: clock.now() };
  const vkey = await makeKey(services, "city.example/witness", by);
  const app = await buildHttp({
    routes: [],
    clock,
    log: pino({ level: "error" }, { write: (line: string) => void warnings.push(line) }),
    ready: () => Promise.resolve(true),
    rateLimit: null,
    trustedProxies: [],
    ...publicOnly,
    protocols: [serveWitness(services)],
  });
  const ask = async (method: "GET" | "POST", url: string, payload?: string | Buffer, headers = {}): Promise<Reply> => {
    const {
      statusCode,
      headers: its,
      body,
    } = await app.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    const type = String(its["content-type"]);
    const code = type.startsWith("application/problem") ? (JSON.parse(body) as { code: string }).code : undefined;
    return { status: statusCode, type, text: body, code };
  };
  return {
    app,
    fresh,
    services,
    clock,
    vkey,
    warnings,
    post: (body, headers) => ask("POST", "/witness/add-checkpoint", body, headers),
    get: (path) => ask("GET", path),
    close: async () => {
      await app.close();
      await fresh.close();
      close();
    },
  };
};

/** A log of somebody else, with a past of its own for each `seed`. */
export interface OtherLog {
  readonly origin: string;
  readonly signer: Signer;
  root(size: number): Hash;
  /** The signed checkpoint of this size. */
  note(size: number, signers?: readonly Signer[]): string;
  proof(older: number, newer: number): string[];
  /** The whole request. */
  request(older: number, newer: number): string;
}

export const otherLog = (origin: string, seed = origin, leaves = 300): OtherLog => {
  const tree = naiveTree(Array.from({ length: leaves }, (_, i) => leaf(Buffer.from(`${seed} ${i}`))));
  const signer = logSigner(origin);
  const note = (size: number, signers: readonly Signer[] = [signer]): string =>
    signNote(checkpointText(origin, size, tree.root(size)), ...signers);
  const proof = (older: number, newer: number): string[] =>
    tree.consistency(older, newer).map((hash) => Buffer.from(hash).toString("base64"));
  return {
    origin,
    signer,
    root: tree.root,
    note,
    proof,
    request: (older, newer) => requestOf(String(older), proof(older, newer), note(newer)),
  };
};

export const requestOf = (old: string, proof: readonly string[], note: string): string =>
  `${[`old ${old}`, ...proof].map((line) => `${line}\n`).join("")}\n${note}`;

/** A log that is witnessed by the rig and that nobody else in the test file uses. */
export const witnessedLog = async ({ services }: WitnessRig, seed?: string): Promise<OtherLog> => {
  const log = otherLog(`log-${randomUUID()}.example/log`, seed);
  await addLog(services.database, log.origin, log.signer.vkey, { actor: operator, at: services.clock.now() });
  return log;
};
