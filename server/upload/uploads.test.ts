import assert from "node:assert/strict";
import { once } from "node:events";
import { statSync } from "node:fs";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import type { Upload } from "@chengxin/domain/upload/api.ts";
import { mostUploadBytes } from "@chengxin/domain/upload/upload.ts";
import fc from "fast-check";
import { penaltyCsv, penaltyHeaders } from "../intake/intake-rig.ts";
import { accountOf, sha256, uploadRig, type Caller, type Told, type UploadRig } from "./upload-rig.ts";

let rig: UploadRig;
let clerk: Caller;
const source = "market-supervision";
before(async () => {
  rig = await uploadRig();
  clerk = rig.as(accountOf("departmentClerk", source));
});
after(() => rig.close());

const announce = (
  facts: { fileName?: string; bytes?: number; item?: string; source?: string; fingerprint?: string },
  by: Caller = clerk,
): Promise<Told<Upload & { code: string; data: Record<string, unknown> }>> =>
  by.ask("POST", "/uploads", { fileName: "a.csv", bytes: 10, item: "penalty", source, fingerprint: "f", ...facts });

/** Begins a part over a socket of its own and breaks the connection after so many bytes of the request. */
const cutOff = async (upload: string, offset: number, part: Buffer, after: number): Promise<void> => {
  const head = Buffer.from(
    `PUT /api/v1/uploads/${upload}/parts/${offset} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: ${clerk.cookie}\r\ncontent-type: application/octet-stream\r\ncontent-length: ${part.length}\r\n\r\n`,
  );
  const socket = connect(rig.port, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.write(Buffer.concat([head, part]).subarray(0, after));
  await new Promise((resolve) => setTimeout(resolve, after % 3));
  socket.destroy();
};

test("an upload cut off at any byte of any part goes on at what was acknowledged and arrives whole", async () => {
  let no = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(900), fc.integer({ min: 1, max: 400 })), { maxLength: 6 }),
      fc.uint8Array({ minLength: 1, maxLength: 1200 }),
      async (cuts, bytes) => {
        const content = Buffer.from(bytes);
        const { body } = await announce({ bytes: content.length, fingerprint: `cut ${++no}` });
        const receivedNow = async (): Promise<number> =>
          (await clerk.ask<Upload>("GET", `/uploads/${body.uploadId}`)).body.received;
        let acknowledged = 0;
        for (const [cut, size] of cuts) {
          const at = await receivedNow();
          assert.ok(at >= acknowledged, "what was acknowledged is not lost");
          const part = content.subarray(at, at + size);
          if (part.length === 0) break;
          await cutOff(body.uploadId, at, part, cut);
          const now = await receivedNow();
          if (now === at) {
            const answer = await clerk.ask<{ received: number; data: { received: number } }>(
              "PUT",
              `/uploads/${body.uploadId}/parts/${at}`,
              part,
            );
            // the part whose connection broke may have been taken after all, a moment ago
            acknowledged = answer.status === 200 ? answer.body.received : answer.body.data.received;
            assert.equal(acknowledged, at + part.length);
          }
        }
        for (let at = await receivedNow(); at < content.length; at = await receivedNow()) {
          const { status } = await clerk.ask(
            "PUT",
            `/uploads/${body.uploadId}/parts/${at}`,
            content.subarray(at, at + 500),
          );
          assert.ok(status === 200 || status === 409, String(status));
        }
        const done = await clerk.ask<Upload>("POST", `/uploads/${body.uploadId}/completion`, {
          sha256: sha256(content),
        });
        assert.deepEqual([done.status, done.body.state], [200, "queued"]);
        await clerk.ask("DELETE", `/uploads/${body.uploadId}`);
      },
    ),
    { numRuns: 40 },
  );
});

