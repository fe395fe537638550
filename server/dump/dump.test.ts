import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { listRecords, showStatistics } from "@chengxin/domain/record/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { FastifyInstance } from "fastify";
import { splitRecords } from "@chengxin/domain/intake/split-records.ts";
import { fixedClock } from "../platform/clock.ts";
import { publicOnly } from "../test/http.ts";
import { buildHttp } from "../platform/http-server.ts";
import { openLog } from "../platform/log.ts";
import { buildOrganisation, buildRecord } from "../test/build.ts";
import { withheldItem } from "../test/catalogue.ts";
import { openReading, type Reading } from "../test/reading.ts";
import { makeDump } from "./make-dump.ts";
import { isDue, nightlyDump } from "./nightly.ts";
import { dumpRoutes } from "./routes.ts";
import { readRange, serveDumps } from "./serve-dumps.ts";
import { DumpedOrganisation, DumpedRecord, schemaOf } from "./shapes.ts";
import { openShelf, type Manifest, type Shelf } from "./shelf.ts";

const day = "2026-06-01";
const clock = fixedClock(`${day}T04:00:00Z`);
const always = () => Promise.resolve(true);
const never = new AbortController().signal;

let reading: Reading;
let dataDir: string;
let shelf: Shelf;

before(async () => {
  reading = await openReading();
  for (let i = 0; i < 40; i++) {
    const organisation = await buildOrganisation(reading.database, {
      registered: i % 4 > 0,
      formerNames: i % 9 === 0 ? [`样例旧名${i}`] : [],
    });
    const row = { organisation_id: organisation.organisationId, source_id: 1 };
    for (let n = 0; n < i; n++)
      await buildRecord(reading.database, {
        ...row,
        item_id: [2, 3, withheldItem][n % 3]!,
        public_until: ["2026-05-31", day, "infinity", "-infinity"][n % 4]!,
        amount_cents: n * 100,
        content: {
          CF_WSH: `=1+${n}`,
          XK_WSH: "许〔2026〕1号",
          CF_FRDB: "赵铁柱",
          XK_FRDB: "赵铁柱",
          BZ: "内部备注",
          CF_SY: '当事人员工，"引号"\n换行',
        },
      });
    if (i % 2)
      await buildRecord(reading.database, {
        ...row,
        item_id: 1,
        public_until: "infinity",
        content: { name: organisation.name, legalRepresentative: "赵铁柱", businessScope: "零售" },
      });
  }
});
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "chengxin-dump-"));
  shelf = openShelf(dataDir);
});
after(() => reading.close());

const services = (at = clock) => ({ database: reading.database, catalogue: reading.catalogue, clock: at, shelf });
const make = async (at = clock): Promise<Manifest> => {
  const made = await makeDump(services(at), always, never);
  assert.ok(made);
  return made;
};
const text = async (manifest: Manifest, start: string, end: string): Promise<string> => {
  const file = manifest.files.find(({ name }) => name.startsWith(start) && name.endsWith(end));
  assert.ok(file);
  const bytes = await readFile(shelf.path(manifest, file.name)!);
  assert.deepEqual([bytes.length, createHash("sha256").update(bytes).digest("hex")], [file.bytes, file.sha256]);
  return gunzipSync(bytes).toString("utf8");
};
const lines = (content: string): unknown[] =>
  content
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);

test("a dump holds exactly what the API shows that day, in numbers and in content", async () => {
  const manifest = await make();
  const ask = await reading.at(`${day}T04:00:00Z`);
  const statistics = (await ask("showStatistics")) as RouteAnswer<typeof showStatistics>;
  const records = lines(await text(manifest, "records", ".jsonl.gz")).map((line) => DumpedRecord.parse(line));
  const organisations = lines(await text(manifest, "organisations", ".jsonl.gz")).map((line) =>
    DumpedOrganisation.parse(line),
  );
  assert.equal(organisations.length, statistics.organisations.value);
  for (const { item, count } of statistics.items)
    assert.equal(records.filter((record) => record.item.id === item).length, count.value, item);
  assert.deepEqual(
    manifest.files.map(({ table, rows }) => [table, rows]),
    [
      ["organisations", organisations.length],
      ["organisations", organisations.length],
      ["records", records.length],
      ["records", records.length],
    ],
  );

  const listed = new Map<string, unknown>();
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = (await ask("listRecords", { limit: 100, ...(cursor ? { cursor } : {}) })) as RouteAnswer<
      typeof listRecords
    >;
    for (const record of page.items) listed.set(record.recordId, record);
    cursor = page.next;
  }
  assert.ok(records.length > 100);
  assert.deepEqual(new Map(records.map(({ fields: _, ...record }) => [record.recordId, record])), listed);
});

