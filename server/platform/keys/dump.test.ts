import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { freshDatabase, type FreshDatabase } from "../../test/database.ts";
import { testKeyring } from "../../test/keyring.ts";
import { systemClock } from "../clock.ts";
import { storedKeys } from "./data-keys.ts";
import { keyFileProvider } from "./key-file-provider.ts";
import { keyPurposes } from "./purposes.ts";
import { renewDataKeys, rotateKek } from "./rotate.ts";

/** Every table of the database with all its rows, as text and in PostgreSQL's binary form: more than any dump holds. */
const dumpAll = async (url: string): Promise<Buffer> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'm') and n.nspname <> 'information_schema' and has_table_privilege(c.oid, 'select')`,
    );
    assert.ok(rows.some(({ name }) => name === "public.data_key") && rows.length > 40);
    const parts: Buffer[] = [];
    for (const { name } of rows)
      // some types of the system tables have no binary form
      for (const format of name.startsWith("public.") ? ["text", "binary"] : ["text"])
        for await (const part of client.query(copyTo(`copy (select * from ${name}) to stdout (format ${format})`)))
          parts.push(part as Buffer);
    return Buffer.concat(parts);
  } finally {
    await client.end();
  }
};

/** How bytes may stand in a dump: as they are, in hex, in Base64 wherever they begin. */
const forms = (bytes: Buffer): Buffer[] => [
  bytes,
  Buffer.from(bytes.toString("hex")),
  Buffer.from(bytes.toString("hex").toUpperCase()),
  ...[0, 1, 2].flatMap((shift) => {
    // the inner part alone: what stands at both ends depends on the neighbours
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    const inner = text.slice(shift === 0 ? 0 : 4, Math.floor((bytes.length + shift) / 3) * 4);
    return [Buffer.from(inner), Buffer.from(inner.replaceAll("+", "-").replaceAll("/", "_"))];
  }),
];

const stands = (dump: Buffer, bytes: Buffer): boolean => forms(bytes).some((form) => dump.includes(form));

let fresh: FreshDatabase;
let owner: pg.Client;
before(async () => {
  fresh = await freshDatabase();
  owner = new pg.Client({ connectionString: fresh.url });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await fresh.close();
});

test("a dump of the whole database holds no text that was sealed and no byte of any key, in no usual form", async () => {
  const { keyring, keyFile, close } = await testKeyring(fresh.database, { suite: "sm" });
  try {
    await owner.query(
      "create table kept (id text primary key, sealed bytea, mac bytea, open text, as_hex text, as_base64 text)",
    );
    const texts = keyPurposes.map((purpose, n) => `负责人王某某 ${purpose} someone-${n}@example.org`);
    const seal = async (round: number): Promise<void> => {
      for (const [n, purpose] of keyPurposes.entries()) {
        const sealed = keyring.seal(purpose, `kept:${n}`, texts[n]!);
        await owner.query("insert into kept (id, sealed, mac, as_hex, as_base64) values ($1, $2, $3, $4, $5)", [
          `${purpose} ${round}`,
          sealed,
          keyring.mac(purpose, texts[n]!).mac,
          sealed.toString("hex"),
          sealed.toString("base64"),
        ]);
      }
    };
    await seal(1);
    const provider = keyFileProvider(keyFile);
    const by = { actor: { kind: "operator", name: "keeper" }, at: systemClock.now() } as const;
    const before = await storedKeys(fresh.database.sql);
    const secrets: Buffer[] = [];
    const collect = async (): Promise<void> => {
      for (const [secret] of readFileSync(keyFile, "utf8").matchAll(/[0-9a-f]{64}/g))
        secrets.push(Buffer.from(secret, "hex"));
      for (const stored of await storedKeys(fresh.database.sql)) secrets.push(await provider.unwrap(stored, stored));
    };
    await collect();
    await rotateKek(fresh.database, provider, "aes", by);
    await renewDataKeys(fresh.database, provider, "aes", { ...by, at: new Date(by.at.getTime() - 120_000) });
    await keyring.refresh(fresh.database);
    await seal(2);
    await collect();
    assert.equal(before.length, keyPurposes.length);
    assert.equal(new Set(secrets.map((secret) => secret.toString("hex"))).size, 2 + 2 * keyPurposes.length);
    const sealedBy = await owner.query<{ suite: number }>(
      "select distinct get_byte(sealed, 1) as suite from kept order by 1",
    );
    assert.deepEqual(sealedBy.rows, [{ suite: 1 }, { suite: 2 }]);

    const dump = await dumpAll(fresh.url);
    for (const text of texts) assert.equal(stands(dump, Buffer.from(text)), false, text);
    for (const secret of secrets) assert.equal(stands(dump, secret), false);

    // the search itself: each form of a text and of a key is found once it does stand there
    for (const found of [Buffer.from(texts[0]!), secrets[0]!, secrets.at(-1)!]) {
      for (const value of [
        found.toString("hex"),
        `x${found.toString("base64")}`,
        Buffer.concat([Buffer.from("ab"), found]).toString("base64url"),
      ]) {
        await owner.query("insert into kept (id, open) values ('leak', $1)", [value]);
        assert.equal(stands(await dumpAll(fresh.url), found), true, value);
        await owner.query("delete from kept where id = 'leak'");
      }
      await owner.query("insert into kept (id, sealed) values ('leak', $1)", [found]);
      assert.equal(stands(await dumpAll(fresh.url), found), true);
      await owner.query("delete from kept where id = 'leak'");
    }
  } finally {
    close();
  }
});
