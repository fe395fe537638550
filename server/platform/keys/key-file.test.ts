import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { freshDatabase, type FreshDatabase } from "../../test/database.ts";
import { testKeyring } from "../../test/keyring.ts";
import { systemClock } from "../clock.ts";
import { openDatabase } from "../db.ts";
import { keyFileProvider } from "./key-file-provider.ts";
import { createKeyFile, readKeyFile } from "./key-file.ts";
import { KeyFault } from "./key-provider.ts";
import { openKeyring } from "./open-keyring.ts";

const at = new Date("2026-06-01T08:00:00Z");
let folder: string;
let path: string;
let fresh: FreshDatabase;
before(async () => {
  fresh = await freshDatabase();
});
after(() => fresh.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chengxin-key-file-"));
  path = join(folder, "keys", "keys.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const refusal = (words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof KeyFault, String(error));
  assert.match(error.message, words);
  if (existsSync(path))
    for (const [secret] of readFileSync(path, "utf8").matchAll(/[0-9a-f]{64}/g))
      assert.ok(!error.message.includes(secret));
  return true;
};

test("a new key file is for its owner alone, in a folder for its owner alone, and holds a key of 32 random bytes", () => {
  createKeyFile(path, "aes", at);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  const [key] = readKeyFile(path);
  assert.deepEqual(
    { ...key, secret: key.secret.length },
    {
      version: 1,
      suite: "aes",
      createdAt: at.toISOString(),
      secret: 64,
    },
  );
  createKeyFile(join(folder, "other.json"), "aes", at);
  assert.notEqual(readKeyFile(join(folder, "other.json"))[0].secret, key.secret);
});

test("a key file that is there is never made anew, and nothing half-written stays beside it", () => {
  createKeyFile(path, "aes", at);
  const before = readFileSync(path);
  createKeyFile(path, "sm", at);
  assert.deepEqual(readFileSync(path), before);
  assert.deepEqual(readdirSync(dirname(path)), ["keys.json"]);
});

test("a key file that others may read or write is refused in words that say what to do", () => {
  createKeyFile(path, "aes", at);
  for (const mode of [0o604, 0o640, 0o644, 0o660, 0o602, 0o666]) {
    chmodSync(path, mode);
    assert.throws(() => readKeyFile(path), refusal(/chmod 600/), mode.toString(8));
  }
  for (const mode of [0o600, 0o400]) {
    chmodSync(path, mode);
    assert.equal(readKeyFile(path).length, 1);
  }
});

test(
  "a key file of another user is refused",
  { skip: process.getuid?.() !== 0 && "only root can give files away" },
  () => {
    createKeyFile(path, "aes", at);
    chownSync(path, 4711, 4711);
    assert.throws(() => readKeyFile(path), refusal(/another user/));
  },
);

test("a damaged key file is refused, and no part of it is repeated", () => {
  createKeyFile(path, "aes", at);
  const whole = readFileSync(path, "utf8");
  for (const damaged of [
    "",
    whole.slice(0, -20),
    whole.replace('"aes"', '"des"'),
    whole.replace(/"[0-9a-f]{60}/, '"'),
    whole.replace("keys-1", "keys-2"),
    `${whole.slice(0, 40)}{{${whole.slice(40)}`,
    JSON.stringify({ format: "chengxin-keys-1", keys: [] }),
  ]) {
    writeFileSync(path, damaged);
    assert.throws(() => readKeyFile(path), refusal(/damaged|not a key file/), damaged);
  }
});

test("a second key file entry of the same version is refused", () => {
  createKeyFile(path, "aes", at);
  const file = JSON.parse(readFileSync(path, "utf8")) as { keys: unknown[] };
  writeFileSync(path, JSON.stringify({ ...file, keys: [file.keys[0], file.keys[0]] }));
  assert.throws(() => readKeyFile(path), refusal(/not a key file/));
});

test("a lost key file stops the start when something is sealed; none is made in its place, below the data directory or elsewhere", async () => {
  const { keyring, keyFile, dataDir, close } = await testKeyring(fresh.database);
  try {
    const sealed = keyring.seal("account", "c", "kept");
    const aside = join(folder, "aside.json");
    renameSync(keyFile, aside);
    const open = (named: string | null) =>
      openKeyring(fresh.database, { config: { keyFile: named, keySuite: "aes" }, dataDir, clock: systemClock });
    await assert.rejects(open(null), refusal(/missing.*put the file back/));
    await assert.rejects(open(path), refusal(/missing.*put the file back/));
    assert.equal(existsSync(keyFile), false);
    assert.equal(existsSync(dirname(path)), false);

    createKeyFile(path, "aes", at);
    await assert.rejects(open(path), refusal(/another installation's/));

    const found = await open(aside);
    assert.equal(found.open("account", "c", sealed), "kept");
  } finally {
    close();
  }
});

test("a KEY_FILE that isn't mounted is not made, even where nothing is sealed yet", async () => {
  const empty = await freshDatabase();
  try {
    const config = { keyFile: path, keySuite: "aes" } as const;
    await assert.rejects(
      openKeyring(empty.database, { config, dataDir: folder, clock: systemClock }),
      refusal(/npm run keys -- create/),
    );
    assert.deepEqual(readdirSync(folder), []);
    createKeyFile(path, "sm", at);
    const keyring = await openKeyring(empty.database, { config, dataDir: folder, clock: systemClock });
    assert.equal(keyring.open("account", "c", keyring.seal("account", "c", "x")), "x");
  } finally {
    await empty.close();
  }
});

test("processes that start at once on an empty database end with one key file and the same data keys", async () => {
  const empty = await freshDatabase();
  const processes = Array.from({ length: 6 }, () => openDatabase({ url: empty.appUrl }));
  try {
    const keyrings = await Promise.all(
      processes.map((database) =>
        openKeyring(database, {
          config: { keyFile: null, keySuite: "aes" },
          dataDir: folder,
          clock: systemClock,
        }),
      ),
    );
    const sealed = keyrings.map((keyring, n) => keyring.seal("session", `c${n}`, `text ${n}`));
    for (const keyring of keyrings)
      sealed.forEach((bytes, n) => assert.equal(keyring.open("session", `c${n}`, bytes), `text ${n}`));
  } finally {
    for (const database of processes) await database.close();
    await empty.close();
  }
});

test("an older copy of the key file says which version it lacks", async () => {
  createKeyFile(path, "aes", at);
  const old = join(folder, "old.json");
  copyFileSync(path, old);
  const name = { purpose: "account", version: 1, suite: "aes" } as const;
  const provider = keyFileProvider(path);
  assert.equal(await provider.add("sm", at), 2);
  const wrapped = await provider.wrap(name, Buffer.alloc(32, 9));
  assert.equal(wrapped.kekVersion, 2);
  await assert.rejects(keyFileProvider(old).unwrap(name, wrapped), refusal(/lacks version 2/));
  assert.deepEqual(await keyFileProvider(path).unwrap(name, wrapped), Buffer.alloc(32, 9));
});

test("a provider that was open before a version was added reads the file again", async () => {
  createKeyFile(path, "sm", at);
  const running = keyFileProvider(path);
  const name = { purpose: "account", version: 1, suite: "aes" } as const;
  const elsewhere = keyFileProvider(path);
  await elsewhere.add("aes", at);
  assert.deepEqual(await running.unwrap(name, await elsewhere.wrap(name, Buffer.alloc(32, 3))), Buffer.alloc(32, 3));
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test(
  "the owner of the key file stays when root adds a key",
  { skip: process.getuid?.() !== 0 && "only root" },
  async () => {
    createKeyFile(path, "aes", at);
    const provider = keyFileProvider(path);
    // the check of the owner is for the reader; here the one who writes is root and the file another's
    await provider.versions();
    chownSync(path, 0, 4711);
    await provider.add("aes", at);
    assert.equal(statSync(path).gid, 4711);
  },
);
