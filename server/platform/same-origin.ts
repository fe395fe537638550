import { problem } from "@chengxin/domain/problem.ts";
import type { FastifyRequest } from "fastify";
import { inProcessHeader } from "./callers.ts";

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * A request that changes something must come from a page of this site: a browser says where it comes from (Sec-Fetch-Site, or Origin in older ones); a program
 * that isn't a browser says nothing and carries no cookie that somebody else could have planted.
 * @param origin the site's own address where it is set; else what the request itself was addressed to
 * @throws Problem request.cross_site
 */
export const assertSameOrigin = (request: FastifyRequest, origin: string | null): void => {
  if (safe.has(request.method) || request.headers[inProcessHeader.name] === inProcessHeader.value) return;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") throw problem("request.cross_site");
  const from = request.headers.origin;
  if (from !== undefined && from !== (origin ?? `${request.protocol}://${request.host}`))
    throw problem("request.cross_site");
};
