import type { FastifyReply, FastifyRequest } from "fastify";

/** 256 random bits, base64url. */
const tokenForm = /^[A-Za-z0-9_-]{43}$/;

/** `__Host-` binds the cookie to this host, to HTTPS and to the whole site; browsers refuse the prefix without HTTPS. */
const cookieName = (secure: boolean): string => (secure ? "__Host-session" : "session");

/** The session token a request brings, if it has the form of one. */
export const sessionToken = (request: FastifyRequest, secure: boolean): string | null => {
  const token = request.cookies[cookieName(secure)];
  return token !== undefined && tokenForm.test(token) ? token : null;
};

/** Does the browser send a session, whatever it is worth? */
export const hasSessionCookie = (request: FastifyRequest): boolean =>
  [true, false].some((secure) => request.cookies[cookieName(secure)] !== undefined);

/** Gives the browser a session, or takes the one it has. */
export const setSessionCookie = (
  reply: FastifyReply,
  session: { readonly token: string; readonly until: Date } | "ended",
  secure: boolean,
): void => {
  const options = { path: "/", httpOnly: true, secure, sameSite: "strict" } as const;
  if (session === "ended") reply.clearCookie(cookieName(secure), options);
  else reply.setCookie(cookieName(secure), session.token, { ...options, expires: session.until });
};

/** What a handler left with the browser for its way to another service and back. */
const keptName = (secure: boolean): string => (secure ? "__Host-kept" : "kept");

export const keptValue = (request: FastifyRequest, secure: boolean): string | null =>
  request.cookies[keptName(secure)] ?? null;

/** Lax, since the way back from another site has to bring it; the session's own cookie stays at home on that way. */
export const setKeptCookie = (
  reply: FastifyReply,
  { value, until }: { readonly value: string; readonly until: Date },
  secure: boolean,
): void =>
  void reply.setCookie(keptName(secure), value, { path: "/", httpOnly: true, secure, sameSite: "lax", expires: until });
