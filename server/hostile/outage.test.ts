import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { verifyEvents } from "../audit/verify-events.ts";
import { sealFilePath } from "../audit/seal-file.ts";
import { eventually, startInstance, type Instance } from "../drill/instance.ts";
import { systemClock } from "../platform/clock.ts";
import { processesIn } from "../platform/postgres/process-identity.ts";
import { beside } from "../test/beside.ts";
import { signInForTest, type SignedInForTest } from "../test/sign-in.ts";

/** The database of the real program is frozen, killed, and killed again for a while; whoever asks meanwhile is told so, and everything comes back by itself. */

const hasPages = existsSync(fileURLToPath(new URL("../../web/build/server/index.js", import.meta.url)));
let dataDir: string;
let instance: Instance;
let person: SignedInForTest;

before(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "chengxin-outage-"));
  chmodSync(dataDir, 0o755);
  instance = await startInstance(dataDir);
  person = await beside({ DATA_DIR: dataDir }, ({ database, keys }) =>
    signInForTest(database, { roles: ["departmentClerk"], keys }),
  );
});
after(async () => {
  await instance.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Told {
  readonly path: string;
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

const ask = async (path: string, body?: object): Promise<Told> => {
  const begun = performance.now();
  const answer = await fetch(instance.url + path, {
    method: body ? "POST" : "GET",
    redirect: "manual",
    headers: {
      cookie: person.cookie,
      accept: path.startsWith("/api") ? "application/json" : "text/html",
      ...(body ? { "content-type": "application/json" } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { path, status: answer.status, text: await answer.text(), ms: performance.now() - begun };
};

const paths = [
  "/api/v1/statistics",
  "/api/v1/session",
  "/api/v1/workbench/work",
  "/api/v1/organisations?q=江畔",
  ...(hasPages ? ["/", "/sign-in", "/en/records", "/workbench"] : []),
];

/** What was saved, as its answer said. */
const saved: string[] = [];
let number = 0;

/** Everybody asks and somebody saves, until the fault is over and everything answers again. @returns all that was said */
const through = async (fault: () => Promise<void>): Promise<Told[]> => {
  const told: Told[] = [];
  let going = true;
  const asking = paths.map(async (path) => {
    while (going) {
      told.push(await ask(path));
      await sleep(100);
    }
  });
  const saving = (async () => {
    while (going) {
      const name = `列表${++number}`;
      const answer = await ask("/api/v1/workbench/views", { list: "records", name, query: "item=penalty" });
      told.push(answer);
      if (answer.status === 200) saved.push(name);
      await sleep(100);
    }
  })();
  try {
    await sleep(1500); // all is well, and something is saved
    await fault();
    let silent: Told[] = [];
    await eventually("everything answers again", async () => {
      silent = (await Promise.all(paths.map((path) => ask(path)))).filter(({ status }) => status >= 400);
      return silent.length === 0;
    }).catch(() => assert.deepEqual(silent, []));
  } finally {
    going = false;
    await Promise.all([...asking, saving]);
  }
  return told;
};

/** During the fault: never another failure than "come back later", in words, within the time anybody waits. */
const assertTold = (told: readonly Told[]): void => {
  assert.ok(
    told.some(({ status }) => status === 503),
    "the fault was felt",
  );
  for (const { path, status, text, ms } of told) {
    const views = path.endsWith("/views") && status === 409; // as many as there may be
    assert.ok(status < 400 || status === 503 || views, `${path}: ${status} ${text.slice(0, 300)}`);
    assert.ok(ms < 25_000, `${path} took ${ms} ms`);
    if (status !== 503) continue;
    assert.doesNotMatch(text, /ECONN|postgres|terminat|\bat \w+ \(|5432|node_modules/, path);
    if (path.startsWith("/api")) assert.match(text, /"title":"[^"]{8,}/, path);
    else assert.match(text, /<main|<html/, path);
  }
};

const processes = (): number[] => processesIn(realpathSync(join(dataDir, "pg", "data"))).map(({ pid }) => pid);

test("frozen for twenty seconds, longer than a request may take", async () => {
  const told = await through(async () => {
    const frozen = processes();
    assert.ok(frozen.length > 3);
    for (const pid of frozen) process.kill(pid, "SIGSTOP");
    await sleep(20_000);
    for (const pid of frozen) process.kill(pid, "SIGCONT");
  });
  assertTold(told);
});

test("killed, and killed again as often as it is started, for ten seconds", async () => {
  const told = await through(async () => {
    const until = performance.now() + 10_000;
    while (performance.now() < until) {
      try {
        instance.killDatabase();
      } catch {
        // not started again yet
      }
      await sleep(400);
    }
  });
  assertTold(told);
});

test("what was said to be saved is there, the session holds, seals go on, and no chain is broken", async () => {
  assert.ok(saved.length > 5, `${saved.length} saved`);
  const { text } = await ask("/api/v1/workbench/views");
  const { items } = JSON.parse(text) as { items: { name: string }[] };
  const kept = new Set(items.map(({ name }) => name));
  assert.deepEqual(
    saved.filter((name) => !kept.has(name)),
    [],
  );
  await beside({ DATA_DIR: dataDir }, async ({ database }) => {
    await eventually("everything is sealed", async () => {
      const { rowCount } = await database.pool.query(
        "select from event where transaction >= coalesce((select max(to_transaction) from event_seal), '0')",
      );
      return rowCount === 0;
    });
    const { faults } = await verifyEvents({ database, clock: systemClock, filePath: sealFilePath(dataDir), waitMs: 0 });
    assert.deepEqual(faults, []);
  });
});
