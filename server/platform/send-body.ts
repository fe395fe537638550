import { hash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import { encodingOf } from "./negotiate.ts";

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);
// Below this a packet is sent anyway and compressing only costs time.
const worthCompressing = 1024;

/** Does `If-None-Match` name this tag, in whatever encoding it was sent? */
const isKnown = (ifNoneMatch: string | undefined, tag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === "*" ||
    ifNoneMatch.split(",").some(
      (known) =>
        known
          .trim()
          .replace(/^W\//, "")
          .replace(/-(br|gzip)"$/, '"') === tag,
    ));

/**
 * Sends text with a strong ETag (SHA-256 of `identity`, by default the text itself), as 304 when the reader has it, compressed when the reader can.
 * `identity` is for a body that differs from answer to answer in a way that doesn't matter, as a nonce does.
 */
export const sendBody = async (
  request: FastifyRequest,
  reply: FastifyReply,
  body: string,
  identity: string = body,
): Promise<FastifyReply> => {
  const tag = `"${hash("sha256", identity, "base64url").slice(0, 27)}"`;
  const encoding = body.length >= worthCompressing ? encodingOf(request.headers["accept-encoding"]) : null;
  reply.header("etag", encoding ? `${tag.slice(0, -1)}-${encoding}"` : tag);
  const vary = reply.getHeader("vary");
  reply.header("vary", vary ? `${String(vary)}, accept-encoding` : "accept-encoding");
  if (reply.statusCode === 200 && isKnown(request.headers["if-none-match"], tag)) {
    // The stored answer keeps its own policy: a new nonce would not fit the scripts in it.
    reply.removeHeader("content-security-policy");
    return reply.code(304).send();
  }
  if (!encoding) return reply.send(body);
  reply.header("content-encoding", encoding);
  return reply.send(
    encoding === "br"
      ? await brotli(body, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
        })
      : await gzipped(body, { level: 6 }),
  );
};
