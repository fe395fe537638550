import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { after, before, test } from "node:test";
import { openCheckpoint, trustIn } from "@chengxin/verifier/checkpoint.js";
import { checkpointText, logSigner, signNote, witnessSigner } from "@chengxin/verifier/test/sign.ts";
import { originHash, removeLog } from "./witnessed-logs.ts";
import {
  openWitnessRig,
  operator,
  otherLog,
  requestOf,
  witnessedLog,
  type OtherLog,
  type WitnessRig,
} from "./witness-rig.ts";

let rig: WitnessRig;
before(async () => {
  rig = await openWitnessRig();
});
after(() => rig.close());

const place = (origin: string): string => `/witness/${originHash(origin).toString("hex")}/checkpoint`;

/** That the lines are this witness's over this checkpoint. @returns their time */
const timeOf = async (log: OtherLog, size: number, lines: string): Promise<number> => {
  const note = log.note(size) + lines;
  const { cosigners } = await openCheckpoint(note, await trustIn([log.signer.vkey], [rig.vkey]));
  assert.equal(cosigners.length, 1);
  return cosigners[0]?.time ?? 0;
};

const cosigned = async (log: OtherLog, older: number, newer: number): Promise<number> => {
  const { status, text, type } = await rig.post(log.request(older, newer));
  assert.equal(status, 200, text);
  assert.equal(type, "text/plain; charset=utf-8");
  return timeOf(log, newer, text);
};

const refused = async (body: string | Buffer, status: number, code: string): Promise<void> => {
  const reply = await rig.post(body);
  assert.deepEqual([reply.status, reply.code], [status, code], reply.text);
};

const conflict = async (body: string, size: number): Promise<void> => {
  const reply = await rig.post(body);
  assert.deepEqual([reply.status, reply.type, reply.text], [409, "text/x.tlog.size", `${size}\n`]);
};

test("a log that grows is cosigned step by step, from nothing on, and its newest checkpoint is there to read", async () => {
  const log = await witnessedLog(rig);
  assert.equal((await rig.get(place(log.origin))).status, 404);
  for (const [older, newer] of [
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 2],
    [2, 7],
    [7, 64],
    [64, 200],
    [200, 257],
  ] as const)
    assert.equal(await cosigned(log, older, newer), rig.clock.now().getTime() / 1000);
  const { status, text, type } = await rig.get(place(log.origin));
  assert.deepEqual([status, type], [200, "text/plain; charset=utf-8"]);
  const { size, cosigners, signers } = await openCheckpoint(text, await trustIn([log.signer.vkey], [rig.vkey]));
  assert.deepEqual([size, cosigners.length, signers.length], [257, 1, 1]);
});

test("404: a log that is not witnessed, or not any more", async () => {
  const stranger = otherLog("stranger.example/log");
  await refused(stranger.request(0, 1), 404, "witness.log_unknown");
  const log = await witnessedLog(rig);
  await cosigned(log, 0, 5);
  const by = { actor: operator, at: rig.clock.now() };
  assert.equal(await removeLog(rig.services.database, log.origin, by), true);
  await refused(log.request(5, 6), 404, "witness.log_unknown");
  for (const path of [
    place("stranger.example/log"),
    "/witness/00/checkpoint",
    "/witness/%00/checkpoint",
    `/witness/${originHash(log.origin).toString("hex").toUpperCase()}/checkpoint`,
  ])
    assert.equal((await rig.get(path)).status, 404, path);
});

test("403: no signature of the log's key, another key of its name, a false one, or one of another log", async () => {
  const log = await witnessedLog(rig);
  const text = checkpointText(log.origin, 3, log.root(3));
  const other = logSigner(log.origin, "another seed");
  const asWitness = witnessSigner(log.origin, 5, log.origin);
  const truly = log.note(3);
  const falsely = truly.replace(
    /(.)(.{3}==\n|.{4}\n)$/,
    (_, bit: string, rest: string) => (bit === "A" ? "B" : "A") + rest,
  );
  assert.notEqual(falsely, truly);
  const moved = log.note(4).split("\n\n")[1] ?? "";
  for (const note of [
    signNote(text, other),
    signNote(text, asWitness),
    signNote(text, otherLog("b.example").signer),
    falsely,
    `${text}\n${moved}`,
    truly + falsely.split("\n\n")[1],
  ])
    await refused(requestOf("0", [], note), 403, "witness.unsigned");
  await cosigned(log, 0, 3);
});

