import { problem } from "@chengxin/domain/problem.ts";
import { buildPage } from "@chengxin/verifier/build-page.mjs";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { sendBody } from "../platform/send-body.ts";
import { bundleOf, entriesBetween, tileHashes } from "./bundles.ts";
import { tileWidth } from "./frontier.ts";
import { publishedKeys } from "./keys.ts";
import { readTilePath } from "./tile-path.ts";
import { shownCheckpoint } from "./witnesses/publish.ts";

interface Logs {
  /** null: the present one. */
  find(logNo: number | null): Promise<{ readonly logNo: number; readonly origin: string } | null>;
}

const logsOf = ({ sql }: Pick<Database, "sql">): Logs => ({
  async find(logNo) {
    const row = await sql
      .selectFrom("log")
      .select(["log_no", "origin"])
      .$if(logNo !== null, (query) => query.where("log_no", "=", logNo as number))
      .orderBy("log_no", "desc")
      .limit(1)
      .executeTakeFirst();
    return row ? { logNo: row.log_no, origin: row.origin } : null;
  },
});

/** A year: what stands under the address never changes. */
const forGood = "public, max-age=31536000, immutable";

/** Adds the log to the server (c2sp.org/tlog-tiles): bytes and signed text, no routes of the contract. A log that another one continues stays under its number. */
export const serveLog =
  (database: Database, clock: Clock) =>
  async (app: FastifyInstance): Promise<void> => {
    const { sql } = database;
    const logs = logsOf(database);
    const found = async (params: unknown) => {
      const { logNo } = params as { logNo?: string };
      const log = await logs.find(logNo === undefined ? null : Number(logNo));
      if (!log) throw problem("log.not_found", {});
      return log;
    };
    const open = (reply: FastifyReply, cache: string): FastifyReply =>
      reply.header("access-control-allow-origin", "*").header("cache-control", cache);

    const page = buildPage();
    app.get("/log/verify.html", (request, reply) =>
      sendBody(
        request,
        open(reply, "public, max-age=300")
          .header("content-security-policy", `${page.policy}; frame-ancestors 'none'`)
          .type("text/html; charset=utf-8"),
        page.html,
      ),
    );
    for (const prefix of ["/log", "/log/:logNo(^\\d{1,4}$)"]) {
      app.get(`${prefix}/checkpoint`, async ({ params }, reply) => {
        const shown = await shownCheckpoint(database, (await found(params)).logNo, clock.now());
        if (!shown) throw problem("log.not_found", {});
        return open(reply, "public, max-age=1").type("text/plain; charset=utf-8").send(shown.note);
      });
      app.get(`${prefix}/keys`, async ({ params }, reply) => {
        const log = await found(params);
        return open(reply, "public, max-age=60").send({
          origin: log.origin,
          keys: await publishedKeys(database, log.origin),
        });
      });
      app.get(`${prefix}/tile/*`, async ({ params }, reply) => {
        const { logNo } = await found(params);
        const asked = readTilePath((params as { "*": string })["*"]);
        if (!asked) throw problem("log.not_found", {});
        const { level, n, width } = asked;
        const first = n * tileWidth;
        const entries = level === "entries" ? await entriesBetween(sql, logNo, first, first + width) : null;
        const bytes =
          level === "entries" ? entries && bundleOf(entries) : await tileHashes(sql, logNo, level, n, width);
        if (!bytes) throw problem("log.not_found", {});
        return open(reply, forGood).type("application/octet-stream").send(bytes);
      });
    }
    return Promise.resolve();
  };
