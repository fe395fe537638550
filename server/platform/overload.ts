import underPressure from "@fastify/under-pressure";
import { problem } from "@chengxin/domain/problem.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answerProblem } from "./problem-answer.ts";

const sampleMs = 1000;
/** A stall that follows another within this time belongs to it. */
const togetherMs = 8000;

/**
 * Whether requests have been met by an overloaded process for longer than one sample. A single stall (starting, a machine that was
 * frozen) is over by the time anybody asks, yet its sample stands for a second: those who come then are served.
 */
export class Overload {
  #since = -Infinity;
  #last = -Infinity;

  /** @param now milliseconds of any steady clock, at a request that the last sample calls overloaded */
  lasts(now: number): boolean {
    if (now - this.#last > togetherMs) this.#since = now;
    this.#last = now;
    return now - this.#since > 1.5 * sampleMs;
  }
}

/**
 * Turns requests away with `service.busy` while the process can't keep up; probes are always answered.
 * @param mostDelayMs mean delay of the event loop over a sample from which the process counts as overloaded
 */
export const turnAwayUnderLoad = async (
  app: FastifyInstance,
  isProbe: (request: FastifyRequest) => boolean,
  mostDelayMs = 3000,
): Promise<void> => {
  const overload = new Overload();
  await app.register(underPressure, {
    maxEventLoopDelay: mostDelayMs,
    sampleInterval: sampleMs,
    pressureHandler: (request: FastifyRequest, reply: FastifyReply) => {
      if (isProbe(request) || !overload.lasts(performance.now())) return;
      return void answerProblem(request, reply, problem("service.busy"));
    },
  });
};
