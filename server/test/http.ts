import type { HttpOptions } from "../platform/http-server.ts";

/** For servers that nobody signs in to: a session is unknown, and a reading that would have to be logged fails. */
export const publicOnly: Pick<HttpOptions, "sessions" | "accessLog" | "origin"> = {
  sessions: { find: () => Promise.resolve(null) },
  accessLog: {
    write: (_actor, _at, events) =>
      events.length === 0 ? Promise.resolve() : Promise.reject(new Error("nothing may be read here")),
    refused: () => Promise.reject(new Error("nobody can be refused here")),
  },
  origin: null,
};
