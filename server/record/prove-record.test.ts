import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { showRecordProof, type showLog } from "@chengxin/domain/log/api.ts";
import { showRecord } from "@chengxin/domain/record/api.ts";
import { Problem } from "@chengxin/domain/problem.ts";
import type { Route, RouteAnswer, RouteInput } from "@chengxin/domain/route.ts";
import { trustIn } from "@chengxin/verifier/checkpoint.js";
import { Refusal } from "@chengxin/verifier/bytes.js";
import { witnessSigner } from "@chengxin/verifier/test/sign.ts";
import { verifyEntryProof } from "@chengxin/verifier/proof.js";
import { backfill } from "../log/backfill.ts";
import { guardFilePath } from "../log/guard.ts";
import { ensureLog } from "../log/keys.ts";
import { placeWaiting } from "../log/round.ts";
import { fixedClock, systemClock } from "../platform/clock.ts";
import { buildOrganisation, buildRecord, type BuiltOrganisation } from "../test/build.ts";
import { withheldItem } from "../test/catalogue.ts";
import { testKeyring } from "../test/keyring.ts";
import { call, openReading, type Reading } from "../test/reading.ts";
import { logRoutes } from "../log/routes.ts";
import { addWitness } from "../log/witnesses/configure.ts";

let reading: Reading;
let keys: Awaited<ReturnType<typeof testKeyring>>;
before(async () => {
  reading = await openReading();
  keys = await testKeyring(reading.database);
  await ensureLog(reading.database, keys.keyring, "test.invalid/log", new Date("2026-01-01T00:00:00Z"));
});
after(async () => {
  keys?.close();
  await reading?.close();
});

const backfilled = () => backfill({ database: reading.database, clock: systemClock });
/** Everything stored gets its place. */
const place = async (): Promise<void> => {
  const { database } = reading;
  await backfilled();
  const guardPath = guardFilePath(join(keys.dataDir, "data"));
  await placeWaiting({ database, keys: keys.keyring, clock: systemClock, guardPath });
};

const day = "2026-06-01";
const ask = async <R extends Route>(route: R, input: RouteInput<R>, on = day): Promise<RouteAnswer<R>> =>
  (await (
    await reading.at(`${on}T04:00:00Z`)
  )(route.name, input as Record<string, unknown>)) as RouteAnswer<R>;
const log = async (instant = `${day}T04:00:00Z`): Promise<RouteAnswer<typeof showLog>> =>
  (await call(logRoutes({ database: reading.database, clock: fixedClock(instant) }), "showLog", {})) as RouteAnswer<
    typeof showLog
  >;
const trust = async () => trustIn((await log()).keys.map(({ vkey }) => vkey));
const refusal = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

/** Nothing in it is withheld or masked. */
const open = {
  CF_WSH: "样市监罚〔2026〕1号",
  CF_CFLB: ["罚款"],
  CF_NR: "罚款人民币壹万元整",
  CF_JDRQ: "2026-05-01",
  CF_CFJG: "样例市市场监督管理局",
};
const store = (
  { organisationId }: BuiltOrganisation,
  over: Partial<Parameters<typeof buildRecord>[1]> = {},
): Promise<{ recordId: string }> =>
  buildRecord(reading.database, {
    organisation_id: organisationId,
    item_id: 3,
    source_id: 1,
    decided_on: "2026-05-01",
    public_until: "2027-05-01",
    kind: 3,
    content: open,
    ...over,
  });
const stored = async (over: Partial<Parameters<typeof buildRecord>[1]> = {}) => {
  const organisation = await buildOrganisation(reading.database);
  return { uscc: organisation.uscc, organisation, ...(await store(organisation, over)) };
};
const placeOf = async (at: { uscc: string; recordId: string }) => {
  const { logged, ...its } = await ask(showRecordProof, { uscc: at.uscc, recordId: at.recordId });
  assert.ok(logged, "it has its place");
  return { ...its, logged, opened: await verifyEntryProof(logged.proof, await trust()) };
};