test("two tabs that send the same file share one upload, and it arrives once", async () => {
  const content = Buffer.from(penaltyCsv(Array.from({ length: 50 }, (_, n) => ({ no: `双标签${n}号` }))));
  const tab = async (): Promise<string> => {
    const { body } = await announce({ fileName: "双标签.csv", bytes: content.length, fingerprint: "tabs" });
    for (let at = 0; at < content.length;) {
      const answer = await clerk.ask<{ received: number; data: { received: number } }>(
        "PUT",
        `/uploads/${body.uploadId}/parts/${at}`,
        content.subarray(at, at + 777),
      );
      assert.ok(answer.status === 200 || answer.status === 409);
      at = answer.status === 200 ? answer.body.received : answer.body.data.received;
    }
    const { status } = await clerk.ask("POST", `/uploads/${body.uploadId}/completion`, { sha256: sha256(content) });
    assert.equal(status, 200);
    return body.uploadId;
  };
  const [one, other] = await Promise.all([tab(), tab()]);
  assert.equal(one, other);
  await rig.readInAll();
  assert.equal((await rig.rows("select from batch where file_name = '双标签.csv'")).length, 1);
  const { body } = await clerk.ask<Upload>("GET", `/uploads/${one}`);
  assert.deepEqual([body.state, body.progress], ["finished", { rows: 50, part: 1 }]);
  assert.deepEqual(body.result, { outcome: "done", read: 50, rejected: 0, turnedAway: 0 });
});

test("a part at a wrong place is told the right one; one beyond the end, an empty one and one too large are refused", async () => {
  const { body } = await announce({ bytes: 10, fingerprint: "places" });
  const put = (offset: number, content: string | Buffer) =>
    clerk.ask<{ code: string; data: Record<string, unknown> }>(
      "PUT",
      `/uploads/${body.uploadId}/parts/${offset}`,
      Buffer.from(content),
    );
  assert.equal((await put(0, "abcd")).status, 200);
  assert.deepEqual((await put(0, "abcd")).body.data, { received: 4 });
  assert.deepEqual((await put(9, "x")).body.code, "upload.offset_wrong");
  assert.equal((await put(4, "1234567")).body.code, "upload.part_beyond_end");
  assert.equal((await put(4, "")).status, 400);
  assert.equal((await put(4, Buffer.alloc(4 * 1024 * 1024 + 1))).status, 413);
  const early = await clerk.ask<{ code: string; data: object }>("POST", `/uploads/${body.uploadId}/completion`, {});
  assert.deepEqual([early.body.code, early.body.data], ["upload.incomplete", { received: 4, bytes: 10 }]);
});

test("what is known to be wrong is refused before a byte is sent: item of another department, type, size, name", async () => {
  const code = async (facts: Parameters<typeof announce>[0]): Promise<string> => (await announce(facts)).body.code;
  const { items, sources } = rig.services.catalogue;
  const [narrow] = [...sources.values()].filter((one) => one.items.length < items.size && one.id !== source);
  const foreign = [...items.keys()].find((item) => !narrow?.items.includes(item));
  assert.ok(narrow && foreign);
  const its = rig.as(accountOf("departmentClerk", narrow.id));
  assert.equal((await announce({ item: foreign, source: narrow.id }, its)).body.code, "upload.item_not_of_source");
  assert.equal(await code({ item: "horoscope" }), "catalogue.item_not_found");
  assert.equal(await code({ fileName: "决定书.pdf" }), "upload.type_refused");
  assert.equal(await code({ fileName: "台账.XLS" }), "upload.old_workbook");
  assert.equal(await code({ bytes: 0 }), "upload.empty");
  assert.equal(await code({ bytes: 1024 ** 3 }), "upload.too_large");
  assert.equal(await code({ bytes: mostUploadBytes + 1 }), "upload.too_large");
  assert.equal(await code({ fileName: "\u202e\u0000/.." }), "request.invalid");
  assert.equal(await code({ fileName: "../.." }), "upload.name_empty");
  assert.equal(await code({ bytes: -1 }), "request.invalid");
});

test("a file name keeps no folders, no control characters, no identity number, and markup stays text", async () => {
  const named = async (fileName: string): Promise<string> =>
    (await announce({ fileName, fingerprint: fileName.slice(0, 50) })).body.fileName;
  assert.equal(await named("../../etc/处罚.csv"), "处罚.csv");
  assert.equal(await named("C:\\Users\\张\\处罚.csv"), "处罚.csv");
  assert.equal(await named("<img src=x onerror=alert(1)>.csv"), "<img src=x onerror=alert(1)>.csv");
  assert.equal(await named("a\u202egpj.csv"), "agpj.csv");
  assert.ok(!/11010119900307\d/.test(await named("110101199003078515处罚.csv")));
  assert.ok((await named(`${"很".repeat(400)}.xlsx`)).length <= 160);
  const [{ upload_id }] = (await rig.rows<{ upload_id: string }>(
    "select upload_id from upload where file_name = '处罚.csv' limit 1",
  )) as [{ upload_id: string }];
  assert.equal(statSync(rig.files.path(upload_id)).mode & 0o777, 0o600);
  assert.equal(statSync(rig.files.path("..")).mode & 0o077, statSync(rig.folder).mode & 0o077);
  assert.equal(statSync(`${rig.folder}/uploads`).mode & 0o777, 0o700);
});

