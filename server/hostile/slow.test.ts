import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { signInForTest } from "../test/sign-in.ts";
import { httpClient, type Client } from "./http-rig.ts";
import { openSite, type Site } from "./site-rig.ts";

/** Who sends slowly, or too much, or takes slowly. */

let site: Site;
let client: Client;
before(async () => {
  site = await openSite({ headersMs: 1500, requestMs: 25_000, lookMs: 100 });
  client = httpClient(site.port);
});
after(async () => {
  client.close();
  await site.close();
});

interface Line {
  readonly socket: Socket;
  said(): string;
  /** When the server closed it, ms after it was opened. */
  readonly closed: Promise<number>;
}

const open = (first: string | Buffer): Line => {
  const socket = connect(site.port, "127.0.0.1");
  let text = "";
  const begun = performance.now();
  socket.on("data", (data: Buffer) => (text += data.toString("latin1")));
  socket.on("error", () => {});
  socket.write(first);
  const closed = new Promise<number>((resolve) => socket.once("close", () => resolve(performance.now() - begun)));
  return { socket, said: () => text, closed };
};

const dripping = (line: Line, drop: string): void => {
  const timer = setInterval(() => line.socket.write(drop), 200);
  line.socket.once("close", () => clearInterval(timer));
};

test("500 callers who never come to the end of their headers are sent away; others are answered meanwhile", async () => {
  const slow = Array.from({ length: 500 }, (_, n) => open(`GET /api/v1/statistics?n=${n} HTTP/1.1\r\nHost: x\r\nX-`));
  for (const line of slow) dripping(line, "a");
  const times: number[] = [];
  for (let n = 0; n < 20; n++) {
    const begun = performance.now();
    assert.equal((await client.ask({ method: "GET", path: "/api/v1/catalogue/limits" })).status, 200);
    times.push(performance.now() - begun);
  }
  assert.ok(Math.max(...times) < 2000, `${Math.max(...times)} ms`);
  const lasted = await Promise.all(slow.map(({ closed }) => closed));
  assert.ok(Math.max(...lasted) < 10_000, `the longest lasted ${Math.max(...lasted)} ms`);
  for (const { said } of slow) assert.match(said(), /^(HTTP\/1\.1 408 |$)/);
});

test("a body that is announced and not sent, dripped, or without end is not waited for or kept", async () => {
  const endless = open(
    "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
  );
  const chunk = `4000\r\n${"a".repeat(0x4000)}\r\n`;
  for (let n = 0; n < 40 && !endless.socket.destroyed; n++) {
    endless.socket.write(chunk);
    await sleep(5);
  }
  await endless.closed;
  assert.match(endless.said(), /^HTTP\/1\.1 413 /);
  assert.match(endless.said(), /request\.too_large/);
  const huge = open(
    "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{",
  );
  await huge.closed;
  assert.match(huge.said(), /^HTTP\/1\.1 413 /);
  const silent = open(
    "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
  );
  dripping(silent, " ");
  const answered = await silent.closed;
  assert.ok(answered < 30_000);
  assert.match(silent.said(), /^HTTP\/1\.1 (400|401|408|503) /);
});

test("a slow line carries a part of a file, and a large download, for longer than any question may take", async () => {
  const clerk = await signInForTest(site.database, { roles: ["departmentClerk"] });
  const bytes = 20_000;
  const upload = await client.ask({
    method: "POST",
    path: "/api/v1/uploads",
    cookie: clerk.cookie,
    body: { fileName: "慢.csv", bytes, item: "penalty", source: "market-supervision", fingerprint: "slow" },
  });
  const { uploadId } = JSON.parse(upload.text) as { uploadId: string };
  const sending = open(
    `PUT /api/v1/uploads/${uploadId}/parts/0 HTTP/1.1\r\nHost: x\r\nCookie: ${clerk.cookie}\r\nConnection: close\r\nContent-Type: application/octet-stream\r\nContent-Length: ${bytes}\r\n\r\n`,
  );

  const id = "slow";
  const size = 48 * 1024 * 1024;
  const folder = await site.shelf.begin(id);
  const name = "records.csv.gz";
  await writeFile(join(folder, name), Buffer.alloc(size, 7));
  await site.shelf.finish(folder, {
    id,
    madeAt: site.clock.now().toISOString(),
    asOf: site.clock.today(),
    files: [{ name, table: "records", bytes: size, rows: 1, sha256: "0".repeat(64), schema: "x.json" }],
  });
  let taken = 0;
  const taking = connect(site.port, "127.0.0.1");
  taking.write(`GET /api/v1/dumps/${id}/${name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  taking.on("error", () => {});
  taking.once("data", () => taking.pause());
  const ended = new Promise((resolve) => taking.once("close", resolve));

  for (let n = 0; n < 20; n++) {
    sending.socket.write("a".repeat(bytes / 20));
    await sleep(850);
  }
  await sending.closed;
  assert.match(sending.said(), /^HTTP\/1\.1 200 /);
  taking.on("data", (data: Buffer) => (taken += data.length));
  taking.resume();
  await ended;
  assert.ok(taken > size - 1_000_000, `${taken} of ${size} bytes came`);
});
