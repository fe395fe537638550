import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { standingFor } from "@chengxin/domain/access/policy.ts";
import { everyRoute } from "../every-route.ts";
import { several, type Wire } from "./http-rig.ts";
import { paramsOf, pathOf, sampleFor } from "./sample-rig.ts";
import { openWorld, type World } from "./world-rig.ts";

/** Requests as no browser of this site makes them: none fails, none is obeyed, each is answered in words. */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const routes = everyRoute().map(({ route }) => route);
const writes = routes.filter(({ method }) => method !== "GET");

/** Sends bytes as they are and gives back all that came until the line was closed, or fell silent. */
const raw = (bytes: string | Buffer, silenceMs = 1500): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(world.site.port, "127.0.0.1");
    let text = "";
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.on("data", (data: Buffer) => (text += data.toString("latin1")));
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
    socket.write(bytes);
  });

const statusesIn = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

/** The answer is a problem in words, and tells nothing of the inside. */
const assertWords = (what: string, { status, text }: Wire): void => {
  assert.ok(status >= 400 && status < 500, `${what}: ${status}`);
  const { title, code } = JSON.parse(text) as { title: string; code: string };
  assert.ok(title.length > 3 && code.includes("."), `${what}: ${text}`);
  assert.doesNotMatch(text, /\/server\/|node_modules|\bat \w+ \(|FST_|Error:|SyntaxError|ECONN/, what);
};

const sessions = async (): Promise<string> => {
  const { rows } = await world.site.database.pool.query<{ n: string }>(
    "select count(*) || ':' || count(ended_at) as n from session",
  );
  return rows[0]?.n ?? "";
};

test("no change is made for another site's page, whatever it says it sends", async () => {
  const before = await sessions();
  const foreign: Readonly<Record<string, string>>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `http://127.0.0.1:${world.site.port}.evil.example` },
    { origin: `https://127.0.0.1:${world.site.port}` },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: `http://127.0.0.1:${world.site.port}`, "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "none, cross-site" },
    { "x-chengxin-in-process": "1", origin: "https://evil.example" },
  ];
  const cases = writes.flatMap((route) => {
    const person = world.people.find(
      ({ actor }) => actor.kind === "account" && standingFor(actor, route.action) !== null,
    );
    assert.ok(person, `nobody may ${route.method} ${route.path}`);
    return foreign.map((headers) => ({ route, person, headers }));
  });
  await several(cases, 6, async ({ route, person, headers }) => {
    const [object] = world.objects.get(paramsOf(route).join(",")) ?? [];
    const { query, body } = sampleFor(route);
    const answer = await world.client.ask({
      method: route.method,
      path: pathOf(route, object?.params ?? {}, query),
      cookie: person.cookie,
      body,
      headers,
    });
    const what = `${route.method} ${route.path} ${JSON.stringify(headers)}`;
    assert.equal(answer.status, 403, what);
    assert.match(answer.text, /request\.cross_site/, what);
  });
  assert.equal(await sessions(), before);
});

test("a form, a text or anything else that another page could post is not taken for JSON", async () => {
  const login = '{"login":"nobody","password":"x"}';
  for (const [type, body] of [
    ["application/x-www-form-urlencoded", "login=nobody&password=x"],
    ["text/plain", login],
    ["multipart/form-data; boundary=x", `--x\r\nContent-Disposition: form-data; name="login"\r\n\r\nnobody\r\n--x--`],
    ["application/xml", "<login/>"],
    ["application/octet-stream", login],
    ["application/json; charset=utf-16", Buffer.from(login, "utf16le")],
    ["", login],
    ["a".repeat(5000), login],
  ] as const) {
    const answer = await world.client.ask({
      method: "POST",
      path: "/api/v1/sign-in",
      body: Buffer.from(body),
      headers: { "content-type": type },
    });
    assertWords(type.slice(0, 60), answer);
    assert.doesNotMatch(answer.text, /sign_in\.refused/, type);
  }
});