test("another department's uploads are as if they did not exist; the credit centre sees them; nobody else has the right at all", async () => {
  const { body } = await announce({ fingerprint: "mine alone" });
  const other = rig.as(accountOf("departmentClerk", "market-supervision-yuanbao"));
  const nowhere = await other.ask("GET", "/uploads/00000000-0000-4000-8000-000000000000");
  for (const [method, path, payload] of [
    ["GET", `/uploads/${body.uploadId}`],
    ["PUT", `/uploads/${body.uploadId}/parts/0`, Buffer.from("x")],
    ["POST", `/uploads/${body.uploadId}/completion`, {}],
    ["DELETE", `/uploads/${body.uploadId}`],
  ] as const) {
    const answer = await other.ask(method, path, payload);
    assert.deepEqual([answer.status, answer.body["code"]], [404, nowhere.body["code"]], `${method} ${path}`);
  }
  assert.equal((await announce({}, other)).status, 404, "sending in another department's name");
  assert.deepEqual((await other.ask<{ items: unknown[] }>("GET", "/uploads")).body.items, []);
  const centre = rig.as(accountOf("creditCentre"));
  assert.equal((await centre.ask("GET", `/uploads/${body.uploadId}`)).status, 200);
  for (const role of ["auditor", "windowClerk", "creditOffice"] as const)
    assert.equal((await rig.as(accountOf(role)).ask("GET", "/uploads")).status, 403);
});

test("a digest that differs ends the upload, and nothing of it is read in", async () => {
  const content = Buffer.from(penaltyCsv([{ no: "摘要不同" }]));
  const { body } = await announce({ bytes: content.length, fingerprint: "digest" });
  await clerk.ask("PUT", `/uploads/${body.uploadId}/parts/0`, content);
  const answer = await clerk.ask<{ code: string }>("POST", `/uploads/${body.uploadId}/completion`, {
    sha256: sha256("other"),
  });
  assert.equal(answer.body.code, "upload.digest_differs");
  assert.equal((await clerk.ask<Upload>("GET", `/uploads/${body.uploadId}`)).body.state, "cancelled");
  assert.ok(!(await rig.files.list()).includes(body.uploadId));
});

test("a file that can't be read as its item is refused with the reasons, and its bytes are gone", async () => {
  const sent = await clerk.send("错列.csv", "什么列,另一列\n1,2\n");
  await rig.readInAll();
  const { body } = await clerk.ask<Upload>("GET", `/uploads/${sent.uploadId}`);
  assert.deepEqual([body.state, body.batch, body.faults[0]?.code], ["refused", null, "file.header_missing"]);
  assert.ok(!(await rig.files.list()).includes(sent.uploadId));
});

test("departments take turns: one that sent twenty files does not keep another waiting", async () => {
  const other = rig.as(accountOf("departmentClerk", "market-supervision-yuanbao"));
  for (let n = 0; n < 5; n++) await clerk.send(`多${n}.csv`, penaltyCsv([{ no: `轮流${n}` }]));
  await other.send("少.csv", penaltyCsv([{ no: "轮到我", org: 2 }]), "penalty", "market-supervision-yuanbao");
  await rig.readInAll();
  const order = await rig.rows<{ file_name: string }>(
    "select file_name from batch where file_name ~ '^[多少]' order by batch_id",
  );
  assert.ok(order.findIndex(({ file_name }) => file_name === "少.csv") <= 1, JSON.stringify(order));
});

test("the item is guessed from the column names, a mended workbook's marks aside, and an ambiguous header is not guessed", async () => {
  const guess = async (headers: readonly string[]) =>
    (await clerk.ask<{ guess: { item: string; unknown: string[] } | null }>("POST", "/uploads/guess", { headers })).body
      .guess;
  assert.equal((await guess(penaltyHeaders))?.item, "penalty");
  assert.equal((await guess(["【原文件行号】", "【退回原因】", ...penaltyHeaders]))?.item, "penalty");
  assert.deepEqual((await guess([...penaltyHeaders, "心情"]))?.unknown, ["心情"]);
  assert.equal(await guess([]), null);
  assert.equal(await guess(["备注"]), null);
});
