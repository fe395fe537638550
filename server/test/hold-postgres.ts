import { useEmbeddedPostgres } from "../platform/embedded-postgres.ts";

// A process of its own that uses the PostgreSQL of a data directory until SIGTERM, for tests that kill it.
const [dataDir = ""] = process.argv.slice(2);
const postgres = await useEmbeddedPostgres({
  dataDir,
  settings: { shared_buffers: "32MB", max_wal_size: "256MB" },
  log: (line) => process.stderr.write(`${line}\n`),
});
const keepAlive = setInterval(() => {}, 60_000);
process.once("SIGTERM", () => {
  clearInterval(keepAlive);
  void postgres.release();
});
// Last: whoever reads it may send SIGTERM at once.
process.stdout.write(
  `${JSON.stringify({ pid: postgres.pid(), owner: postgres.url("owner"), app: postgres.url("app") })}\n`,
);