test("CSV and JSON lines have the same rows, and no cell of the CSV is a formula", async () => {
  const manifest = await make();
  const rows: string[][] = [];
  splitRecords((await text(manifest, "records", ".csv.gz")).replace(/^\uFEFF/, ""), ",", (cells) =>
    rows.push([...cells]),
  );
  const records = lines(await text(manifest, "records", ".jsonl.gz")).map((line) => DumpedRecord.parse(line));
  const [head, ...body] = rows.filter((cells) => cells.length > 1);
  assert.equal(body.length, records.length);
  const at = head!.indexOf("记录编号");
  assert.deepEqual(
    body.map((cells) => cells[at]),
    records.map(({ recordId }) => recordId),
  );
  assert.ok(body.flat().every((cell) => !/^[=+@]/.test(cell)));
});

test("nothing that is not public is in a dump", async () => {
  const manifest = await make();
  const all = (
    await Promise.all(
      [
        ["records", ".jsonl.gz"],
        ["records", ".csv.gz"],
        ["organisations", ".jsonl.gz"],
        ["organisations", ".csv.gz"],
      ].map(([start, end]) => text(manifest, start!, end!)),
    )
  ).join();
  for (const secret of ["赵铁柱", "内部备注", "withheld", "2026-05-31", "-infinity"])
    assert.ok(!all.includes(secret), secret);
});

test("the schema of a dump is beside it", async () => {
  const manifest = await make();
  for (const { table, schema } of manifest.files)
    assert.equal(await readFile(shelf.path(manifest, schema)!, "utf8"), schemaOf(table));
});

test("making a dump notes an event", async () => {
  const { id } = await make();
  const { rows } = await reading.database.pool.query<{ data: string }>(
    "select data from event where action = 'dump.made' and object = $1",
    [`dump:${id}`],
  );
  assert.ok(rows.length > 0);
});

test("three dumps are kept; what an interrupted one left is cleared away, and never on the shelf", async () => {
  const interrupted = new AbortController();
  interrupted.abort();
  await assert.rejects(makeDump(services(), always, interrupted.signal));
  assert.deepEqual(await shelf.list(), []);
  assert.equal((await readdir(join(dataDir, "dumps"))).length, 1);
  for (const hour of ["05", "06", "07", "08"]) await make(fixedClock(`${day}T${hour}:00:00Z`));
  assert.deepEqual(
    (await shelf.list()).map(({ id }) => id),
    ["160000", "150000", "140000"].map((time) => `${day}T${time}`),
  );
  assert.equal((await readdir(join(dataDir, "dumps"))).length, 3);
});

test("two processes at once make one dump", async () => {
  const wanted = async (): Promise<boolean> => isDue(clock, (await shelf.list())[0]);
  const made = await Promise.all([makeDump(services(), wanted, never), makeDump(services(), wanted, never)]);
  assert.equal(made.filter((manifest) => manifest !== null).length, 1);
  assert.equal(await makeDump(services(), wanted, never), null);
});

test("a dump is due at first start and on each new day in Shanghai", () => {
  assert.ok(isDue(clock, undefined));
  assert.ok(!isDue(clock, { asOf: day }));
  assert.ok(!isDue(fixedClock("2026-06-01T15:59:59Z"), { asOf: day }));
  assert.ok(isDue(fixedClock("2026-06-01T16:00:00Z"), { asOf: day }));
});

