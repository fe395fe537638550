import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { downloadOwnFile } from "@chengxin/domain/dossier/api.ts";
import type { AccountActor } from "@chengxin/domain/access/actor.ts";
import { downloadReaders } from "@chengxin/domain/dossier/readers-api.ts";
import { endMandate } from "@chengxin/domain/mandate/api.ts";
import yauzl from "yauzl";
import { buildOrganisation, buildRecord } from "../test/build.ts";
import { withheldItem } from "../test/catalogue.ts";
import { streamSnapshot } from "../platform/snapshot.ts";
import { isProblem, noon, official, openFiles, type Files } from "../test/files.ts";
import { dossierRoutes } from "./routes.ts";

let files: Files;
before(async () => {
  files = await openFiles(dossierRoutes);
});
after(() => files.close());

/** The files of an archive, by a reader that checks sums and sizes. */
const unzip = async (zip: Buffer): Promise<Map<string, string>> => {
  const opened = await yauzl.fromBufferPromise(zip);
  const found = new Map<string, string>();
  for await (const entry of opened.eachEntry())
    found.set(entry.fileName, (await buffer(await opened.openReadStreamPromise(entry))).toString("utf8"));
  return found;
};

test("the download has every version of every record, the readings, and digests that fit", async () => {
  const { database } = files.services;
  const own = await buildOrganisation(database);
  const agent = await files.agentOf(own);
  for (let n = 0; n < 450; n += 1)
    await buildRecord(database, {
      organisation_id: own.organisationId,
      item_id: n % 2 === 0 ? 3 : withheldItem,
      source_id: 1,
      content: { CF_WSH: `样罚〔2026〕${n}号`, CF_CFMC: "=1+1" },
      public_until: n % 3 === 0 ? "2026-01-03" : "2027-01-02",
      decided_on: `2025-0${1 + (n % 9)}-11`,
    });
  const { body, name } = await files.ask(agent, downloadOwnFile, { uscc: own.uscc });
  assert.match(name, /^信用档案-.*\.zip$/);
  assert.ok(!Buffer.isBuffer(body));
  const zip = await unzip(await buffer(body));
  assert.deepEqual([...zip.keys()], ["README.txt", "file.json", "records.csv", "readers.csv", "SHA256SUMS"]);
  const file = JSON.parse(zip.get("file.json") ?? "") as {
    about: { records: number };
    records: { recordId: string; versions: object[] }[];
  };
  assert.equal(file.about.records, 450);
  assert.equal(new Set(file.records.map(({ recordId }) => recordId)).size, 450);
  assert.equal(zip.get("records.csv")?.trim().split("\r\n").length, 451);
  assert.match(
    zip.get("readers.csv") ?? "",
    /2026-06-01 12:00:00,[0-9A-F]{8},经办人,,查看本组织的信用档案,经办授权,[0-9A-F]{8},,,下载的整份档案,,,450/,
  );
  assert.match(zip.get("README.txt") ?? "", /450 条记录、450 个版本/);
  for (const line of (zip.get("SHA256SUMS") ?? "").trim().split("\n")) {
    const [sum, of] = line.split("  ");
    assert.equal(
      createHash("sha256")
        .update(zip.get(of ?? "") ?? "")
        .digest("hex"),
      sum,
    );
  }
});

test("a download stops where the right to it ends, and says so: the mandate ended, or the account disabled", async () => {
  const { database } = files.services;
  const own = await buildOrganisation(database);
  for (let n = 0; n < 450; n += 1)
    await buildRecord(database, {
      organisation_id: own.organisationId,
      item_id: 3,
      source_id: 1,
      content: { CF_WSH: `样罚〔2026〕${n}号` },
    });
  const disable = ({ accountId }: AccountActor) =>
    database.pool.query(
      `insert into account (account_id, login, kind, display_name_sealed, contact_sealed, unit, state, created_at, valid_until)
       values ($1::uuid, $1::text, 'agent', '\\x00', '\\x00', '', 'disabled', $2, $2::timestamptz + interval '1 year')`,
      [accountId, noon],
    );
  const endAtWindow = ({ mandates: [mandate] }: AccountActor) =>
    files.ask(official("windowClerk"), endMandate, {
      uscc: own.uscc,
      mandateId: mandate?.mandateId,
      reason: "单位来函撤回",
    });
  for (const end of [endAtWindow, disable]) {
    const agent = await files.agentOf(own);
    const { body } = await files.ask(agent, downloadOwnFile, { uscc: own.uscc });
    assert.ok(!Buffer.isBuffer(body));
    const pieces: Buffer[] = [];
    for await (const piece of body as AsyncIterable<Buffer>) {
      pieces.push(piece);
      if (pieces.length === 1) await end(agent);
    }
    const zip = await unzip(Buffer.concat(pieces));
    assert.ok(!zip.has("SHA256SUMS") && !zip.has("readers.csv"), `${end.name}: ${[...zip.keys()].join()}`);
    assert.match(zip.get("INCOMPLETE.txt") ?? "", /中途终止/, end.name);
    assert.ok((zip.get("file.json")?.match(/"recordId"/g)?.length ?? 0) < 450, end.name);
  }
  const agent = await files.agentOf(own);
  const { body } = await files.ask(agent, downloadReaders, { uscc: own.uscc });
  await disable(agent);
  assert.ok(!Buffer.isBuffer(body));
  assert.match((await buffer(body)).toString(), /^[^\r]+\r\n未完：.*\r\n$/);
});

test("a download that nobody fetches to its end gives its connection back, and each account takes away one at a time", async () => {
  const own = await buildOrganisation(files.services.database);
  const agent = await files.agentOf(own);
  const download = async (by = agent) => {
    const { body } = await files.ask(by, downloadOwnFile, { uscc: own.uscc });
    assert.ok(!Buffer.isBuffer(body));
    return body;
  };
  const open = [await download()];
  await assert.rejects(download(), isProblem("service.busy"));
  for (let others = 1; others <= 3; others++) open.push(await download(await files.agentOf(own)));
  await assert.rejects(download(await files.agentOf(own)), isProblem("service.busy"));
  for (const stream of open) {
    const gone = new Promise((resolve) => stream.once("close", resolve));
    stream.destroy();
    await gone;
  }
  assert.ok((await unzip(await buffer(await download()))).has("SHA256SUMS"));
});

test("who stops fetching is let go, and the next one gets the place", async () => {
  async function* endless() {
    for (;;) yield await Promise.resolve("x".repeat(100_000));
  }
  const stream = streamSnapshot(files.services.database, "somebody", endless, 100);
  const gone = new Promise((resolve) => stream.once("close", resolve));
  stream.once("readable", () => stream.read(1));
  await gone;
  streamSnapshot(files.services.database, "somebody", endless, 100).destroy();
});
