import { Problem, problem, type ProblemCode } from "@chengxin/domain/problem.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { languageOf } from "./negotiate.ts";
import { problemTitle } from "./problem-words.ts";

/** Seconds after which trying again may help. */
const retryAfter: Partial<Record<ProblemCode, number>> = {
  "request.too_many": 60,
  "request.timeout": 5,
  "service.starting": 2,
  "service.busy": 5,
};

/** SQLSTATE or socket error → the database is away for the moment. */
const isAway = (code: string): boolean =>
  /^(57P0[123]|08...|53300)$/.test(code) || ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"].includes(code);

/** Any error → what a caller may be told. Never its message, and nothing of the inside. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (!(error instanceof Error)) return problem("service.failed");
  const { code = "", statusCode } = error as Error & { code?: string; statusCode?: number };
  if (code === "57014") return problem("request.timeout");
  if (code === "22021" || code === "22P05") return problem("request.invalid", { field: "", fault: "characters" });
  if (code === "FST_ERR_HANDLER_TIMEOUT") return problem("request.timeout");
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return problem("request.too_large");
  if (
    isAway(code) ||
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
      error.message,
    )
  )
    return problem("service.starting");
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return problem("request.invalid", { field: "", fault: "url" });
  return problem("service.failed");
};

/** RFC 9457. `request` is the code for support: it names the request in the log. */
export const answerProblem = (request: FastifyRequest, reply: FastifyReply, answer: Problem): FastifyReply => {
  const seconds = answer.data["retryAfter"] ?? retryAfter[answer.code];
  if (seconds !== undefined) reply.header("retry-after", String(seconds));
  const language = languageOf(request.headers["accept-language"]);
  return reply
    .code(answer.status)
    .type("application/problem+json; charset=utf-8")
    .header("cache-control", "no-store")
    .header("content-language", language === "zh" ? "zh-CN" : "en")
    .header("vary", "accept-language")
    .header("access-control-allow-origin", "*")
    .send(
      JSON.stringify({
        type: `/problems/${answer.code}`,
        title: problemTitle(answer, language),
        status: answer.status,
        code: answer.code,
        data: answer.data,
        request: request.id,
      }),
    );
};
