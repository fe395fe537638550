import { pino } from "pino";
import { systemClock } from "../platform/clock.ts";
import { openDatabase } from "../platform/db.ts";
import { buildHttp } from "../platform/http-server.ts";
import { openKeyring } from "../platform/keys/open-keyring.ts";
import { publicOnly } from "../test/http.ts";
import { serveWitness } from "./serve-witness.ts";

/** A witness as a process of its own, to be killed: `node witness-child-rig.ts DATABASE-URL DATA-DIR`; prints its port. */

const [url = "", dataDir = ""] = process.argv.slice(2);
const database = openDatabase({ url });
database.useReadings(() => Promise.resolve([]));
const keys = await openKeyring(database, { config: { keyFile: null, keySuite: "aes" }, dataDir, clock: systemClock });
const app = await buildHttp({
  routes: [],
  clock: systemClock,
  log: pino({ level: "silent" }),
  ready: () => Promise.resolve(true),
  rateLimit: null,
  trustedProxies: [],
  ...publicOnly,
  protocols: [serveWitness({ database, reads: database, keys, clock: systemClock, dataDir, warn: () => {} })],
});
process.stdout.write(`${new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port}\n`);
