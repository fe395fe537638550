import assert from "node:assert/strict";
import { test } from "node:test";
import { several } from "../server/hostile/http-rig.ts";
import routes from "../web/routes.ts";
import { cannery } from "./fixtures.ts";
import { portalForThisFile } from "./portal.ts";
import { makeSession } from "./sign-in.ts";

/** Every page, found in the list of pages itself, asked for by everybody as nobody should. */

const portal = portalForThisFile();

const uuid = "00000000-0000-4000-8000-0000000000ff";
/** What stands in a page's address; what is not here is a UUID that nothing has. */
const params: Record<string, string> = {
  uscc: cannery.uscc,
  item: "penalty",
  code: "request.invalid",
  token: "a".repeat(43),
};

type Entry = (typeof routes)[number];

/** Addresses of all pages, in Chinese and English. */
const pathsBelow = (entries: readonly Entry[], base: string): string[] =>
  entries.flatMap(({ path = "", children, index }) => {
    const here = [base, path].filter((part) => part !== "").join("/");
    const its = index === true || (path !== "" && children === undefined) ? [here] : [];
    return [...its, ...pathsBelow(children ?? [], here)];
  });
const pages = [
  ...new Set(
    pathsBelow(routes, "").flatMap((path) => {
      const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? uuid).replace("*", "no/such/page");
      return filled.startsWith("en?")
        ? [filled.replace(/^en\?/, "").replace(/^(?!\/)/, "/"), filled.replace(/^en\?/, "/en")]
        : [`/${filled}`];
    }),
  ),
];

type Visitor = readonly [name: string, cookie: string | null];
const signIn = async (): Promise<Visitor[]> => {
  const { instance } = portal;
  const visitors: Visitor[] = [["public", null]];
  const roles = ["departmentClerk", "windowClerk", "systemAdministrator", "securityAdministrator", "auditor"] as const;
  for (const role of roles) visitors.push([role, (await makeSession(instance, { roles: [role] })).cookie]);
  visitors.push(["agent", (await makeSession(instance, { uscc: cannery.uscc })).cookie]);
  const half = await makeSession(instance, { roles: ["creditOffice"], secondFactor: false });
  visitors.push(["half signed in", half.cookie]);
  return visitors;
};
let signingIn: Promise<Visitor[]> | null = null;
const everybody = (): Promise<Visitor[]> => (signingIn ??= signIn());

const ask = (path: string, [, cookie]: Visitor, init: RequestInit = {}): Promise<Response> =>
  fetch(portal.origin + path, {
    ...init,
    redirect: "manual",
    headers: {
      accept: "text/html",
      ...(cookie === null ? {} : { cookie }),
      ...(init.headers as Record<string, string>),
    },
  });

const everyVisit = async (): Promise<{ path: string; visitor: Visitor }[]> => {
  const visitors = await everybody();
  // The English pages are the same ones: the public asks for them.
  return pages.flatMap((path) =>
    visitors.filter(([name]) => name === "public" || !path.startsWith("/en")).map((visitor) => ({ path, visitor })),
  );
};

/** Leads to a page of this site. */
const assertLocal = (what: string, location: string | null): void => {
  if (location === null) return;
  const { origin } = new URL(location, portal.origin);
  assert.ok(origin === portal.origin && /^\/(?![/\\])/.test(location), `${what} leads to ${location}`);
};

test("the list of pages is found, and has the ones that everybody knows", () => {
  for (const known of [
    "/",
    "/en",
    "/records",
    "/en/records",
    "/workbench",
    "/en/workbench/records",
    "/sign-in",
    "/care",
  ])
    assert.ok(pages.includes(known), `${known} in ${pages.join(" ")}`);
});

