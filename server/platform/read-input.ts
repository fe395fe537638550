import { problem } from "@chengxin/domain/problem.ts";
import type { Route } from "@chengxin/domain/route.ts";
import type { FastifyRequest } from "fastify";
import type { z } from "zod";

/** No input of ours is nested deeper; what is could exhaust the stack of whoever walks through it. */
const deepest = 12;

/** What no text may hold, and how deep: null where nothing is wrong. */
const faultOf = (value: unknown, depth = 0): "characters" | "depth" | null => {
  if (typeof value === "string") return value.includes("\0") ? "characters" : null;
  if (typeof value !== "object" || value === null) return null;
  if (depth >= deepest) return "depth";
  for (const part of Object.values(value)) {
    const fault = faultOf(part, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
};

/** Checks one part of the input; the first fault is named in the problem's data. A field that the route doesn't know is a fault: a misspelt filter must not answer with everything. */
const read = (schema: z.ZodObject, input: unknown): Record<string, unknown> => {
  for (const [field, value] of Object.entries(input as Record<string, unknown>)) {
    const fault = faultOf(value);
    if (fault !== null) throw problem("request.invalid", { field: field.slice(0, 60), fault });
  }
  const result = schema.strict().safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.code === "unrecognized_keys" ? (issue.keys[0] ?? "") : String(issue?.path[0] ?? "");
  if (field === "cursor") throw problem("request.cursor_invalid");
  throw problem("request.invalid", { field: field.slice(0, 60), fault: issue?.code ?? "invalid" });
};

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Params, query and body of a request as the route's handler takes them.
 * @throws Problem request.invalid, request.cursor_invalid
 */
export const readInput = (route: Route, request: FastifyRequest): Record<string, unknown> => {
  // Blank is no id, though a number may be read from it.
  for (const [field, value] of Object.entries(request.params as Record<string, string>))
    if (value.trim() === "") throw problem("request.invalid", { field, fault: "blank" });
  const args = { ...read(route.params, request.params), ...read(route.query, request.query) };
  if (route.bytes !== undefined) {
    if (!(request.body instanceof Buffer)) throw problem("request.invalid", { field: "", fault: "bytes" });
    return { ...args, bytes: request.body };
  }
  const body = request.body ?? {};
  if (!isObject(body)) throw problem("request.invalid", { field: "", fault: "object" });
  if (route.body) return { ...args, ...read(route.body, body) };
  if (Object.keys(body).length > 0)
    throw problem("request.invalid", { field: Object.keys(body)[0]?.slice(0, 60) ?? "", fault: "unrecognized_keys" });
  return args;
};
