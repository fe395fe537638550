import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { openDisclosure } from "@chengxin/verifier/disclosure.js";
import { canonicalJson } from "@chengxin/domain/intake/canonical.ts";
import { intakeRig, penaltyCsv, type IntakeRig } from "../intake/intake-rig.ts";
import { leafHashes } from "./entry.ts";
import { layOpen } from "./lay-open.ts";
import { versionColumns, type StoredVersion } from "./log-versions.ts";
import { saltedContent, saltedContentHash, versionSalts } from "./salts.ts";

let rig: IntakeRig;
before(async () => {
  rig = await intakeRig();
});
after(() => rig.close());

type Logged = StoredVersion & { readonly salt: Buffer; readonly entry: Buffer; readonly content_hash: Buffer };
const logged = (): Promise<Logged[]> =>
  rig.rows<Logged>(
    `select ${versionColumns}, r.salt, r.content_hash, substr(g.entries, (r.log_at % 1048576)::integer * 74 + 1, 74) as entry
     from record r join organisation_directory d using (organisation_id) join item i using (item_id)
     join log_group g on g.group_no = r.log_at / 1048576 order by r.record_id, r.version`,
  );
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

test("every version that came in opens to the entry that was logged for it, with its content and without", async () => {
  const files = [
    [{ org: 1 }, { org: 2 }],
    [
      { org: 1, fine: "2" },
      { org: 3, decided: "2012-05-06", fact: "引号“”和\t制表" },
    ],
  ];
  for (const [n, rows] of files.entries()) await rig.take(rig.file(`penalties-${n}.csv`, penaltyCsv(rows)), "penalty");
  const versions = await logged();
  assert.ok(versions.length >= 3 && versions.some(({ change }) => change === "corrected"), `${versions.length}`);
  for (const version of versions)
    for (const whole of [true, false]) {
      const open = layOpen(version, whole);
      const { leaf, opened } = await openDisclosure(open, "version");
      assert.deepEqual(Buffer.from(leaf), leafHashes(version.entry, 1));
      assert.equal(opened.content === null, !whole);
    }
});

test("what is laid open without the content does not tell whether a guess at the content is right", async () => {
  for (const version of await logged()) {
    const open = layOpen(version, false);
    const hash = open.statement.split("\n").at(-2) ?? "";
    const guess = version.content;
    assert.equal(sha256(guess), version.content_hash.toString("hex"), "the guess is right");
    const known = [open.salt, Buffer.from(open.salt, "hex").toString("latin1")];
    for (const tried of [guess, ...known.flatMap((salt) => [salt + guess, guess + salt])])
      assert.notEqual(sha256(tried), hash);
    assert.notEqual(sha256(saltedContent(guess, Buffer.from(open.salt, "hex"))), hash);
    assert.ok(!JSON.stringify(layOpen(version, true)).includes(version.salt.toString("hex")), "what is stored stays");
  }
});

test("the salted text is canonical JSON of the content and its salt, also of an empty one", () => {
  const { content: salt } = versionSalts(Buffer.alloc(16, 7));
  for (const content of [{}, { A: "乙" }, { CF_NR: "“引号”\n", CF_CFLB: ["罚款", "警告"] }]) {
    const text = saltedContent(canonicalJson(content), salt);
    assert.equal(text, canonicalJson({ ...content, $salt: salt.toString("hex") }));
    assert.equal(saltedContentHash(Buffer.from(canonicalJson(content)), salt), sha256(text));
  }
});
