import { Agent, request as send } from "node:http";

/** An answer as it came over the wire. */
export interface Wire {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Sent {
  readonly method: string;
  /** As it stands in the request line: nothing is escaped or tidied up on the way. */
  readonly path: string;
  readonly cookie?: string | undefined;
  readonly body?: object | Buffer | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Client {
  ask(sent: Sent): Promise<Wire>;
  close(): void;
}

/** A client that changes nothing of what it is told to send, on a few connections that it keeps. */
export const httpClient = (port: number, connections = 8): Client => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    ask: ({ method, path, cookie, body, headers = {} }) =>
      new Promise((resolve, reject) => {
        const bytes = body === undefined ? undefined : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
        const asked = send(
          {
            host: "127.0.0.1",
            port,
            method,
            path,
            agent,
            headers: {
              ...(cookie === undefined ? {} : { cookie }),
              ...(bytes === undefined
                ? {}
                : {
                    "content-type": Buffer.isBuffer(body) ? "application/octet-stream" : "application/json",
                    "content-length": String(bytes.length),
                  }),
              ...headers,
            },
          },
          (answer) => {
            const parts: Buffer[] = [];
            answer.on("data", (part: Buffer) => parts.push(part));
            answer.on("error", reject);
            answer.on("end", () =>
              resolve({
                status: answer.statusCode ?? 0,
                headers: answer.headers,
                text: Buffer.concat(parts).toString(),
              }),
            );
          },
        );
        asked.on("error", reject);
        asked.end(bytes);
      }),
    close: () => agent.destroy(),
  };
};

/** What an answer tells, but for what differs between two answers of the same kind: the code for support and the time. */
export const told = ({ status, headers, text }: Wire): string => {
  const kept = Object.entries(headers).filter(([name]) => !["date", "etag", "content-length"].includes(name));
  return JSON.stringify([status, text.replace(/"request":"[^"]*"/, ""), kept.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
};

/** `work` on each, a few at a time. */
export const several = async <T>(
  things: readonly T[],
  atOnce: number,
  work: (thing: T) => Promise<void>,
): Promise<void> => {
  const rest = [...things];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let thing = rest.shift(); thing !== undefined; thing = rest.shift()) await work(thing);
    }),
  );
};
