import { Problem, problem, type ProblemCode } from "@chengxin/domain/problem.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { apiPrefix } from "./http.ts";
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

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign);

/** A browser that asked for a page, and for which no page could be made any more. */
const wantsPage = ({ url, headers }: FastifyRequest): boolean =>
  !url.startsWith(`${apiPrefix}/`) && headers.accept?.includes("text/html") === true;

const barePage = (title: string, request: string, language: "zh" | "en"): string =>
  `<!doctype html><html lang="${language === "zh" ? "zh-CN" : "en"}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><main><h1>${escaped(title)}</h1><p>${language === "zh" ? "问题代码" : "Code for support"}: ${request}</main></html>`;

/** RFC 9457, or a bare page for a browser. `request` is the code for support: it names the request in the log. */
export const answerProblem = (request: FastifyRequest, reply: FastifyReply, answer: Problem): FastifyReply => {
  const seconds = answer.data["retryAfter"] ?? retryAfter[answer.code];
  if (seconds !== undefined) reply.header("retry-after", String(seconds));
  const language = languageOf(request.headers["accept-language"]);
  const title = problemTitle(answer, language);
  reply
    .code(answer.status)
    .header("cache-control", "no-store")
    .header("content-language", language === "zh" ? "zh-CN" : "en")
    .header("vary", "accept-language");
  if (wantsPage(request)) return reply.type("text/html; charset=utf-8").send(barePage(title, request.id, language));
  return reply
    .type("application/problem+json; charset=utf-8")
    .header("access-control-allow-origin", "*")
    .send(
      JSON.stringify({
        type: `/problems/${answer.code}`,
        title,
        status: answer.status,
        code: answer.code,
        data: answer.data,
        request: request.id,
      }),
    );
};