test("the proof of a public record holds under the log's published key, and lays open what the page shows", async () => {
  const records = [await stored(), await stored({ content: { ...open, CF_NR: "警告" } }), await stored()];
  await place();
  for (const record of records) {
    const { logged, whole, hidden, version, knownFrom, opened } = await placeOf(record);
    assert.deepEqual([whole, hidden, version], [true, [], 1]);
    assert.equal(opened.index, logged.index);
    assert.equal(opened.checkpoint.size, logged.checkpoint.size);
    assert.equal(Buffer.from(opened.checkpoint.root).toString("base64"), logged.checkpoint.root);
    assert.equal(opened.uscc, record.uscc);
    assert.equal(new Date(opened.time / 1000).toISOString(), knownFrom);
    assert.ok(opened.statement.kind === "record" && opened.statement.recordId === record.recordId.replaceAll("-", ""));
    assert.deepEqual([opened.statement.publicUntil, opened.statement.change], ["2027-05-01", "reported"]);
    const { $salt, ...content } = JSON.parse(opened.content ?? "{}") as Record<string, string>;
    assert.match($salt ?? "", /^[0-9a-f]{32}$/);
    const byId = ([a = ""]: string[], [b = ""]: string[]) => (a < b ? -1 : 1);
    const { fields, logIndex } = await ask(showRecord, { uscc: record.uscc, recordId: record.recordId });
    assert.equal(logIndex, logged.index);
    assert.deepEqual(
      Object.entries(content)
        .map(([id, value]) => [id, [value].flat().join("；")])
        .sort(byId),
      fields.map(({ id, value }) => [id, value]).sort(byId),
    );
  }
});

test("a proof stays true as the log grows, and each place is told once", async () => {
  const record = await stored();
  await place();
  const { logged } = await placeOf(record);
  await stored();
  await place();
  const later = await placeOf(record);
  assert.equal(later.logged.index, logged.index);
  assert.ok(later.logged.checkpoint.size > logged.checkpoint.size);
  await verifyEntryProof(logged.proof, await trust());
});

test("where anything is masked or withheld, the hash alone is laid open, and nothing in the proof tells of it", async () => {
  for (const hidden of [
    { CF_FRDB: "赵铁柱" },
    { CF_SY: "法定代表人赵铁柱未按规定公示" },
    { CF_XDR_ZJHM: "暗号一二三" },
    { unknownField: "暗号四五六" },
  ]) {
    const record = await stored({ content: { ...open, ...hidden } });
    await place();
    const { logged, whole, opened } = await placeOf(record);
    assert.deepEqual([whole, opened.content], [false, null], JSON.stringify(hidden));
    const [, extra = ""] = /^extra (.*)$/m.exec(logged.proof) ?? [];
    const laidOpen = Buffer.from(extra, "base64").toString();
    assert.doesNotMatch(laidOpen, /赵铁柱|暗号|unknownField/);
    const { rows } = await reading.database.pool.query<{ salt: string; content: string }>(
      "select encode(salt, 'hex') as salt, encode(content_hash, 'hex') as content from record where record_id = $1",
      [record.recordId],
    );
    for (const secret of Object.values(rows[0] ?? {})) assert.ok(!laidOpen.includes(secret));
  }
});

test("who cosigned what is shown is named beside it, and the cosignature holds", async () => {
  const record = await stored();
  await place();
  const plain = await placeOf(record);
  assert.deepEqual(plain.logged.cosigned, []);
  const time = 1_780_000_000;
  const witness = witnessSigner("witness.invalid/w", time);
  await addWitness(
    reading.database,
    { name: "邻市", url: "https://witness.invalid", vkey: witness.vkey },
    { actor: { kind: "system", name: "test" }, at: systemClock.now() },
  );
  const note = plain.logged.proof.split("\n\n")[1] ?? "";
  await reading.database.pool.query(
    "insert into log_cosignature (log_no, size, witness_no, time, line) select 1, $1, witness_no, $2, $3 from log_witness",
    [plain.logged.checkpoint.size, time, witness.line(`${note}\n`)],
  );
  const { logged } = await placeOf(record);
  assert.deepEqual(logged.cosigned, [{ name: "邻市", at: new Date(time * 1000).toISOString() }]);
  const opened = await verifyEntryProof(logged.proof, await trustIn(logged.keys, [witness.vkey]));
  assert.deepEqual(
    opened.checkpoint.cosigners.map((cosigner) => cosigner.time),
    [time],
  );
});

test("an entry that has no place yet is told as waiting, not as an error", async () => {
  const record = await stored();
  const answer = await ask(showRecordProof, { uscc: record.uscc, recordId: record.recordId });
  assert.deepEqual([answer.version, answer.logged], [1, null]);
  assert.equal((await ask(showRecord, { uscc: record.uscc, recordId: record.recordId })).logIndex, null);
  await backfilled();
  assert.equal((await ask(showRecordProof, { uscc: record.uscc, recordId: record.recordId })).logged, null);
  await place();
  await placeOf(record);
});

