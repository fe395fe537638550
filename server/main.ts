import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { identityProviderOf } from "./account/identity-service/provider.ts";
import { Passwords } from "./account/passwords.ts";
import { sessionsOf } from "./account/sessions.ts";
import { apiRoutes } from "./api-routes.ts";
import { sealFilePath } from "./audit/seal-file.ts";
import { AlertWatch } from "./audit/raise-alerts.ts";
import { EventSealer } from "./audit/seal-events.ts";
import { Verifications } from "./audit/verifications.ts";
import { logWatch } from "./audit/watch-log.ts";
import { importDemo } from "./intake/demo.ts";
import { nightlyDump } from "./dump/nightly.ts";
import { serveDumps } from "./dump/serve-dumps.ts";
import { openShelf } from "./dump/shelf.ts";
import { backfill } from "./log/backfill.ts";
import { dailyLog } from "./log/daily.ts";
import { guardFilePath } from "./log/guard.ts";
import { ensureLog, originFor } from "./log/keys.ts";
import { LogStands } from "./log/round.ts";
import { Sequencer } from "./log/sequencer.ts";
import { serveLog } from "./log/serve-log.ts";
import { Cosigning } from "./log/witnesses/cosigning.ts";
import { openMetrics } from "./metrics/metrics.ts";
import { serveMetrics } from "./metrics/serve-metrics.ts";
import { NameProjection } from "./organisation/name-projection.ts";
import { AccessLog } from "./platform/access-log.ts";
import { ConfigError, readConfig } from "./platform/config.ts";
import { Gate } from "./platform/gate.ts";
import { buildHttp } from "./platform/http-server.ts";
import { errorFacts } from "./platform/log.ts";
import { mountPages } from "./platform/pages.ts";
import { applyRules } from "./record/apply-rules.ts";
import { openServices } from "./services.ts";
import { inTurn } from "./upload/in-turn.ts";
import { openUploadFiles } from "./upload/upload-files.ts";
import { UploadQueue } from "./upload/upload-queue.ts";
import { serveWitness } from "./witness/serve-witness.ts";

/** The service: config → database → catalogue → demonstration set → projections → HTTP, and all of it back at Ctrl-C or SIGTERM. */

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const inWords = (error: unknown): string =>
  error instanceof ConfigError ? error.faults.join("\n") : error instanceof Error ? error.message : String(error);
const webBuild = fileURLToPath(new URL("../web/build", import.meta.url));

const gate = new Gate();
/** What gives back the things that were started; the newest first. */
const giveBack: (() => Promise<unknown>)[] = [];

class Interrupted extends Error {}
let stopping = false;
const goOnUnlessStopping = (): void => {
  if (stopping) throw new Interrupted();
};

