import assert from "node:assert/strict";
import { gunzipSync, brotliDecompressSync } from "node:zlib";
import { after, before, test } from "node:test";
import { problem } from "@chengxin/domain/problem.ts";
import { format, paging, pageOf } from "@chengxin/domain/paging.ts";
import { defineRoute } from "@chengxin/domain/route.ts";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { z } from "zod";
import { fixedClock } from "./clock.ts";
import { inProcessHeader } from "./callers.ts";
import { bind } from "./http.ts";
import { publicOnly } from "../test/http.ts";
import { buildHttp, type HttpOptions } from "./http-server.ts";

const listThings = defineRoute({
  name: "listThings",
  method: "GET",
  path: "/things",
  action: "catalogue.read",
  tag: "thing",
  summary: { zh: "事项", en: "Things" },
  params: z.object({}),
  query: z.object({ ...paging, format, kind: z.coerce.number().int().optional() }),
  answer: pageOf(z.object({ name: z.string(), size: z.number() })),
  maxAge: 30,
  problems: [],
  csv: [
    ["name", { zh: "名称", en: "Name" }],
    ["size", { zh: "大小", en: "Size" }],
  ],
});
const showThing = defineRoute({
  name: "showThing",
  method: "GET",
  path: "/things/:id",
  action: "catalogue.read",
  tag: "thing",
  summary: { zh: "一件事项", en: "One thing" },
  params: z.object({ id: z.string().max(20) }),
  query: z.object({}),
  answer: z.object({ id: z.string() }),
  maxAge: 5,
  problems: ["record.not_found"],
});

const logged: string[] = [];
const databaseError = (code: string): Error =>
  Object.assign(new Error('invalid input "210202199001011234"'), { code, detail: "Key (name)=(张三)" });
const thing: Record<string, () => Promise<{ id: string }>> = {
  leaky: () => Promise.resolve({ id: "leaky", secret: "not in the contract" } as { id: string }),
  missing: () => Promise.reject(problem("record.not_found")),
  timeout: () => Promise.reject(databaseError("57014")),
  down: () => Promise.reject(databaseError("57P01")),
  broken: () => Promise.reject(databaseError("22P02")),
};

const options: HttpOptions = {
  routes: [
    bind(listThings, async () => ({
      items: [
        { name: '=cmd|"calc"', size: -3 },
        { name: "张三,\n李四", size: 1 },
        ...Array.from({ length: 200 }, (_, size) => ({ name: "同一行", size })),
      ],
      next: "abc.def",
      count: null,
    })),
    bind(showThing, async ({ id }) => (thing[id] ?? (() => Promise.resolve({ id })))()),
  ],
  clock: fixedClock("2026-06-01T00:00:00Z"),
  log: pino({}, { write: (line: string) => void logged.push(line) }),
  ready: async () => true,
  rateLimit: null,
  trustedProxies: [],
  ...publicOnly,
};

let app: FastifyInstance;
before(async () => {
  app = await buildHttp(options);
});
after(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: "GET", url: `/api/v1${url}`, headers });

test("an answer holds what the contract names and nothing else", async () => {
  const answer = await get("/things/leaky");
  assert.deepEqual(answer.json(), { id: "leaky" });
  assert.equal(answer.headers["cache-control"], "public, max-age=5");
});

test("an answer that the reader has is not sent again, in any encoding", async () => {
  const first = await get("/things");
  const tag = String(first.headers["etag"]);
  assert.match(tag, /^"[\w-]{27}"$/);
  assert.equal((await get("/things", { "if-none-match": tag })).statusCode, 304);
  assert.equal((await get("/things", { "if-none-match": `"other", W/${tag}` })).statusCode, 304);
  const packed = await get("/things", { "accept-encoding": "gzip" });
  assert.equal(
    (await get("/things", { "if-none-match": String(packed.headers["etag"]), "accept-encoding": "br" })).statusCode,
    304,
  );
  assert.equal((await get("/things", { "if-none-match": '"other"' })).statusCode, 200);
});

