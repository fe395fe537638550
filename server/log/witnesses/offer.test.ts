import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { naiveTree, leaf } from "@chengxin/verifier/test/naive-merkle.ts";
import { logSigner, witnessSigner } from "@chengxin/verifier/test/sign.ts";
import { openWitnessRig, operator, type WitnessRig } from "../../witness/witness-rig.ts";
import { makeKey } from "../../witness/witness-keys.ts";
import { addLog } from "../../witness/witnessed-logs.ts";
import { activeSigners, publishedKeys } from "../keys.ts";
import { logForThisFile } from "../log-rig.ts";
import { LogStands, placeWaiting } from "../round.ts";
import { signCheckpoint } from "../signer.ts";
import { addWitness, listWitnesses, removeWitness, type Witness } from "./configure.ts";
import { offer, type Offered, type Outcome } from "./offer.ts";

/** What a witness may answer, true and false; the true one is the program's own, on another database. */

const rig = logForThisFile();
let neighbour: WitnessRig;
let neighbourUrl: string;
const servers: Server[] = [];
before(async () => {
  neighbour = await openWitnessRig();
  neighbourUrl = `${await neighbour.app.listen({ port: 0, host: "127.0.0.1" })}/witness`;
  neighbour.clock.forward(Date.now() - neighbour.clock.now().getTime());
});
after(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await neighbour.close();
});

const never = new AbortController().signal;
const services = () => ({ ...rig.services, database: rig.database });

const grow = async (entries = 1): Promise<Offered> => {
  await rig.log(entries);
  await placeWaiting(rig.services);
  return newest();
};
const newest = async (): Promise<Offered> =>
  (await rig.database.pool.query<Offered>("select size, note from log_checkpoint order by size desc limit 1")).rows[0]!;

const own = witnessSigner("fake.example/witness", Math.floor(Date.now() / 1000));

/** A server that answers as it is told. */
const fake = async (answer: RequestListener): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => answer(request, response));
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const saying = (status: number, text: string | Buffer, type = "text/plain"): Promise<string> =>
  fake((_request, response) => void response.writeHead(status, { "content-type": type }).end(text));

const asWitness = (url: string, vkey = own.vkey): Witness => ({ witnessNo: 1, name: "fake", url, vkey });

const failureOf = (outcome: Outcome): string => (outcome.kind === "failed" ? outcome.failure : outcome.kind);

test("a neighbour's instance cosigns what grows, from nothing on, and after a gap", async () => {
  const [key] = await publishedKeys(rig.database, rig.services.log.origin);
  await addLog(neighbour.fresh.database, rig.services.log.origin, key?.vkey ?? "", { actor: operator, at: new Date() });
  const witness = asWitness(neighbourUrl, neighbour.vkey);
  for (const [entries, known] of [
    [1, 0],
    [1, 1],
    [300, 2],
    [5, 0],
    [1, 1_000_000],
  ] as const) {
    const offered = await grow(entries);
    const outcome = await offer(services(), witness, offered, known, never);
    assert.equal(outcome.kind, "cosigned", JSON.stringify(outcome));
    assert.ok(outcome.kind === "cosigned" && outcome.size === offered.size);
  }
});

test("a witness that has seen a newer checkpoint of ours than the one offered is no contradiction", async () => {
  const witness = asWitness(neighbourUrl, neighbour.vkey);
  const older = await grow();
  const newer = await grow();
  await offer(services(), witness, newer, older.size, never);
  assert.deepEqual(await offer(services(), witness, older, older.size, never), { kind: "later", known: newer.size });
});

test("what is no cosignature of this witness over this checkpoint is not taken", async () => {
  const before = await newest();
  const offered = await grow();
  const text = offered.note.slice(0, offered.note.indexOf("\n\n") + 1);
  const olderText = before.note.slice(0, before.note.indexOf("\n\n") + 1);
  const stranger = witnessSigner("stranger.example/witness");
  const line = own.line(text);
  const future = witnessSigner("fake.example/witness", Math.floor(Date.now() / 1000) + 3600);
  const timeless = witnessSigner("fake.example/witness", 0);
  const forged = witnessSigner("fake.example/witness", 5, "another seed");
  for (const answer of [
    "",
    "\n",
    "x",
    line.slice(0, -1),
    line.slice(0, -9) + line.slice(-5),
    line.replace("fake", "fakf"),
    stranger.line(text),
    own.line(olderText),
    own.line(text.replace("\n", "x\n")),
    future.line(text),
    timeless.line(text),
    forged.line(text),
    line + line,
    `${text}\n${line}`,
    `x\n\n${line}`,
    offered.note,
    JSON.stringify(line),
  ]) {
    const outcome = await offer(services(), asWitness(await saying(200, answer)), offered, 0, never);
    assert.equal(failureOf(outcome), "cosignature", JSON.stringify(answer.slice(0, 80)));
  }
  const good = await offer(services(), asWitness(await saying(200, stranger.line(text) + line)), offered, 0, never);
  assert.deepEqual(good.kind === "cosigned" && good.cosignature.line, line);
});

