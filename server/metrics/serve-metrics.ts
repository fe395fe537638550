import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metrics } from "./metrics.ts";

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A listener of its own on the loopback address: what it tells is nobody's business outside, and the portal's address never answers it.
 * @throws Error in plain words when the port can't be had
 */
export const serveMetrics = async (metrics: Pick<Metrics, "text">, port: number): Promise<MetricsServer> => {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5000 }, (request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    };
    if (request.method !== "GET") return answer(405, "text/plain", "");
    if (request.url === "/livez") return answer(200, "text/plain", "alive\n");
    if (request.url !== "/metrics") return answer(404, "text/plain", "");
    metrics.text().then(
      (text) => answer(200, "text/plain; version=0.0.4; charset=utf-8", text),
      () => answer(500, "text/plain", ""),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(new Error(`METRICS_PORT: can't listen on port ${port} (${error.code})`)),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
