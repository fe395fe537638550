import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Refusal } from "@chengxin/verifier/bytes.js";
import { trustIn } from "@chengxin/verifier/checkpoint.js";
import { verifyFileProof } from "@chengxin/verifier/file-proof.js";
import type { AccountActor, Actor } from "@chengxin/domain/access/actor.ts";
import { downloadFileProof } from "@chengxin/domain/dossier/api.ts";
import { listReaders } from "@chengxin/domain/dossier/readers-api.ts";
import { endMandate } from "@chengxin/domain/mandate/api.ts";
import { backfill } from "../log/backfill.ts";
import { guardFilePath } from "../log/guard.ts";
import { makeHeads } from "../log/heads/make-heads.ts";
import { ensureLog, publishedKeys, type Log } from "../log/keys.ts";
import { asSuperuserOf } from "../log/log-rig.ts";
import { placeWaiting } from "../log/round.ts";
import { buildOrganisation, buildRecord, type BuiltOrganisation } from "../test/build.ts";
import { withheldItem } from "../test/catalogue.ts";
import { isProblem, official, openFiles, type Files } from "../test/files.ts";
import { dossierRoutes } from "./routes.ts";

let now = new Date("2026-06-01T04:00:00Z");
const clock = { now: () => now, today: () => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10) };
const penaltyItem = 3;