test("what the page of the record does not show has no proof either: ended, withdrawn, never public, of another item", async () => {
  const ended = await stored();
  const never = await stored({ public_until: "-infinity" });
  const closed = await stored({ item_id: withheldItem, public_until: "infinity" });
  const withdrawn = await stored();
  await store(withdrawn.organisation, {
    record_id: withdrawn.recordId,
    version: 2,
    change: "withdrawn",
    public_until: "-infinity",
    known_from: "2026-05-20T00:00:00Z",
  });
  await place();
  await placeOf(ended);
  for (const [record, on] of [
    [ended, "2027-05-02"],
    [never, day],
    [closed, day],
    [withdrawn, day],
  ] as const) {
    const input = { uscc: record.uscc, recordId: record.recordId };
    const page = await ask(showRecord, input, on).catch((error: unknown) => error);
    assert.ok(page instanceof Problem);
    await assert.rejects(ask(showRecordProof, input, on), refusal(page.code));
  }
});

test("of a corrected record the present version alone is proven", async () => {
  const record = await stored({
    content: { ...open, CF_NR: "罚款人民币玖万元整" },
    known_from: "2026-05-03T01:00:00Z",
  });
  await place();
  const first = await placeOf(record);
  await store(record.organisation, { record_id: record.recordId, version: 2, known_from: "2026-05-20T01:00:00Z" });
  await place();
  const second = await placeOf(record);
  assert.deepEqual([first.version, second.version], [1, 2]);
  assert.ok(second.logged.index > first.logged.index);
  assert.ok(!(second.opened.content ?? "").includes("玖万"));
});

test("another organisation's record, an unknown one and a crooked id are not found", async () => {
  const record = await stored();
  const other = await stored();
  await place();
  for (const input of [
    { uscc: other.uscc, recordId: record.recordId },
    { uscc: record.uscc, recordId: "00000000-0000-0000-0000-000000000000" },
    { uscc: record.uscc, recordId: "../../etc" },
  ])
    await assert.rejects(ask(showRecordProof, input), refusal("record.not_found"));
  await assert.rejects(
    ask(showRecordProof, { uscc: "x", recordId: record.recordId }),
    refusal("organisation.code_invalid"),
  );
});

test("one bit changed in what is laid open, in the path or in the checkpoint, and the proof is refused", async () => {
  const record = await stored();
  await stored();
  await place();
  const { logged } = await placeOf(record);
  const lines = logged.proof.split("\n");
  for (const [number, line] of lines.entries()) {
    if (line === "" || line.startsWith("c2sp.org")) continue;
    const at = line.search(/[A-Za-z0-9+/=]{20,}/) + 12;
    const broken = line.startsWith("index")
      ? `index ${logged.index + 1}`
      : /^\d+$/.test(line)
        ? String(Number(line) + 1)
        : at < 12
          ? `${line}x`
          : line.slice(0, at) + (line.charAt(at) === "A" ? "B" : "A") + line.slice(at + 1);
    const forged = lines.with(number, broken).join("\n");
    await assert.rejects(verifyEntryProof(forged, await trust()), Refusal, line.slice(0, 30));
  }
});

test("the log tells its name, its keys and its newest checkpoint, and since when it has signed nothing", async () => {
  await stored();
  await place();
  const running = await log();
  assert.match(running.origin, /^test\.invalid\/log\//);
  assert.equal(running.keys.length, 1);
  assert.ok(running.keys[0]?.vkey.startsWith(`${running.origin}+`));
  assert.ok(running.checkpoint && running.checkpoint.size > 0);
  assert.equal(running.standsSince, null);
  await stored();
  await backfilled();
  const { rows } = await reading.database.pool.query<{ at: Date }>(
    "select at from log_group where first_index is null",
  );
  const since = rows[0]?.at ?? new Date(0);
  const after = (seconds: number) => log(new Date(since.getTime() + seconds * 1000).toISOString());
  assert.equal((await after(10)).standsSince, null);
  assert.equal((await after(3600)).standsSince, since.toISOString());
  await place();
  assert.equal((await after(3600)).standsSince, null);
});