test("a long answer is compressed the way the reader prefers", async () => {
  const plain = (await get("/things")).body;
  const packed = await get("/things", { "accept-encoding": "gzip;q=0.5, br" });
  assert.equal(packed.headers["content-encoding"], "br");
  assert.equal(brotliDecompressSync(packed.rawPayload).toString(), plain);
  const zipped = await get("/things", { "accept-encoding": "gzip, br;q=0" });
  assert.equal(gunzipSync(zipped.rawPayload).toString(), plain);
});

test("a list as CSV: BOM, CRLF, quotes, no live formulas, a link to the next page", async () => {
  const answer = await get("/things?format=csv&limit=2", { "accept-language": "en" });
  assert.match(answer.body, /^\uFEFFName,Size\r\n"'=cmd\|""calc""",-3\r\n"张三,\n李四",1\r\n/);
  assert.equal(answer.headers["content-disposition"], 'attachment; filename="listThings-2026-06-01.csv"');
  assert.equal(answer.headers["link"], '</api/v1/things?format=csv&limit=2&cursor=abc.def>; rel="next"');
});

test("a fault in the input is named, whatever it is, and nothing is answered instead", async () => {
  for (const [query, field] of [
    ["limit=0", "limit"],
    ["limit=1&limit=2", "limit"],
    ["kind=x", "kind"],
    ["knd=3", "knd"],
    ["kind=%00", "kind"],
  ] as const) {
    const answer = await get(`/things?${query}`);
    assert.equal(answer.statusCode, 400, query);
    assert.equal(answer.headers["content-type"], "application/problem+json; charset=utf-8");
    assert.equal(answer.json<{ code: string }>().code, "request.invalid");
    assert.equal(answer.json<{ data: { field: string } }>().data.field, field);
  }
  assert.equal(
    (await get(`/things?cursor=${"x".repeat(300)}`)).json<{ code: string }>().code,
    "request.cursor_invalid",
  );
});

test("an escape that is no UTF-8 is a bad request, not a failure", async () => {
  assert.equal((await get("/things/%E4%BD")).statusCode, 400);
  assert.equal((await get("/things/%")).statusCode, 400);
});

test("a problem tells its code and nothing of the inside; the log keeps no values", async () => {
  logged.length = 0;
  const answer = await get("/things/broken");
  assert.equal(answer.statusCode, 500);
  assert.deepEqual(Object.keys(answer.json<object>()).sort(), ["code", "data", "request", "status", "title", "type"]);
  assert.doesNotMatch(answer.body, /210202|张三|Error/);
  assert.doesNotMatch(logged.join(""), /210202|张三/);
  assert.match(logged.join(""), /22P02/);
});

test("a database that is slow or away means: come back later", async () => {
  const slow = await get("/things/timeout");
  assert.equal(slow.json<{ code: string }>().code, "request.timeout");
  const down = await get("/things/down");
  assert.equal(down.statusCode, 503);
  assert.ok(Number(down.headers["retry-after"]) > 0);
});

test("the words of a problem follow the reader's language", async () => {
  const zh = (await get("/things/missing")).json<{ title: string }>().title;
  const en = (await get("/things/missing", { "accept-language": "fr, en-GB;q=0.8, zh;q=0.2" })).json<{
    title: string;
  }>().title;
  assert.match(zh, /[\u4e00-\u9fff]/);
  assert.match(en, /^[A-Z][\x20-\x7e]+$/);
});

test("an unknown URL of the API, and a method it doesn't have, are problems too", async () => {
  assert.equal((await get("/nothing")).json<{ code: string }>().code, "route.not_found");
  const post = await app.inject({ method: "POST", url: "/api/v1/things", payload: { name: "x" } });
  assert.equal(post.statusCode, 405);
  assert.equal(post.headers["allow"], "GET, HEAD");
});

