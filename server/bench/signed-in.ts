import assert from "node:assert/strict";
import { allowedOn, standingFor } from "@chengxin/domain/access/policy.ts";
import { showOwnFile } from "@chengxin/domain/dossier/api.ts";
import { ownSight } from "@chengxin/domain/dossier/file.ts";
import { showOrganisation } from "@chengxin/domain/organisation/api.ts";
import { sessionsOf } from "../account/sessions.ts";
import { readFile } from "../dossier/read-file.ts";
import { dossierRoutes } from "../dossier/routes.ts";
import { getOrganisation } from "../organisation/queries.ts";
import { AccessLog } from "../platform/access-log.ts";
import { bind } from "../platform/http.ts";
import { buildHttp } from "../platform/http-server.ts";
import { signInForTest } from "../test/sign-in.ts";
import { alternate, compareRates, type Figure } from "./figure.ts";
import { ensureRecords, sampleOfRecords } from "./loaded.ts";
import { readingServices } from "./pages.ts";
import type { Rig } from "./rig.ts";

const seconds = 2;
const clients = 16;

const rateOf = async (concurrent: number, call: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  let n = 0;
  await Promise.all(
    Array.from({ length: concurrent }, async () => {
      while (performance.now() - started < seconds * 1000) {
        await call();
        n += 1;
      }
    }),
  );
  return n / ((performance.now() - started) / 1000);
};

const decisions = 200_000;

/** Seconds of one decision: as what, and on the stored object. */
const secondsOfDecision = (uscc: string, actor: Parameters<typeof standingFor>[0]): number => {
  let yes = 0;
  const started = performance.now();
  for (let n = 0; n < decisions; n += 1)
    if (standingFor(actor, "dossier.read-own") !== null && allowedOn(actor, "dossier.read-own", { uscc })) yes += 1;
  assert.equal(yes, decisions);
  return (performance.now() - started) / 1000 / decisions;
};

/** What being signed in, the policy and the access event cost a request, all in this process, against the same without. */
export async function* signedInFigures(rig: Rig): AsyncGenerator<Figure> {
  await ensureRecords(rig);
  const { database, catalogue, keys, clock, log } = rig.services;
  const reading = await readingServices(rig);
  const [uscc = ""] = await sampleOfRecords(rig, 1);
  const accessLog = new AccessLog(database);
  const publicRoute = bind(showOrganisation, (args) => getOrganisation(reading, args.uscc));
  // The same route where answers may not be kept, so that the session is looked up.
  const unkept = { ...publicRoute, route: { ...publicRoute.route, name: "unkept", path: "/unkept/:uscc", maxAge: 0 } };
  const app = await buildHttp({
    routes: [publicRoute, unkept, ...dossierRoutes({ database, catalogue, keys })],
    clock,
    sessions: sessionsOf(database),
    accessLog,
    log,
    ready: () => Promise.resolve(true),
    rateLimit: null,
    trustedProxies: [],
    origin: null,
  });
  const official = await signInForTest(database, { roles: ["creditCentre"] });
  const agent = await signInForTest(database, { uscc });
  const mandate = agent.actor.mandates[0];
  assert.ok(mandate);
  const get = async (url: string, cookie?: string): Promise<void> => {
    const answer = await app.inject({ url: `/api/v1${url}`, ...(cookie ? { headers: { cookie } } : {}) });
    assert.equal(answer.statusCode, 200, answer.body);
  };
  const file = () =>
    readFile(
      database.pool,
      catalogue,
      { organisationId: mandate.organisationId, sight: ownSight, source: null, today: clock.today() },
      { limit: 20 },
    );
  const readAndNote = async (): Promise<void> => {
    await file();
    await accessLog.write(agent.actor, clock.now(), [
      {
        action: "read.dossier.read-own",
        object: `file:${uscc}`,
        organisationId: mandate.organisationId,
        role: "agent",
        purpose: "own-record",
        basis: "mandate:x",
        data: {},
      },
    ]);
  };
  const ownFile = showOwnFile.path.replace(":uscc", uscc);
  const decision = secondsOfDecision(uscc, agent.actor);
  const unit = "a second";
  const values = await alternate(
    rig.sizes.rounds,
    {
      public: () => rateOf(1, () => get(`/unkept/${uscc}`)),
      signedIn: () => rateOf(1, () => get(`/unkept/${uscc}`, official.cookie)),
      kept: () => rateOf(1, () => get(`/organisations/${uscc}`)),
      keptSignedIn: () => rateOf(1, () => get(`/organisations/${uscc}`, official.cookie)),
      file: () => rateOf(1, file),
      fileNoted: () => rateOf(1, readAndNote),
      files: () => rateOf(clients, file),
      filesNoted: () => rateOf(clients, readAndNote),
      fileRequest: () => rateOf(1, () => get(ownFile, agent.cookie)),
      decision: () => Promise.resolve(1 / decision),
    },
    1,
  );
  await app.close();
  yield compareRates(
    { line: "request.signed-in", unit, note: "same route with ÷ without a session" },
    values.signedIn,
    values.public,
  );
  yield compareRates(
    { line: "request.kept", unit, note: "a route whose answers are the same for all" },
    values.keptSignedIn,
    values.kept,
  );
  yield compareRates(
    { line: "request.file", unit, note: "own file, whole request ÷ its query bare" },
    values.fileRequest,
    values.file,
  );
  yield compareRates(
    { line: "access.read", unit, note: "with access event ÷ query bare" },
    values.fileNoted,
    values.file,
  );
  yield compareRates(
    { line: "access.read.16", unit, note: "16 at a time: readings share a commit" },
    values.filesNoted,
    values.files,
  );
  yield compareRates(
    { line: "policy.decision", unit, floor: 50, note: "decisions ÷ whole public requests" },
    values.decision,
    values.public,
  );
}