test("every page says what may run in it, is no other type, sits in no frame; what is signed in is kept nowhere", async () => {
  await several(await everyVisit(), 4, async ({ path, visitor }) => {
    const answer = await ask(path, visitor);
    const what = `${visitor[0]} ${path}`;
    const text = await answer.text();
    assert.ok(answer.status < 500, `${what}: ${answer.status}`);
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff", what);
    assert.ok(answer.headers.get("referrer-policy"), what);
    assert.equal(answer.headers.get("server"), null, what);
    assert.equal(answer.headers.get("x-powered-by"), null, what);
    assertLocal(what, answer.headers.get("location"));
    const cache = answer.headers.get("cache-control") ?? "";
    if (visitor[1] === null) assert.doesNotMatch(cache, /public/, what);
    else assert.equal(cache, "no-store", what);
    const policy = answer.headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src '(self|none)'/, what);
    assert.match(policy, /frame-ancestors 'none'/, what);
    if (!answer.headers.get("content-type")?.startsWith("text/html")) return;
    assert.match(
      policy,
      /script-src 'self' 'nonce-[\w+/=]{20,}';.*object-src 'none'.*base-uri 'none'.*form-action 'self'/,
      what,
    );
    assert.doesNotMatch(policy, /unsafe-eval|script-src[^;]*unsafe/, what);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    for (const [tag] of text.matchAll(/<script\b[^>]*>/g))
      assert.ok(tag.includes(`nonce="${nonce}"`) || /src="\/assets\//.test(tag), `${what}: ${tag}`);
    assert.doesNotMatch(text, /\son\w+="|javascript:/, what);
  });
});

const hostile = [
  "q=%3Cscript%3Ealert(1)%3C/script%3E&to=%3Cscript%3Ealert(1)%3C/script%3E&name=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
  "q=%27%20or%201=1--&cursor=%27--&item=%27&from=%27&to=//evil.example&back=//evil.example",
  "q=%00&item=%00&cursor=%00&to=%00",
  "q=%ff%fe&to=%ed%a0%80",
  "to=https://evil.example/&back=https://evil.example/&next=https://evil.example/",
  "to=/%5Cevil.example&to=/%09/evil.example&to=javascript:alert(1)",
  `q=${"%E8%AF%9A".repeat(3000)}`,
  "__proto__[x]=1&constructor=1&limit=-1&page=1e309&columns=__proto__,constructor",
  Array.from({ length: 2000 }, (_, n) => `a${n}=1`).join("&"),
  "index&_routes=root&_data=root",
];

test("no query makes a page fail, stands in it as markup, or leads elsewhere", async () => {
  // Whoever sees most of a page meets its query; without a session there is the way to sign in.
  const asks = (path: string, name: string): boolean =>
    name === "public" || (/^\/(workbench|account)/.test(path) && (name === "departmentClerk" || name === "agent"));
  const everyone = await everybody();
  const cases = pages
    .filter((path) => !path.startsWith("/en"))
    .flatMap((path) =>
      everyone
        .filter(([name]) => asks(path, name))
        .flatMap((visitor) => hostile.map((query) => ({ path, visitor, query }))),
    );
  await several(cases, 4, async ({ path, visitor, query }) => {
    const answer = await ask(`${path}?${query}`, visitor);
    const text = await answer.text();
    const what = `${visitor[0]} ${path}?${query.slice(0, 60)}`;
    assert.ok(answer.status < 500, `${what}: ${answer.status}`);
    assert.doesNotMatch(text, /<script>alert|<img src=x/, what);
    assertLocal(what, answer.headers.get("location"));
  });
});

test("a page's data asked for alone, whole or in part, tell nobody more than the page", async () => {
  const signedOut = (await everybody()).filter(([name]) => name === "public" || name === "half signed in");
  const own = pages.filter(
    (path) => /^\/(workbench|account)/.test(path) && !path.includes("no/such") && !path.endsWith("sign-out"),
  );
  assert.ok(own.length > 5);
  for (const path of own)
    for (const visitor of signedOut)
      for (const routesAsked of [
        "",
        "?_routes=workbench-records",
        "?_routes=workbench",
        `?_routes=workbench${path.replace("/workbench", "")}`,
      ]) {
        const answer = await ask(`${path === "/workbench" ? "/workbench/_root" : path}.data${routesAsked}`, visitor, {
          headers: { accept: "*/*" },
        });
        const text = await answer.text();
        const what = `${visitor[0]} ${path}.data${routesAsked}`;
        assert.ok(answer.status < 500, `${what}: ${answer.status}`);
        assert.doesNotMatch(text, /accountId|displayName|测试员|grantId|letterNumber/, what);
        assert.notEqual(answer.headers.get("cache-control")?.includes("public"), true, what);
      }
});

test("a form sent from another site's page changes nothing on any page, and one without a session opens nothing", async () => {
  const body = "login=x&password=y&name=z&reason=x&back=//evil.example&care=on&to=//evil.example";
  await several(await everyVisit(), 4, async ({ path, visitor }) => {
    const what = `${visitor[0]} POST ${path}`;
    const type = { "content-type": "application/x-www-form-urlencoded" };
    for (const origin of ["https://evil.example", "null"]) {
      const foreign = await ask(path, visitor, { method: "POST", body, headers: { ...type, origin } });
      assert.equal(foreign.status, 403, what);
      assert.equal(foreign.headers.get("set-cookie"), null, what);
    }
    if (visitor[1] !== null) return;
    const answer = await ask(path, visitor, { method: "POST", body, headers: type });
    assert.ok(answer.status < 500, `${what}: ${answer.status}`);
    assertLocal(what, answer.headers.get("location"));
    assert.doesNotMatch(answer.headers.get("set-cookie") ?? "", /session=\w/, what);
    for (const odd of ["text/plain", "multipart/form-data; boundary=x", "application/json", "multipart/form-data"]) {
      const other = await ask(path, visitor, { method: "POST", body: "{", headers: { "content-type": odd } });
      assert.ok(other.status < 500, `${what} as ${odd}: ${other.status}`);
    }
    const huge = await ask(path, visitor, { method: "POST", body: `a=${"x".repeat(200_000)}`, headers: type });
    assert.equal(huge.status, 413, `${what}, huge`);
  });
});

test("an address that looks like another site's stays on this one, and no method but its own does anything", async () => {
  const visitor: Visitor = ["public", null];
  for (const path of [
    "//evil.example",
    "//evil.example/%2e%2e",
    "/en//evil.example/",
    "/\\evil.example",
    "/%5c%5cevil.example",
    "/.//evil.example",
  ]) {
    const answer = await ask(path, visitor);
    await answer.text();
    assert.ok(answer.status < 500, path);
    assertLocal(path, answer.headers.get("location"));
  }
  for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS"])
    for (const path of pages.filter((one) => !one.startsWith("/en"))) {
      const answer = await ask(path, visitor, { method });
      await answer.text();
      assert.ok(answer.status >= 400 && answer.status < 500, `${method} ${path}: ${answer.status}`);
    }
});
