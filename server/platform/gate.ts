import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="2"><title>诚信 Chengxin</title><p>正在启动，请稍候。<p lang="en">Starting, one moment.</html>`;

const problem = JSON.stringify({
  type: "/problems/service.starting",
  title: "正在启动，请稍后再试。",
  status: 503,
  code: "service.starting",
  data: {},
});

const notYet: RequestListener = (request: IncomingMessage, response: ServerResponse): void => {
  if (request.url === "/livez") {
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
    response.end('{"status":"alive"}');
    return;
  }
  const wantsPage = request.headers.accept?.includes("text/html") === true;
  response.writeHead(503, {
    "retry-after": "2",
    "cache-control": "no-store",
    "content-type": wantsPage ? "text/html; charset=utf-8" : "application/problem+json; charset=utf-8",
  });
  response.end(wantsPage ? page : problem);
};

// Requests under way at a stop may take this long.
const graceMs = 10_000;

/** How long a caller may take: for the headers, for the whole request, and how often that is looked at. */
export interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly lookMs: number;
}
const patience: Patience = { headersMs: 20_000, requestMs: 60_000, lookMs: 5000 };

/** The port, taken before anything else is started: one in use is told at once, and who asks meanwhile is told to wait. */
export class Gate {
  readonly #server: Server;
  #application: RequestListener = notYet;
  #current: RequestListener = notYet;

  constructor({ headersMs, requestMs, lookMs } = patience) {
    this.#server = createServer(
      {
        // 20,000 characters of Chinese in a query are 180 KB when escaped: they are answered in words, not by a broken connection.
        maxHeaderSize: 256 * 1024,
        headersTimeout: headersMs,
        // A part of an upload, 4 MiB, over half a megabit a second.
        requestTimeout: requestMs,
        connectionsCheckingInterval: lookMs,
        keepAliveTimeout: 10_000,
      },
      (request, response) => this.#current(request, response),
    );
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** @returns the address for people. @throws Error in plain words when the port can't be had. */
  async listen(host: string, port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "EADDRINUSE")
          reject(new Error(`port ${port} is in use: set PORT to another, or stop the program that has it`));
        else if (error.code === "EACCES")
          reject(new Error(`port ${port} needs more rights: set PORT to one above 1023`));
        else
          reject(
            new Error(
              `can't listen on ${host} (${error.code ?? error.message}): set HOST to an address of this machine`,
            ),
          );
      });
      this.#server.listen(port, host, resolve);
    });
    const everywhere = host === "0.0.0.0" || host === "::" || host === "127.0.0.1";
    return `http://${everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host}:${this.port}/`;
  }

  /** Keeps the application's listener until `open`. */
  attach(application: RequestListener): Server {
    this.#application = application;
    return this.#server;
  }

  /** From now on requests reach the application. */
  open(): void {
    this.#current = this.#application;
  }

  /** Takes no new connections, waits for requests under way, lets idle browsers go. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const force = setTimeout(() => this.#server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(force);
  }
}
