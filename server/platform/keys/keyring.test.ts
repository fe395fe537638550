import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { freshDatabase, type FreshDatabase } from "../../test/database.ts";
import { testKeyring } from "../../test/keyring.ts";
import { systemClock } from "../clock.ts";
import { openKeyring } from "./open-keyring.ts";
import { UnknownKeyVersion, type DataKeyring } from "./keyring.ts";
import { keyPurposes } from "./purposes.ts";
import { headerBytes, SealBroken } from "./sealed.ts";
import { suiteIds } from "./suite.ts";

const text = fc.string({ unit: "binary", maxLength: 80 });

for (const suite of suiteIds) {
  let fresh: FreshDatabase;
  let keyring: DataKeyring;
  let keyFile: string;
  let close: () => void;
  before(async () => {
    fresh = await freshDatabase();
    ({ keyring, keyFile, close } = await testKeyring(fresh.database, { suite }));
  });
  after(async () => {
    close();
    await fresh.close();
  });

  test(`${suite}: a sealed text opens where it was sealed, and is never sealed the same way twice`, () => {
    fc.assert(
      fc.property(fc.constantFrom(...keyPurposes), text, text, (purpose, context, value) => {
        const sealed = keyring.seal(purpose, context, value);
        assert.equal(keyring.open(purpose, context, sealed), value);
        assert.equal(keyring.open(purpose, context, new Uint8Array(sealed)), value);
        assert.notDeepEqual(keyring.seal(purpose, context, value), sealed);
      }),
      { numRuns: 300 },
    );
  });

  test(`${suite}: a sealed text moved to another row, column or purpose doesn't open`, () => {
    const sealed = keyring.seal("account", "account:email:1", "someone@example.org");
    for (const [purpose, context] of [
      ["account", "account:email:2"],
      ["account", "account:phone:1"],
      ["account", "account:email:1\0"],
      ["account", ""],
      ["ground", "account:email:1"],
    ] as const)
      assert.throws(() => keyring.open(purpose, context, sealed), SealBroken, `${purpose} ${context}`);
  });

  test(`${suite}: a change of any bit of any byte is noticed, and every shorter or longer form`, () => {
    const sealed = keyring.seal("account", "c", "丹东");
    for (let at = 0; at < sealed.length; at++)
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(sealed);
        changed[at]! ^= 1 << bit;
        const inVersion = at >= 2 && at < headerBytes;
        assert.throws(() => keyring.open("account", "c", changed), inVersion ? UnknownKeyVersion : SealBroken);
      }
    for (let length = 0; length < sealed.length; length++)
      assert.throws(() => keyring.open("account", "c", sealed.subarray(0, length)), SealBroken);
    assert.throws(() => keyring.open("account", "c", Buffer.concat([sealed, Buffer.alloc(1)])), SealBroken);
  });

  test(`${suite}: a text with half a character is refused, since it would come back as another`, () => {
    assert.throws(() => keyring.seal("account", "c", "\ud800"), RangeError);
    assert.throws(() => keyring.seal("account", "\ud800", "x"), RangeError);
  });

  test(`${suite}: a keyed hash belongs to its purpose, version and data`, () => {
    const { keyVersion, mac } = keyring.mac("event-chain", "data");
    assert.equal(mac.length, 32);
    assert.equal(keyring.verifyMac("event-chain", keyVersion, "data", mac), true);
    assert.equal(keyring.verifyMac("event-chain", keyVersion, Buffer.from("data"), mac), true);
    assert.equal(keyring.verifyMac("event-chain", keyVersion, "Data", mac), false);
    assert.equal(keyring.verifyMac("event-chain", keyVersion + 1, "data", mac), false);
    assert.equal(keyring.verifyMac("session", keyVersion, "data", mac), false);
    assert.equal(keyring.verifyMac("event-chain", keyVersion, "data", mac.subarray(1)), false);
    assert.deepEqual(keyring.macs("event-chain", "data"), [{ keyVersion, mac }]);
  });

  test(`${suite}: another process on the same database and key file opens the same texts; what made the keys is noted`, async () => {
    const sealed = keyring.seal("ground", "c", "授权委托书");
    const other = await openKeyring(fresh.database, {
      config: { keyFile, keySuite: suite },
      dataDir: "/nowhere",
      clock: systemClock,
    });
    assert.equal(other.open("ground", "c", sealed), "授权委托书");
    const { rows } = await fresh.database.pool.query(
      "select purpose, suite, version, wrapped is not null as kept from data_key order by purpose",
    );
    assert.deepEqual(
      rows,
      [...keyPurposes].sort().map((purpose) => ({ purpose, suite, version: 1, kept: true })),
    );
    const events = await fresh.database.pool.query("select object from event where action = 'key.created'");
    assert.equal(events.rowCount, keyPurposes.length);
  });
}