let files: Files;
let log: Log;
let folder: string;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "chengxin-file-proof-"));
  files = await openFiles(dossierRoutes);
  log = await ensureLog(files.services.database, files.services.keys, "test.invalid/log", now);
});
after(async () => {
  await files.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Logs what was stored, lets the day end, and enters its heads. */
const dayPasses = async (): Promise<void> => {
  const { database, keys } = files.services;
  const round = () => placeWaiting({ database, keys, clock, guardPath: guardFilePath(folder) });
  await backfill({ database, clock });
  while (await round());
  now = new Date(now.getTime() + 24 * 3_600_000);
  assert.ok(await makeHeads({ database, keys, clock }, now));
  while (await round());
};

const vkeys = async (): Promise<string[]> =>
  (await publishedKeys(files.services.database, log.origin)).map(({ vkey }) => vkey);
const proofFor = async (agent: Actor, { uscc }: BuiltOrganisation): Promise<string> => {
  const { body } = await files.ask(agent, downloadFileProof, { uscc });
  assert.ok(!Buffer.isBuffer(body));
  return text(body);
};
const verified = async (proof: string) => verifyFileProof(proof, await trustIn(await vkeys()));
const refused =
  (...codes: string[]) =>
  (error: unknown): boolean =>
    error instanceof Refusal && codes.includes(error.code);

interface Entry {
  readonly index: number;
  readonly statement?: string;
}
interface Proof {
  readonly day: string;
  readonly entries: readonly Entry[];
}
const read = (proof: string): Proof => JSON.parse(proof) as Proof;

let own: BuiltOrganisation;
let other: BuiltOrganisation;
let agent: AccountActor;
const store = (
  of: BuiltOrganisation,
  fields: Partial<Parameters<typeof buildRecord>[1]> = {},
): ReturnType<typeof buildRecord> =>
  buildRecord(files.services.database, {
    organisation_id: of.organisationId,
    item_id: penaltyItem,
    source_id: 1,
    content: { CF_WSH: "样罚〔2026〕1号", CF_SY: "“引号”\n换行" },
    ...fields,
  });

test("before the first midnight there is no proof yet, and that is said", async () => {
  own = await buildOrganisation(files.services.database, { name: "样例重名有限公司" });
  other = await buildOrganisation(files.services.database, { name: "样例重名有限公司" });
  agent = await files.agentOf(own);
  await assert.rejects(files.ask(agent, downloadFileProof, { uscc: own.uscc }), isProblem("log.file_proof_not_yet"));
});

test("the proof has every version of the own organisation, closed items too, and none of the one with the same name", async () => {
  const first = await store(own);
  await store(own, { item_id: withheldItem });
  await store(own, { public_until: "-infinity" });
  await store(own, { record_id: first.recordId, version: 2, change: "corrected", known_from: "2026-02-01T00:00:00Z" });
  await store(own, {
    record_id: first.recordId,
    version: 3,
    change: "withdrawn",
    public_until: "-infinity",
    known_from: "2026-03-01T00:00:00Z",
  });
  for (let i = 0; i < 3; i++) await store(other);
  await dayPasses();
  const { uscc, statement, entries } = await verified(await proofFor(agent, own));
  assert.equal(uscc, own.uscc);
  assert.equal(statement.day, "2026-06-01");
  assert.equal(statement.organisations, 2);
  assert.equal(entries.length, 5);
  const changes = entries.map(({ opened }) => (opened?.statement.kind === "record" ? opened.statement.change : ""));
  assert.deepEqual(changes.toSorted(), ["corrected", "reported", "reported", "reported", "withdrawn"]);
  for (const { opened } of entries) assert.match(opened?.content ?? "", /“引号”/);
  assert.equal((await verified(await proofFor(await files.agentOf(other), other))).entries.length, 3);
});

test("one left out, one too many, another's, one twice, an older day's: none of it verifies", async () => {
  const proof = read(await proofFor(agent, own));
  const others = read(await proofFor(await files.agentOf(other), other));
  const { entries } = proof;
  const tampered = (changed: object): Promise<unknown> => verified(JSON.stringify({ ...proof, ...changed }));
  for (let i = 0; i < entries.length; i++)
    await assert.rejects(tampered({ entries: entries.toSpliced(i, 1) }), refused("file.incomplete"));
  await assert.rejects(tampered({ entries: [] }), refused("file.incomplete"));
  const more = [...entries, others.entries[0] as Entry].toSorted((a, b) => a.index - b.index);
  await assert.rejects(tampered({ entries: more }), refused("inclusion.root"));
  await assert.rejects(tampered({ entries: entries.toSpliced(1, 0, entries[0] as Entry) }), refused("file.order"));
  await assert.rejects(tampered({ uscc: other.uscc }), refused("inclusion.root"));
  await assert.rejects(tampered({ day: "2026-05-31" }), refused("file.day"));

  await store(own, { known_from: "2026-06-01T20:00:00Z" });
  await dayPasses();
  const next = read(await proofFor(agent, own));
  assert.equal(next.entries.length, 6);
  await verified(JSON.stringify(next));
  // what was downloaded earlier stays true; today's entries under yesterday's heads, or the reverse, are not
  await verified(JSON.stringify(proof));
  await assert.rejects(
    verified(JSON.stringify({ ...next, entries: proof.entries })),
    refused("inclusion.length", "inclusion.root", "file.incomplete"),
  );
  await assert.rejects(
    verified(JSON.stringify({ ...next, entries: next.entries.slice(0, 5) })),
    refused("file.incomplete"),
  );
});

test("an organisation without records can prove that there are none; one registered since waits for midnight", async () => {
  const empty = await buildOrganisation(files.services.database);
  const itsAgent = await files.agentOf(empty);
  await assert.rejects(proofFor(itsAgent, empty), isProblem("log.file_proof_not_yet"));
  await dayPasses();
  const proof = await proofFor(itsAgent, empty);
  assert.deepEqual((await verified(proof)).entries, []);
  const { entries } = read(await proofFor(agent, own));
  await assert.rejects(
    verified(JSON.stringify({ ...read(proof), entries: entries.slice(0, 1) })),
    refused("inclusion.root"),
  );
});

test("the agent alone gets it, the reading is on the list, and where the mandate ends the file is cut off and says so", async () => {
  const refusals: readonly (readonly [Actor, string])[] = [
    [await files.agentOf(other), "object.not_found"],
    [official("creditCentre"), "access.refused"],
    [{ kind: "public" }, "access.refused"],
  ];
  for (const [stranger, code] of refusals)
    await assert.rejects(files.ask(stranger, downloadFileProof, { uscc: own.uscc }), isProblem(code), code);
  const { items } = await files.ask(agent, listReaders, { uscc: own.uscc, whose: "all", limit: 100 });
  assert.ok(items.some(({ what, own: byAgent }) => what.kind === "proof" && byAgent));

  const leaving = await files.agentOf(own);
  const { body } = await files.ask(leaving, downloadFileProof, { uscc: own.uscc });
  assert.ok(!Buffer.isBuffer(body));
  await files.ask(official("windowClerk"), endMandate, {
    uscc: own.uscc,
    mandateId: leaving.mandates[0]?.mandateId,
    reason: "单位来函撤回",
  });
  const cut = await text(body);
  assert.match(cut, /没有写完/);
  assert.throws(() => JSON.parse(cut));
});

test("what was erased stands as bare bytes and still counts; a row that somebody changed doesn't verify", async () => {
  const before = read(await proofFor(agent, own));
  const ids = [...new Set(before.entries.map(({ statement }) => statement?.split("\n")[2] ?? ""))];
  const [victim = "", another = ""] = ids;
  await asSuperuserOf(files.fresh, async (client) => {
    const { rowCount } = await client.query("delete from record where replace(record_id::text, '-', '') = $1", [
      victim,
    ]);
    assert.ok(rowCount);
  });
  const proof = await proofFor(agent, own);
  const { entries } = await verified(proof);
  assert.equal(entries.length, before.entries.length);
  const erased = entries.filter(({ opened }) => opened === null).map(({ index }) => index);
  assert.deepEqual(
    erased,
    before.entries.filter(({ statement }) => statement?.includes(victim)).map(({ index }) => index),
  );
  await asSuperuserOf(files.fresh, (client) =>
    client.query("update record set content = '{}' where replace(record_id::text, '-', '') = $1", [another]),
  );
  await assert.rejects(proofFor(agent, own).then(verified), refused("inclusion.root"));
});

test("a file of many lots verifies offline with the command, and names what is wrong with a shortened one", async () => {
  for (let i = 0; i < 230; i++) await store(other, { content: { CF_WSH: `样罚〔2026〕${i}号` } });
  await dayPasses();
  const proof = await proofFor(await files.agentOf(other), other);
  assert.equal(read(proof).entries.length, 233);
  const [whole, short] = [join(folder, "whole.json"), join(folder, "short.json")];
  writeFileSync(whole, proof);
  writeFileSync(short, JSON.stringify({ ...read(proof), entries: read(proof).entries.slice(1) }));
  const command = fileURLToPath(new URL("../../verifier/command.js", import.meta.url));
  const run = async (file: string) =>
    promisify(execFile)(process.execPath, [
      command,
      "file",
      file,
      "--lang",
      "zh",
      ...(await vkeys()).flatMap((key) => ["--key", key]),
    ]);
  assert.match((await run(whole)).stdout, /233/);
  await assert.rejects(run(short), { code: 1 });
});
