import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { problem } from "@chengxin/domain/problem.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { secondsToMidnight } from "../platform/clock.ts";
import { longestTransferMs } from "../platform/http-route.ts";
import { dumpOfToday, dumpUrl, type DumpReading } from "./routes.ts";

/** `bytes=a-b`, `bytes=a-`, `bytes=-n` → first and last byte; null when it is no such range (then the whole file is sent, RFC 9110 14.2); "unsatisfiable" when it lies outside. */
export const readRange = (
  header: string | undefined,
  size: number,
): { first: number; last: number } | "unsatisfiable" | null => {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!parts || (parts[1] === "" && parts[2] === "")) return null;
  if (parts[1] === "") {
    const count = Number(parts[2]);
    return count === 0 || size === 0 ? "unsatisfiable" : { first: Math.max(0, size - count), last: size - 1 };
  }
  const first = Number(parts[1]);
  const last = parts[2] === "" ? size - 1 : Math.min(Number(parts[2]), size - 1);
  if (parts[2] !== "" && Number(parts[2]) < first) return null;
  return first >= size ? "unsatisfiable" : { first, last };
};

const typeOf = (name: string): string => (name.endsWith(".json") ? "application/schema+json" : "application/gzip");

const send = async (
  services: DumpReading,
  request: FastifyRequest<{ Params: { id: string; name: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const { id, name } = request.params;
  const dump = await dumpOfToday(services);
  const path = dump?.id === id ? services.shelf.path(dump, name) : null;
  if (!dump || path === null) throw problem("dump.not_found", { name: name.slice(0, 80) });
  const file = await open(path).catch(() => null);
  if (file === null) throw problem("dump.not_found", { name });
  const { size } = await file.stat();
  // The digest of the data names its bytes; a schema changes with the dump only.
  const etag = `"${dump.files.find((entry) => entry.name === name)?.sha256.slice(0, 32) ?? `${dump.id}-${size}`}"`;
  reply
    .header("etag", etag)
    .header("accept-ranges", "bytes")
    .header("access-control-allow-origin", "*")
    .header("cache-control", `public, max-age=${Math.min(300, secondsToMidnight(services.clock.now()))}`)
    .header("last-modified", new Date(dump.madeAt).toUTCString());
  const known = request.headers["if-none-match"]
    ?.split(",")
    .some((tag) => tag.trim().replace(/^W\//, "") === etag || tag.trim() === "*");
  const wanted =
    request.headers["if-range"] === undefined || request.headers["if-range"] === etag
      ? readRange(request.headers.range, size)
      : null;
  if (known || wanted === "unsatisfiable" || request.method === "HEAD") {
    await file.close();
    if (known) return reply.code(304).send();
    if (wanted === "unsatisfiable") return reply.code(416).header("content-range", `bytes */${size}`).send();
  }
  reply.type(typeOf(name)).header("content-disposition", `attachment; filename="${name}"`);
  const { first, last } = wanted ?? { first: 0, last: size - 1 };
  if (wanted !== null) reply.code(206).header("content-range", `bytes ${first}-${last}/${size}`);
  reply.header("content-length", String(last - first + 1));
  // An empty stream: without a body Fastify would say that the length is 0.
  if (request.method === "HEAD") return reply.send(Readable.from([]));
  return reply.send(createReadStream("", { fd: file, start: first, end: last, autoClose: true }));
};

/** Adds the downloads to the server: `GET` and `HEAD`, with ranges and ETags. A bare stream is no route of the contract. */
export const serveDumps =
  (services: DumpReading) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { id: string; name: string } }>(
      dumpUrl(":id", ":name"),
      { exposeHeadRoute: true, handlerTimeout: longestTransferMs },
      (request, reply) => send(services, request, reply),
    );
    return Promise.resolve();
  };
