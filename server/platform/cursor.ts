import { hash } from "node:crypto";
import { problem } from "@chengxin/domain/problem.ts";
import type { z } from "zod";

const sealOf = (scope: string, payload: string): string =>
  hash("sha256", `${scope}\n${payload}`, "base64url").slice(0, 8);

/**
 * Where a list goes on, as opaque text: the sort key of the last row shown.
 * @param scope what the cursor belongs to, such as the route's name; one of another list is refused
 */
export const writeCursor = (scope: string, key: readonly (string | number)[]): string => {
  const payload = Buffer.from(JSON.stringify(key)).toString("base64url");
  return `${payload}.${sealOf(scope, payload)}`;
};

/**
 * Reads what `writeCursor` wrote. The seal finds damage; the schema finds what somebody made up: a cursor gives no right, so it needs no secret.
 * @throws problem `request.cursor_invalid` for anything else
 */
export const readCursor = <T>(scope: string, schema: z.ZodType<T>, text: string): T => {
  const [payload, seal, ...rest] = text.split(".");
  if (!payload || !seal || rest.length > 0 || sealOf(scope, payload) !== seal) throw problem("request.cursor_invalid");
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  } catch {
    throw problem("request.cursor_invalid");
  }
  const read = schema.safeParse(value);
  if (!read.success) throw problem("request.cursor_invalid");
  return read.data;
};