test("the nightly maker makes what is missing at start, and a broken disk is told, not fatal", async () => {
  const errors: unknown[] = [];
  const nightly = nightlyDump(services(), (error) => errors.push(error));
  nightly.start();
  for (let i = 0; i < 200 && (await shelf.list()).length === 0; i++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await nightly.stop();
  assert.equal((await shelf.list()).length, 1);
  await rm(join(dataDir, "dumps"), { recursive: true });
  await writeFile(join(dataDir, "dumps"), "a file where the folder should be");
  const broken = nightlyDump(services(), (error) => errors.push(error));
  broken.start();
  for (let i = 0; i < 200 && errors.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 20));
  await broken.stop();
  assert.equal(errors.length, 1);
});

test("ranges are read as RFC 9110 says", () => {
  assert.deepEqual(readRange("bytes=0-9", 100), { first: 0, last: 9 });
  assert.deepEqual(readRange("bytes=90-", 100), { first: 90, last: 99 });
  assert.deepEqual(readRange("bytes=-5", 100), { first: 95, last: 99 });
  assert.deepEqual(readRange("bytes=5-500", 100), { first: 5, last: 99 });
  assert.equal(readRange("bytes=100-", 100), "unsatisfiable");
  for (const header of [undefined, "bytes=-", "bytes=9-3", "bytes=0-1,5-6", "lines=1-2"])
    assert.equal(readRange(header, 100), null);
});

test("a dump can be fetched whole, in part and again, only by a name of today's manifest, and only on its day", async () => {
  const manifest = await make();
  const { log, close } = openLog(dataDir, clock);
  let now = clock;
  const reader = { shelf, clock: { now: () => now.now(), today: () => now.today() } };
  const app: FastifyInstance = await buildHttp({
    routes: dumpRoutes(reader),
    clock,
    log,
    ready: always,
    rateLimit: null,
    trustedProxies: [],
    ...publicOnly,
    downloads: serveDumps(reader),
  });
  try {
    const { items } = (await app.inject("/api/v1/dumps")).json<{
      items: { url: string; sha256: string; rows: number; schemaUrl: string }[];
    }>();
    assert.deepEqual(
      items.map(({ rows }) => rows),
      manifest.files.map(({ rows }) => rows),
    );
    const { url, sha256, schemaUrl } = items[2]!;
    const whole = await app.inject(url);
    assert.equal(createHash("sha256").update(whole.rawPayload).digest("hex"), sha256);
    assert.equal(whole.headers["content-length"], String(whole.rawPayload.length));
    const part = await app.inject({ url, headers: { range: "bytes=100-199" } });
    assert.deepEqual(
      [part.statusCode, part.headers["content-range"], part.rawPayload.equals(whole.rawPayload.subarray(100, 200))],
      [206, `bytes 100-199/${whole.rawPayload.length}`, true],
    );
    const etag = String(whole.headers.etag);
    assert.equal((await app.inject({ url, headers: { range: "bytes=0-1", "if-range": '"other"' } })).statusCode, 200);
    assert.equal((await app.inject({ url, headers: { range: "bytes=0-1", "if-range": etag } })).statusCode, 206);
    assert.equal((await app.inject({ url, headers: { "if-none-match": etag } })).statusCode, 304);
    assert.equal((await app.inject({ url, headers: { range: "bytes=99999999-" } })).statusCode, 416);
    const head = await app.inject({ url, method: "HEAD" });
    assert.deepEqual(
      [head.statusCode, head.headers["content-length"], head.rawPayload.length],
      [200, String(whole.rawPayload.length), 0],
    );
    assert.equal((await app.inject(schemaUrl)).json<{ title: string }>().title, "Public record / 公开记录");
    await mkdir(join(dataDir, "dumps", "secret"), { recursive: true });
    for (const path of ["manifest.json", "..%2f..%2fsecret", "%2e%2e/manifest.json", "records.jsonl.gz"])
      assert.equal((await app.inject(`/api/v1/dumps/${manifest.id}/${path}`)).statusCode, 404, path);
    now = fixedClock("2026-06-01T16:00:00Z");
    assert.equal((await app.inject(url)).statusCode, 404);
    assert.deepEqual((await app.inject("/api/v1/dumps")).json(), { items: [] });
  } finally {
    await app.close();
    await close();
  }
});