test("lines of keys that nobody here knows are passed over, and are not kept", async () => {
  const log = await witnessedLog(rig);
  const strangers = [
    logSigner(log.origin, "next"),
    witnessSigner("paper.example"),
    ...Array.from({ length: 14 }, (_, i) => witnessSigner(`w${i}.example`)),
  ];
  const { status, text } = await rig.post(
    requestOf("0", [], log.note(9, [strangers[0]!, log.signer, ...strangers.slice(1)])),
  );
  assert.equal(status, 200, text);
  await timeOf(log, 9, text);
  assert.equal((await rig.get(place(log.origin))).text, log.note(9) + text);
});

test("400: an old size beyond the checkpoint's", async () => {
  const log = await witnessedLog(rig);
  await refused(requestOf("8", [], log.note(7)), 400, "witness.malformed");
});

test("409: an old size that is not the last one's, with that one's size", async () => {
  const log = await witnessedLog(rig);
  await conflict(log.request(3, 7), 0);
  await cosigned(log, 0, 7);
  await conflict(log.request(0, 9), 7);
  await conflict(log.request(6, 9), 7);
  await conflict(log.request(0, 7), 7);
  await conflict(log.request(5, 5), 7);
  await cosigned(log, 7, 9);
});

test("422: a proof that doesn't fit, one too many, one too few, none, one for nothing, and an empty tree that is not empty", async () => {
  const log = await witnessedLog(rig);
  const emptyButNot = signNote(checkpointText(log.origin, 0, log.root(1)), log.signer);
  await refused(requestOf("0", [], emptyButNot), 422, "witness.inconsistent");
  await refused(requestOf("0", log.proof(1, 5), log.note(5)), 422, "witness.inconsistent");
  await cosigned(log, 0, 5);
  const proof = log.proof(5, 12);
  for (const path of [
    [],
    proof.slice(1),
    proof.slice(0, -1),
    [...proof, proof[0] ?? ""],
    proof.toReversed(),
    log.proof(4, 12),
    log.proof(5, 13),
  ])
    await refused(requestOf("5", path, log.note(12)), 422, "witness.inconsistent");
  await refused(requestOf("5", log.proof(1, 5), log.note(5)), 422, "witness.inconsistent");
  await cosigned(log, 5, 12);
});

test("a log with another past is refused at every size, and its proof of that is kept once", async () => {
  const log = await witnessedLog(rig, "one past");
  const liar = { ...otherLog(log.origin, "another past") };
  await cosigned(log, 0, 40);
  for (const newer of [41, 64, 100]) await refused(liar.request(40, newer), 422, "witness.inconsistent");
  const forks = async (): Promise<number> =>
    (await rig.fresh.database.pool.query("select from witnessed_fork where origin = $1", [log.origin])).rowCount ?? 0;
  assert.equal(await forks(), 0, "a proof that doesn't fit proves nothing: anybody can send one");
  await refused(liar.request(40, 40), 422, "witness.inconsistent");
  await conflict(requestOf("0", [], liar.note(40)), 40);
  const { rows } = await rig.fresh.database.pool.query<{ cosigned: string; refused: string }>(
    "select cosigned, refused from witnessed_fork where origin = $1",
    [log.origin],
  );
  assert.equal(rows.length, 1);
  const trust = await trustIn([log.signer.vkey]);
  const [ours, theirs] = await Promise.all([
    openCheckpoint(rows[0]?.cosigned ?? "", trust),
    openCheckpoint(rows[0]?.refused ?? "", trust),
  ]);
  assert.equal(ours.size, theirs.size);
  assert.notDeepEqual(ours.root, theirs.root);
  const { rowCount } = await rig.fresh.database.pool.query(
    "select from event where action = 'witness.fork-seen' and object = $1",
    [`witnessed_log:${hash("sha256", log.origin)}`],
  );
  assert.equal(rowCount, 1);
  assert.equal(rig.warnings.filter((line) => line.includes(log.origin)).length, 1);
  await cosigned(log, 40, 41);
});