test("sizes that are none, endless conflicts, refusals, floods and redirections end in a code", async () => {
  const offered = await newest();
  const told = async (status: number, text: string | Buffer): Promise<string> =>
    failureOf(await offer(services(), asWitness(await saying(status, text)), offered, 0, never));
  for (const size of [
    "1e999\n",
    "-1\n",
    "007\n",
    `${2n ** 64n}\n`,
    `${2n ** 53n}\n`,
    "",
    "\n",
    "5",
    " 5\n",
    "5\n\n",
    "0\n",
    "NaN\n",
    "<html>\n",
  ])
    assert.equal(await told(409, size), "size", JSON.stringify(size));
  assert.equal(await told(422, ""), "refused");
  for (const status of [400, 403, 404, 429, 500, 503]) assert.equal(await told(status, "x"), `status.${status}`);
  assert.equal(await told(200, Buffer.alloc(1_048_576, "x")), "tooLong");
  assert.equal(await told(200, Buffer.from([0xff, 0xfe])), "notText");
  let flips = 0;
  const flipping = await fake((_request, response) => void response.writeHead(409).end(`${flips++ % 2}\n`));
  assert.equal(failureOf(await offer(services(), asWitness(flipping), offered, 5, never)), "size");
  assert.ok(flips <= 3);
  const elsewhere = await fake((_request, response) => void response.writeHead(307, { location: neighbourUrl }).end());
  assert.equal(failureOf(await offer(services(), asWitness(elsewhere), offered, 0, never)), "unreachable");
  assert.equal(failureOf(await offer(services(), asWitness("http://127.0.0.1:1"), offered, 0, never)), "unreachable");
});

test("one that hangs, before the answer or within it, is given up after five seconds", async () => {
  const offered = await newest();
  const silent = await fake(() => {});
  const dripping = await fake((_request, response) => {
    response.writeHead(200);
    setInterval(() => response.write("x"), 200).unref();
  });
  const begun = performance.now();
  const outcomes = await Promise.all(
    [silent, dripping].map((url) => offer(services(), asWitness(url), offered, 0, never)),
  );
  assert.deepEqual(outcomes.map(failureOf), ["timeout", "timeout"]);
  assert.ok(performance.now() - begun < 8000);
});

test("a witness that claims to know more, and shows nothing that our key signed, brings nothing to a stand", async () => {
  const offered = await newest();
  const size = offered.size + 1000;
  const claims = async (note: string): Promise<string> => {
    const url = await fake((request, response) =>
      request.method === "GET" ? void response.end(note) : void response.writeHead(409).end(`${size}\n`),
    );
    return failureOf(await offer(services(), asWitness(url), offered, 0, never));
  };
  const { origin } = rig.services.log;
  const bigger = offered.note.replace(`\n${offered.size}\n`, `\n${size}\n`);
  for (const note of ["", "nothing", offered.note, bigger, bigger.replace(origin, "other.example/log")])
    assert.equal(await claims(note), "ahead");
  assert.equal((await rig.database.pool.query("select from log_contradiction")).rowCount, 0);
  await grow();
});

test("what our key signed and our tree does not have brings the log to a stand, with proof kept, and an event, once", async () => {
  const { log, keys, clock } = rig.services;
  const by = { actor: operator, at: clock.now() };
  await addWitness(rig.database, { name: "邻市", url: neighbourUrl, vkey: neighbour.vkey }, by);
  const [witness] = await listWitnesses(rig.database);
  assert.ok(witness);
  const offered = await grow();
  const signers = await activeSigners(rig.database, keys, log.origin, clock.now());
  const forged = naiveTree(Array.from({ length: 700 }, (_, i) => leaf(Buffer.from(`forged ${i}`))));
  const fork = await signCheckpoint(signers, log.origin, offered.size, Buffer.from(forged.root(offered.size)));
  const url = await fake((request, response) =>
    request.method === "GET" ? void response.end(fork) : void response.writeHead(422).end(),
  );
  for (let time = 0; time < 2; time++)
    assert.equal(failureOf(await offer(services(), { ...witness, url }, offered, 0, never)), "contradicted.fork");
  const { rows } = await rig.database.pool.query("select kind, size, note from log_contradiction");
  assert.deepEqual(rows, [{ kind: "fork", size: offered.size, note: fork }]);
  const events = await rig.database.pool.query("select from event where action = 'log.contradicted'");
  assert.equal(events.rowCount, 1);
  await rig.log(1);
  await assert.rejects(
    placeWaiting(rig.services),
    (error) => error instanceof LogStands && error.reason === "contradicted",
  );
  assert.deepEqual(await newest(), offered);
});

test("witnesses are configured in words that say what is wrong", async () => {
  const by = { actor: operator, at: new Date() };
  const { vkey } = witnessSigner("third.example/witness");
  const add = (name: string, url: string, its = vkey) => addWitness(rig.database, { name, url, vkey: its }, by);
  for (const url of [
    "",
    "x",
    "ftp://a",
    "javascript:1",
    "https://u:p@a.example/",
    "https://a.example/?q",
    "https://a.example/#f",
  ])
    await assert.rejects(add("日报", url), /an address such as/, url);
  await assert.rejects(add("", "https://a.example"), /a name for people/);
  await assert.rejects(add("日报", "https://a.example", "x"), /no verifier key of a witness/);
  await assert.rejects(add("邻市", "https://a.example"), /is there already/);
  await assert.rejects(add("日报", "https://a.example", neighbour.vkey), /is there already/);
  const ownKey = await makeKey(services(), "own.example/witness", by);
  await assert.rejects(add("自己", "https://a.example", ownKey), /own key/);
  await assert.rejects(addLog(rig.database, rig.services.log.origin, logSigner("a.example").vkey, by), /own log/);
  await add("日报", "https://a.example/witness//");
  assert.equal((await listWitnesses(rig.database)).at(-1)?.url, "https://a.example/witness");
  assert.equal(await removeWitness(rig.database, "日报", by), true);
  assert.equal(await removeWitness(rig.database, "日报", by), false);
});