test("the pages' wildcard never answers for the API, or a page that asks for a missing route would ask itself for ever", async () => {
  const site = await buildHttp({ ...options, pages: async (root) => void root.get("/*", async () => "page") });
  try {
    for (const url of ["/api/v1/nothing", "/api/v1/nothing/"]) {
      assert.equal((await site.inject({ method: "GET", url })).json<{ code: string }>().code, "route.not_found", url);
    }
    for (const url of ["/api/v1", "/api/v1/"])
      assert.equal((await site.inject({ method: "GET", url })).statusCode, 303, url);
    assert.equal((await site.inject({ method: "GET", url: "/elsewhere" })).body, "page");
  } finally {
    await site.close();
  }
});

test("10,000 characters in a query are answered in words", async () => {
  const answer = await get(`/things?kind=${encodeURIComponent("企".repeat(10_000))}`);
  assert.equal(answer.json<{ code: string }>().code, "request.invalid");
});

test("a caller who asks too much is told when to come back; a page of this process is not counted", async () => {
  const limited = await buildHttp({ ...options, rateLimit: 0.05 });
  try {
    const ask = (address: string) => limited.inject({ method: "GET", url: "/api/v1/things/a", remoteAddress: address });
    const answers = [];
    for (let i = 0; i < 4; i += 1) answers.push(await ask("192.0.2.1"));
    assert.deepEqual(
      answers.map((answer) => answer.statusCode),
      [200, 200, 200, 429],
    );
    assert.equal(answers[3]?.json<{ code: string }>().code, "request.too_many");
    assert.ok(Number(answers[3]?.headers["retry-after"]) > 0);
    assert.equal((await ask("192.0.2.2")).statusCode, 200);
    const page = {
      method: "GET",
      url: "/api/v1/things/a",
      remoteAddress: "192.0.2.1",
      headers: { [inProcessHeader.name]: inProcessHeader.value },
    } as const;
    assert.equal((await limited.inject(page)).statusCode, 200);
    assert.equal((await limited.inject({ ...page, headers: { [inProcessHeader.name]: "guessed" } })).statusCode, 429);
  } finally {
    await limited.close();
  }
});

test("a route whose action is not in the policy does not start", async () => {
  const lawless = { ...showThing, action: "thing.read" } as unknown as typeof showThing;
  await assert.rejects(buildHttp({ ...options, routes: [bind(lawless, async ({ id }) => ({ id }))] }), /no right/);
});

test("OpenAPI describes every route with its problems", async () => {
  const api = (await get("/openapi.json")).json<{
    openapi: string;
    paths: Record<string, { get: { responses: object; parameters: { name: string }[] } }>;
  }>();
  assert.equal(api.openapi, "3.1.0");
  assert.deepEqual(Object.keys(api.paths), ["/things", "/things/{id}"]);
  assert.deepEqual(
    api.paths["/things"]?.get.parameters.map(({ name }) => name),
    ["cursor", "limit", "format", "kind"],
  );
  assert.ok("404" in (api.paths["/things/{id}"]?.get.responses ?? {}));
});

test("the API's own address leads people to its description", async () => {
  for (const url of ["/api/v1", "/api/v1/"]) {
    const answer = await app.inject({ method: "GET", url });
    assert.deepEqual([answer.statusCode, answer.headers.location], [303, "/developers"]);
  }
});

test("an answer of the last seconds of a day is kept no longer than the day", async () => {
  const late = await buildHttp({ ...options, clock: fixedClock("2026-06-01T15:59:57Z") });
  try {
    const answer = await late.inject({ method: "GET", url: "/api/v1/things/1" });
    assert.equal(answer.headers["cache-control"], "public, max-age=3");
  } finally {
    await late.close();
  }
});

test("a change is refused when another site's page asks for it, and taken from this site's and from programs", async () => {
  const post = (headers: Record<string, string>) =>
    app.inject({ method: "POST", url: "/api/v1/things", headers: { host: "credit.example", ...headers }, payload: {} });
  for (const headers of [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://credit.example.evil.example" },
  ])
    assert.equal((await post(headers)).json<{ code: string }>().code, "request.cross_site", JSON.stringify(headers));
  for (const headers of [{}, { "sec-fetch-site": "same-origin" }, { origin: "http://credit.example" }])
    assert.equal(
      (await post(headers)).json<{ code: string }>().code,
      "route.method_not_allowed",
      JSON.stringify(headers),
    );
});