test("malformed input is 400, and never anything of ours that fails", async () => {
  const log = await witnessedLog(rig);
  await cosigned(log, 0, 20);
  const [proof, note] = [log.proof(20, 33), log.note(33)];
  const good = requestOf("20", proof, note);
  const withSize = (size: string): string =>
    signNote(`${log.origin}\n${size}\n${Buffer.from(log.root(33)).toString("base64")}\n`, log.signer);
  const sizes = [
    "1e999",
    "-1",
    "007",
    String(2n ** 64n),
    String(2n ** 53n),
    "0x10",
    "",
    " 20",
    "20 ",
    "２０",
    "NaN",
    "+20",
    "2_0",
  ];
  const bodies: (string | Buffer)[] = [
    "",
    "\n",
    "\n\n",
    "old 20",
    "old 20\n",
    "old 20\n\n",
    `old 20\n\n\n${note}`,
    good.replace("old 20\n", ""),
    good.replace("old ", "old\t"),
    good.replace("old ", "new "),
    good.replaceAll("\n", "\r\n"),
    good.slice(0, -1),
    good.slice(0, good.length / 2),
    `${good}x`,
    `${good}\n`,
    ` ${good}`,
    good.replace("\n\n", "\n"),
    requestOf("20", [...proof.slice(0, -1), `${proof.at(-1)?.slice(0, -1)}`], note),
    requestOf("20", [...proof.slice(0, -1), `${proof.at(-1)}=`], note),
    requestOf("20", [Buffer.alloc(31).toString("base64")], note),
    requestOf("20", [Buffer.alloc(33).toString("base64")], note),
    requestOf("20", ["!".repeat(44)], note),
    requestOf(
      "20",
      Array.from({ length: 64 }, () => proof[0] ?? ""),
      note,
    ),
    requestOf("20", proof, note.split("\n\n")[0] ?? ""),
    requestOf("20", proof, `\n${note}`),
    requestOf("20", proof, "\u0000".repeat(40)),
    Buffer.concat([Buffer.from(good), Buffer.from([0xff, 0xfe])]),
    Buffer.from([0x80]),
    ...sizes.map((size) => requestOf(size, proof, note)),
    ...sizes.map((size) => requestOf("20", proof, withSize(size))),
  ];
  for (const body of bodies) await refused(body, 400, "witness.malformed");
  await refused(
    requestOf(
      "20",
      Array.from({ length: 63 }, () => proof[0] ?? ""),
      note,
    ),
    422,
    "witness.inconsistent",
  );
  await cosigned(log, 20, 33);
});

test("a body of a megabyte is turned away, whatever it is called", async () => {
  const log = await witnessedLog(rig);
  const large = Buffer.alloc(1_048_576, `${log.request(0, 3)}\n`);
  await refused(large, 413, "request.too_large");
  for (const type of ["application/json", "text/plain", "application/octet-stream", "multipart/form-data", "a/b"])
    assert.equal((await rig.post(log.request(0, 0), { "content-type": type })).status, 200, type);
  assert.equal(
    (await rig.post(log.request(0, 3), { "content-type": "text/plain", origin: "https://elsewhere.example" })).status,
    403,
  );
});

test("in a flood every request is answered as the protocol has it or told to come back, and nobody else waits for it", async () => {
  const log = await witnessedLog(rig);
  await cosigned(log, 0, 10);
  let answered = 0;
  const flood = Promise.all(
    Array.from({ length: 400 }, async (_, i) => {
      const reply = await rig.post(log.request(10, 11 + (i % 50)));
      answered += 1;
      return reply;
    }),
  );
  await rig.services.database.pool.query("select 1");
  assert.ok(answered < 400, "somebody else's query had to wait for the whole flood");
  const replies = await flood;
  const said = new Map<number, number>();
  for (const { status } of replies) said.set(status, (said.get(status) ?? 0) + 1);
  assert.deepEqual(
    [...said.keys()].filter((status) => ![200, 409, 503].includes(status)),
    [],
  );
  assert.ok((said.get(409) ?? 0) > 0 && (said.get(200) ?? 0) > 0, JSON.stringify([...said]));
  const { text } = await rig.post(log.request(0, 1));
  await cosigned(log, Number(text), 100);
});