const start = async (): Promise<void> => {
  const config = readConfig(process.env);
  const address = await gate.listen(config.host, config.port);
  goOnUnlessStopping();

  const services = await openServices(config, say);
  giveBack.unshift(services.close);
  goOnUnlessStopping();
  const { database, reads, catalogue, clock, log } = services;

  const sealer = new EventSealer({
    database,
    clock,
    path: sealFilePath(services.dataDir),
    onError: (error) => log.error(errorFacts(error), "seals of events"),
  });
  sealer.start();
  giveBack.unshift(() => sealer.stop());

  const alerts = new AlertWatch({ database, catalogue, clock }, (error) => log.error(errorFacts(error), "alerts"));
  alerts.start();
  giveBack.unshift(() => alerts.stop());

  const verifications = new Verifications({
    database,
    clock,
    filePath: sealFilePath(services.dataDir),
    onError: (error) => log.error(errorFacts(error), "verification of events"),
  });
  giveBack.unshift(() => verifications.stop());

  if (config.demo && (await importDemo(services)))
    say("Loaded the demonstration set: invented organisations, marked as such. DEMO=off leaves it out.");
  goOnUnlessStopping();

  const names = new NameProjection({ database, clock, onError: (error) => log.error(errorFacts(error), "name index") });
  names.start();
  giveBack.unshift(() => names.stop());

  const rules = new AbortController();
  const rulesApplied = applyRules(services, rules.signal).then(
    (changed) =>
      changed !== null && log.info({ changed }, "publicity of stored records computed under the present rules"),
    (error: unknown) => log.error(errorFacts(error), "rules"),
  );
  giveBack.unshift(() => {
    rules.abort();
    return rulesApplied;
  });

  await ensureLog(database, services.keys, originFor(config.origin, config.city), clock.now());
  let toldOfStanding = false;
  const sequencer = new Sequencer({
    ...services,
    guardPath: guardFilePath(services.dataDir),
    onError: (error) => {
      log.error(errorFacts(error), "transparency log");
      if (!toldOfStanding && error instanceof LogStands)
        say(`The transparency log stands, the rest runs on: ${error.message}. What to do: npm run log -- status`);
      toldOfStanding = error instanceof LogStands;
    },
  });
  sequencer.start();
  giveBack.unshift(() => sequencer.stop());

  const cosigning = new Cosigning({
    database,
    clock,
    onError: (error) => log.error(errorFacts(error), "witnesses of the log"),
    warn: (facts, message) => log.warn(facts, message),
  });
  cosigning.start();
  giveBack.unshift(() => cosigning.stop());
  const backfilling = new AbortController();
  const backfilled = backfill(services, backfilling.signal).then(
    (versions) => versions && log.info({ versions }, "versions from before logged"),
    (error: unknown) => log.error(errorFacts(error), "transparency log, versions from before"),
  );
  giveBack.unshift(() => {
    backfilling.abort();
    return backfilled;
  });
  const daily = dailyLog(services, (error) => log.error(errorFacts(error), "transparency log, once a day"));
  void backfilled.then(() => daily.start());
  giveBack.unshift(() => daily.stop());

  const watch = logWatch({ ...services, guardPath: guardFilePath(services.dataDir) }, (error) =>
    log.error(errorFacts(error), "monitor of the transparency log"),
  );
  void backfilled.then(() => watch.start());
  giveBack.unshift(() => watch.stop());

  const shelf = openShelf(services.dataDir);
  const dumps = nightlyDump({ database, catalogue, clock, shelf }, (error) => log.error(errorFacts(error), "dump"));
  dumps.start();
  giveBack.unshift(() => dumps.stop());

  const metrics = openMetrics({ ...services, names, sequencer });
  const files = openUploadFiles(services.dataDir);
  const queue = new UploadQueue({ ...services, files }, (error) => log.error(errorFacts(error), "uploads"));
  queue.start();
  giveBack.unshift(() => queue.stop());

  const hasPages = existsSync(join(webBuild, "server", "index.js"));
  if (!hasPages) say("The portal has not been built, so there is the API alone; `npm start` builds it.");
  const app = await buildHttp(
    {
      routes: apiRoutes({
        ...services,
        database: reads,
        writes: database,
        verifications,
        names,
        shelf,
        uploads: { files, inTurn: inTurn(), kick: () => queue.kick() },
        warn: (facts, message) => log.warn(facts, message),
        accounts: {
          ...services,
          passwords: new Passwords(),
          origin: config.origin,
          selfRegistration: config.selfRegistration,
          identityService: identityProviderOf(config),
        },
      }),
      clock,
      log,
      ready: async () => (await reads.pool.query("select 1")).rowCount === 1,
      rateLimit: config.rateLimit,
      trustedProxies: config.trustedProxies,
      origin: config.origin,
      sessions: sessionsOf(reads),
      accessLog: new AccessLog(database),
      observe: metrics.observe,
      downloads: serveDumps({ shelf, clock }),
      protocols: [
        serveLog(reads, clock),
        serveWitness({ ...services, warn: (facts, message) => log.warn(facts, message) }),
      ],
      ...(hasPages ? { pages: mountPages(webBuild, config.origin) } : {}),
    },
    gate,
  );
  giveBack.unshift(() => app.close());
  goOnUnlessStopping();
  gate.open();
  log.info({ port: gate.port }, "ready");
  say(`Chengxin is at ${address}  (Ctrl-C stops it)`);
  if (config.metricsPort !== null) {
    const listener = await serveMetrics(metrics, config.metricsPort);
    giveBack.unshift(listener.close);
    say(`Metrics are at http://127.0.0.1:${listener.port}/metrics`);
  }
};

const started = start();

const stop = async (exitCode: number): Promise<never> => {
  stopping = true;
  await started.catch(() => {});
  for (const step of [() => gate.close(), ...giveBack]) {
    await step().catch((error: unknown) => {
      exitCode = 1;
      say(inWords(error));
    });
  }
  process.exit(exitCode);
};

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (!stopping) void stop(0);
  });
}
process.on("uncaughtException", (error) => {
  say(`Chengxin stops after an internal error: ${JSON.stringify(errorFacts(error))}`);
  if (!stopping) void stop(1);
});

await started.catch(async (error: unknown) => {
  if (error instanceof Interrupted) return;
  say(inWords(error));
  await stop(1);
});
