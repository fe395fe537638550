import { problem } from "@chengxin/domain/problem.ts";
import type { FastifyInstance, FastifyReply } from "fastify";
import { Turns } from "../platform/turns.ts";
import { addCheckpoint, type WitnessServices } from "./add-checkpoint.ts";
import { cosignedCheckpoint } from "./witnessed-logs.ts";

/** Room for 63 hashes and 16 signatures of 5 kB, which is what the formats ask for. */
const mostBytes = 128 * 1024;

const plain = (reply: FastifyReply): FastifyReply => reply.type("text/plain; charset=utf-8");

/** The two addresses of c2sp.org/tlog-witness; submission and monitoring prefix are `/witness`. */
export const serveWitness =
  (services: WitnessServices) =>
  async (app: FastifyInstance): Promise<void> => {
    const turns = new Turns({ atOnce: 2, mostWaiting: 100 });
    await app.register(async (witness) => {
      // Whatever the client calls it, the body is bytes.
      witness.removeAllContentTypeParsers();
      witness.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
      witness.post("/witness/add-checkpoint", { bodyLimit: mostBytes }, async ({ body }, reply) => {
        if (!Buffer.isBuffer(body)) throw problem("witness.malformed", { fault: "request.malformed" });
        const answer = await addCheckpoint(services, turns, body);
        reply.header("cache-control", "no-store");
        return "lastSize" in answer
          ? reply.code(409).type("text/x.tlog.size").send(`${answer.lastSize}\n`)
          : plain(reply).send(answer.cosignatures);
      });
      witness.get<{ Params: { originHash: string } }>("/witness/:originHash/checkpoint", async ({ params }, reply) => {
        const note = /^[0-9a-f]{64}$/.test(params.originHash)
          ? await cosignedCheckpoint(services.reads, params.originHash)
          : null;
        if (note === null) throw problem("witness.log_unknown");
        reply.header("cache-control", "public, max-age=5").header("access-control-allow-origin", "*");
        return plain(reply).send(note);
      });
      await Promise.resolve();
    });
  };
