import { createHash, randomUUID } from "node:crypto";
import type { AccountActor, Role } from "@chengxin/domain/access/actor.ts";
import type { Upload } from "@chengxin/domain/upload/api.ts";
import { pino } from "pino";
import { intakeRig, type IntakeRig } from "../intake/intake-rig.ts";
import { AccessLog } from "../platform/access-log.ts";
import type { BoundRoute } from "../platform/http.ts";
import { buildHttp } from "../platform/http-server.ts";
import { inTurn } from "./in-turn.ts";
import { uploadRoutes } from "./routes.ts";
import type { UploadServices } from "./services.ts";
import { openUploadFiles, type UploadFiles } from "./upload-files.ts";
import { UploadQueue } from "./upload-queue.ts";

export const accountOf = (role: Role, source: string | null = null): AccountActor => ({
  kind: "account",
  accountId: randomUUID(),
  sessionId: randomUUID(),
  unit: "",
  grants: [{ role, source, region: null }],
  mandates: [],
  secondFactor: true,
});

/** An answer of the API. */
export interface Told<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
}

/** One who signed in, asking the API over HTTP. */
export interface Caller {
  ask<T = Record<string, unknown>>(method: string, path: string, body?: object | Buffer): Promise<Told<T>>;
  /** Announces, sends in parts and completes. */
  send(fileName: string, content: string | Buffer, item?: string, source?: string): Promise<Upload>;
  readonly cookie: string;
}

/** Uploads on a real database behind a real HTTP server, with people of different roles. */
export interface UploadRig extends IntakeRig {
  readonly origin: string;
  readonly port: number;
  readonly files: UploadFiles;
  as(actor: AccountActor): Caller;
  /** Reads in what waits, and what comes to wait meanwhile. */
  readInAll(): Promise<void>;
}

export interface UploadRigOptions {
  readonly reserve?: number;
  /** Below which files go; a folder of the rig by default. */
  readonly dataDir?: string;
  readonly routes?: (services: UploadServices & { readonly dataDir: string }) => BoundRoute[];
}

export const sha256 = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");

export const uploadRig = async ({ reserve = 0, dataDir, routes }: UploadRigOptions = {}): Promise<UploadRig> => {
  const rig = await intakeRig();
  const { database, catalogue, clock } = rig.services;
  const files = openUploadFiles(dataDir ?? rig.folder, reserve);
  const services = {
    database,
    catalogue,
    clock,
    dataDir: rig.folder,
    uploads: { files, inTurn: inTurn(), kick: () => {} },
  };
  const people = new Map<string, AccountActor>();
  const app = await buildHttp({
    routes: [...uploadRoutes(services), ...(routes?.(services) ?? [])],
    clock,
    sessions: { find: (token) => Promise.resolve(people.get(token) ?? null) },
    accessLog: new AccessLog(database),
    log: pino({ enabled: false }),
    ready: () => Promise.resolve(true),
    rateLimit: null,
    trustedProxies: [],
    origin: null,
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as { port: number };
  const origin = `http://127.0.0.1:${port}`;

  const as = (actor: AccountActor): Caller => {
    const token = randomUUID() + randomUUID().slice(0, 7);
    people.set(token, actor);
    const cookie = `session=${token}`;
    const caller: Caller = {
      cookie,
      ask: async <T>(method: string, path: string, body?: object | Buffer): Promise<Told<T>> => {
        const raw = body instanceof Buffer;
        const response = await fetch(`${origin}/api/v1${path}`, {
          method,
          headers: {
            cookie,
            ...(body === undefined ? {} : { "content-type": raw ? "application/octet-stream" : "application/json" }),
          },
          ...(body === undefined ? {} : { body: raw ? new Uint8Array(body) : JSON.stringify(body) }),
        });
        return { status: response.status, body: (await response.json()) as T };
      },
      send: async (fileName, content, item = "penalty", source = "market-supervision") => {
        const bytes = Buffer.from(content);
        const { status, body } = await caller.ask<Upload>("POST", "/uploads", {
          fileName,
          bytes: bytes.length,
          item,
          source,
          fingerprint: sha256(bytes).slice(0, 20),
        });
        if (status !== 200) throw new Error(JSON.stringify(body));
        const part = await caller.ask("PUT", `/uploads/${body.uploadId}/parts/0`, bytes);
        if (part.status !== 200) throw new Error(JSON.stringify(part.body));
        const done = await caller.ask<Upload>("POST", `/uploads/${body.uploadId}/completion`, {
          sha256: sha256(bytes),
        });
        if (done.status !== 200) throw new Error(JSON.stringify(done.body));
        return done.body;
      },
    };
    return caller;
  };

  const readInAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    const queue = new UploadQueue({ ...rig.services, files }, (error) => failures.push(error));
    queue.start();
    for (;;) {
      const [row] = await rig.rows<{ n: number }>(
        "select count(*)::integer as n from upload where state in ('queued', 'importing')",
      );
      if (row?.n === 0 || failures.length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await queue.stop();
    if (failures.length > 0) throw failures[0];
  };

  return {
    ...rig,
    origin,
    port,
    files,
    as,
    readInAll,
    close: async () => {
      await app.close();
      await rig.close();
    },
  };
};