test("JSON that is deep, broken, poisoned or of another shape is refused in words", async () => {
  for (const body of [
    "[".repeat(60_000),
    `${'{"login":'.repeat(6000)}1${"}".repeat(6000)}`,
    "",
    "{",
    "null",
    "1",
    '"x"',
    "[]",
    "\uFEFF{}",
    '{"login":"nobody","password":"x","__proto__":{"admin":true}}',
    '{"login":"nobody","password":"x","constructor":{"prototype":{"admin":true}}}',
    '{"login":"nobody","password":"x","role":"auditor"}',
    '{"login":{"$ne":null},"password":{"$ne":null}}',
    '{"login":["nobody"],"password":"x"}',
    '{"login":1e400,"password":"x"}',
    '{"login":"a\\u0000b","password":"x"}',
    `{"login":"nobody","password":"${"x".repeat(50_000)}"}`,
  ]) {
    const answer = await world.client.ask({
      method: "POST",
      path: "/api/v1/sign-in",
      body: Buffer.from(body),
      headers: { "content-type": "application/json" },
    });
    assertWords(body.slice(0, 60), answer);
  }
  assert.equal(({} as { admin?: boolean }).admin, undefined);
});

test("thousands of parameters, repeated ones, and hostile ones in every query are refused in words or answered", async () => {
  const lists = routes.filter(({ method, path }) => method === "GET" && !path.includes(":"));
  const values = [
    "%27%20or%201=1--",
    "%00",
    "%ff",
    "%zz",
    "__proto__",
    "1e309",
    "-1",
    "a".repeat(9000),
    "%25%5c%27%22",
  ];
  const queries = [
    Array.from({ length: 5000 }, (_, n) => `p${n}=1`).join("&"),
    "q=a&q=b&limit=1&limit=2",
    "q[]=a&q[x]=b&__proto__[x]=1&constructor=1",
    "&".repeat(20_000),
    ...values.map((value) => `${value}=${value}`),
  ];
  await several(lists, 4, async (route) => {
    const person = world.people.find(({ actor }) => standingFor(actor, route.action) !== null);
    const fields = Object.keys(route.query.shape);
    for (const query of [...queries, ...fields.flatMap((field) => values.map((value) => `${field}=${value}`))]) {
      const begun = performance.now();
      const answer = await world.client.ask({
        method: "GET",
        path: `${pathOf(route, {})}?${query}`,
        cookie: person?.cookie,
      });
      const what = `${route.path}?${query.slice(0, 60)}`;
      assert.ok(answer.status < 500, `${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
      if (answer.status !== 200) assertWords(what, answer);
      assert.ok(performance.now() - begun < 5000, what);
    }
  });
  assert.deepEqual(world.site.errors, []);
});

test("what HTTP forbids, or two programs could read in two ways, is not served", async () => {
  const get = "GET /livez HTTP/1.1\r\nHost: x\r\n";
  for (const [what, bytes] of [
    ["two lengths", `POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x`],
    [
      "length and chunks",
      `POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${get}\r\n`,
    ],
    [
      "chunks under a false name",
      `POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    ],
    ["a blank in a header's name", `${get}X y: 1\r\n\r\n`],
    ["a folded header", `${get}X-Y: 1\r\n 2\r\n\r\n`],
    ["no host", "GET /livez HTTP/1.1\r\n\r\n"],
    ["an unknown method", "STEAL /livez HTTP/1.1\r\nHost: x\r\n\r\n"],
    ["another protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["a bare NUL", `${get}X: \0\r\n\r\n`],
    ["a header of 300 KB", `${get}X: ${"a".repeat(300_000)}\r\n\r\n`],
    ["no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
  ] as const) {
    const answer = await raw(bytes);
    const statuses = statusesIn(answer);
    assert.ok(statuses.length <= 1 && statuses.every((status) => status >= 400 && status < 500), `${what}: ${answer}`);
    assert.doesNotMatch(answer, /HPE_|Parse Error|node:|\/server\//, what);
  }
});

test("methods that the contract doesn't have change nothing, however they are named", async () => {
  const before = await sessions();
  for (const method of ["HEAD", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "LOCK"]) {
    for (const route of writes) {
      const answer = await raw(
        `${method} ${pathOf(route, world.missing)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
        5000,
      );
      const [status = 0] = statusesIn(answer);
      const known = routes.some(({ method: its, path }) => its === "GET" && path === route.path) && method === "HEAD";
      assert.ok((status >= 400 && status < 500) || known, `${method} ${route.path}: ${answer.slice(0, 300)}`);
    }
  }
  const overridden = await world.client.ask({
    method: "GET",
    path: "/api/v1/sessions?_method=DELETE",
    cookie: world.people.find(({ name }) => name === "agent")?.cookie,
    headers: { "x-http-method-override": "DELETE", "x-method-override": "DELETE" },
  });
  assert.equal(overridden.status, 400);
  assert.equal(await sessions(), before);
});

test("a thousand requests at once on one line, and ten thousand headers, hold up nobody else", async () => {
  const one = "GET /api/v1/calendar/2026 HTTP/1.1\r\nHost: x\r\n\r\n";
  const many = raw(one.repeat(1000), 4000);
  const begun = performance.now();
  assert.equal((await world.client.ask({ method: "GET", path: "/livez" })).status, 200);
  assert.ok(performance.now() - begun < 3000);
  assert.equal(statusesIn(await many).filter((status) => status === 200).length, 1000);
  const headers = Array.from({ length: 10_000 }, (_, n) => `X-${n}: 1\r\n`).join("");
  const [status = 0] = statusesIn(await raw(`GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`));
  assert.ok(status === 200 || status === 431, String(status));
});

test("a session is its cookie and nothing else, and a token that was changed by one letter is nobody's", async () => {
  const agent = world.people.find(({ name }) => name === "agent");
  const token = agent?.signedIn?.token ?? "";
  const ask = async (headers: Record<string, string>, path = "/api/v1/sessions"): Promise<number> =>
    (await world.client.ask({ method: "GET", path, headers })).status;
  assert.equal(await ask({ cookie: `session=${token}` }), 200);
  const changed = (token.startsWith("A") ? "B" : "A") + token.slice(1);
  for (const headers of [
    { cookie: `session=${changed}` },
    { cookie: `session=${token}x` },
    { cookie: `session=${token.toLowerCase()}` },
    { cookie: `Session=${token}` },
    { cookie: `__Host-session=${token}` },
    { cookie: `session=%00${token}` },
    { cookie: `session=${agent?.signedIn?.sessionId}` },
    { cookie: `session=${agent?.signedIn?.accountId}` },
    { authorization: `Bearer ${token}` },
    { authorization: `Basic ${Buffer.from(`x:${token}`).toString("base64")}` },
    { "x-session": token },
    { cookie: "session=" },
    { cookie: `session=${"' or 1=1--".padEnd(43, "a")}` },
  ])
    assert.equal(await ask(headers), 401, JSON.stringify(headers));
  assert.ok((await ask({}, `/api/v1/sessions?session=${token}`)) >= 400);
});

test("every answer of the API says that it is no page, and what is signed in is kept by nobody", async () => {
  const { people } = world;
  await several(
    people.flatMap((person) => routes.filter(({ method }) => method === "GET").map((route) => ({ person, route }))),
    6,
    async ({ person, route }) => {
      const [object] = world.objects.get(paramsOf(route).join(",")) ?? [];
      const answer = await world.client.ask({
        method: "GET",
        path: pathOf(route, object?.params ?? {}, sampleFor(route).query),
        cookie: person.cookie,
      });
      const what = `${person.name} ${route.path}`;
      const { headers } = answer;
      assert.equal(headers["x-content-type-options"], "nosniff", what);
      assert.match(String(headers["content-security-policy"]), /default-src 'none'/, what);
      assert.ok(headers["content-type"], what);
      assert.ok(headers["x-powered-by"] === undefined && headers["server"] === undefined, what);
      const shared = /public/.test(String(headers["cache-control"]));
      if (!shared) assert.equal(headers["cache-control"], "no-store", what);
      else assert.ok(!headers["set-cookie"] && standingFor({ kind: "public" }, route.action) !== null, what);
      if (answer.status === 200 && headers["access-control-allow-origin"]) assert.ok(shared, what);
      assert.equal(headers["access-control-allow-credentials"], undefined, what);
    },
  );
});
