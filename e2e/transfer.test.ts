import assert from "node:assert/strict";
import { test } from "node:test";
import { phone, visit } from "./browser.ts";
import { cannery } from "./fixtures.ts";
import { portalForThisFile } from "./portal.ts";

const portal = portalForThisFile();

/** Bytes over the wire of a first view, headers included. */
const transferred = async (path: string, javaScriptEnabled: boolean): Promise<number> => {
  const { page, context } = await visit(portal.browser, portal.origin, { viewport: phone, javaScriptEnabled });
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  let bytes = 0;
  wire.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(path, { waitUntil: "networkidle" });
  await context.close();
  return bytes;
};

for (const path of ["/", "/search?q=江畔", "/penalties", "/developers", "/catalogue/limits", "/en"]) {
  test(`${path} weighs at most 50 KB without JavaScript and 130 KB with it`, async () => {
    const without = await transferred(path, false);
    assert.ok(without > 2_000 && without <= 50 * 1024, `${without} bytes without JavaScript`);
    const whole = await transferred(path, true);
    // A page without scripts weighs the same both times, but for how well its random nonce is compressed.
    assert.ok(whole > without - 100 && whole <= 130 * 1024, `${whole} bytes with JavaScript, ${without} without`);
  });
}

test("nothing is asked of another host", async () => {
  const { page } = await visit(portal.browser, portal.origin);
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  for (const path of ["/", `/organisations/${cannery.uscc}`, "/developers"])
    await page.goto(path, { waitUntil: "networkidle" });
  assert.deepEqual([...hosts], [portal.origin]);
});

test("every script of a page carries the nonce of its own answer, and no two answers share one", async () => {
  const nonces = new Set<string>();
  for (let time = 0; time < 3; time++) {
    const response = await fetch(portal.origin);
    const policy = response.headers.get("content-security-policy") ?? "";
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    const page = await response.text();
    const inline = page.match(/<script(?![^>]*\bsrc=)[^>]*>/g) ?? [];
    assert.ok(inline.length > 0);
    for (const tag of inline) assert.ok(tag.includes(`nonce="${nonce}"`), tag);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/);
    nonces.add(nonce);
  }
  assert.equal(nonces.size, 3);
});

test("the commands on the developers' page ask for what is really there", async () => {
  const reference = await (await fetch(`${portal.origin}/developers`)).text();
  const commands = (reference.match(/<pre[^>]*>.*?<\/pre>/gs) ?? []).join("\n");
  const urls = [...commands.matchAll(/curl (?:-\S+ )*(?:-H [^']*)?(?:&#x27;|')(http:[^&']*(?:&amp;[^&']*)*)/g)].map(
    ([, url = ""]) => url.replaceAll("&amp;", "&"),
  );
  assert.ok(urls.length >= 6, commands);
  for (const url of urls.filter((one) => !one.endsWith("/organisations"))) {
    const response = await fetch(url);
    assert.equal(response.status, 200, url);
    assert.ok((await response.text()).length > 20);
  }
});

test("a page that did not change is not sent again", async () => {
  const first = await fetch(`${portal.origin}/penalties`);
  const etag = first.headers.get("etag") ?? "";
  const second = await fetch(`${portal.origin}/penalties`, { headers: { "if-none-match": etag } });
  assert.equal(second.status, 304);
});
