import assert from "node:assert/strict";
import { createCipheriv, createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { sm2 } from "sm-crypto-v2";
import { suiteIds, suites } from "./suite.ts";
import { wrappings } from "./wrap.ts";

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(/\s/g, ""), "hex");

test("SM4 gives the example of GB/T 32907-2016 annex A.1", () => {
  const key = bytes("0123456789abcdeffedcba9876543210");
  const cipher = createCipheriv("sm4-ecb", key, null).setAutoPadding(false);
  assert.equal(Buffer.concat([cipher.update(key), cipher.final()]).toString("hex"), "681edf34d206965e86b3e94f536e4246");
});

test("SM3 gives both examples of GB/T 32905-2016 annex A", () => {
  const sm3 = (text: string): string => createHash("sm3").update(text).digest("hex");
  assert.equal(sm3("abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  assert.equal(sm3("abcd".repeat(16)), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
});

// The key and the text of GB/T 32918.5-2017 annexes A.2 (signature) and C.2 (encryption), on the curve that the standard recommends.
const privateKey = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
const publicKey =
  "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";

test("SM2 opens the ciphertext of GB/T 32918.5-2017 annex C.2 and has its public key", () => {
  const ciphertext = [
    "04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73",
    "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0",
    "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766",
    "21886ca989ca9c7d58087307ca93092d651efa",
  ].join("");
  assert.equal(sm2.getPublicKeyFromPrivateKey(privateKey), publicKey);
  assert.equal(sm2.doDecrypt(ciphertext, privateKey, 1), "encryption standard");
});

test("SM2 accepts the signature of GB/T 32918.5-2017 annex A.2, with the user 1234567812345678", () => {
  const signature =
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";
  const options = { hash: true, userId: "1234567812345678" };
  assert.equal(sm2.doVerifySignature("message digest", signature, publicKey, options), true);
  assert.equal(sm2.doVerifySignature("message digesT", signature, publicKey, options), false);
});

test("AES-256-GCM gives test case 16 of the GCM specification", () => {
  const cipher = createCipheriv(
    "aes-256-gcm",
    bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
    bytes("cafebabefacedbaddecaf888"),
  );
  cipher.setAAD(bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
  cipher.update(
    bytes(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    ),
  );
  cipher.final();
  assert.equal(cipher.getAuthTag().toString("hex"), "76fc6ece0f4e1768cddf8853bb2d551b");
});

for (const id of suiteIds) {
  const material = Buffer.alloc(32, 5);

  test(`${id}: what was encrypted opens under the same key and the same bound bytes only`, () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 60 }),
        fc.uint8Array({ maxLength: 60 }),
        (text, bound, other) => {
          const key = suites[id].key(material);
          const encrypted = key.encrypt(Buffer.from(bound), Buffer.from(text));
          assert.deepEqual(key.decrypt(Buffer.from(bound), encrypted), Buffer.from(text));
          if (!Buffer.from(bound).equals(Buffer.from(other)))
            assert.throws(() => key.decrypt(Buffer.from(other), encrypted));
          assert.throws(() => suites[id].key(Buffer.alloc(32, 6)).decrypt(Buffer.from(bound), encrypted));
        },
      ),
      { numRuns: 200 },
    );
  });

  test(`${id}: a data key comes out of its wrapping under the same secret and name only, and with every byte as it was`, () => {
    const { newSecret, wrap, unwrap } = wrappings[id];
    const secret = Buffer.from(newSecret(), "hex");
    assert.equal(secret.length, 32);
    const name = Buffer.from("account 1");
    const wrapped = wrap(secret, name, material);
    assert.deepEqual(unwrap(secret, name, wrapped), material);
    assert.throws(() => unwrap(secret, Buffer.from("ground 1"), wrapped));
    assert.throws(() => unwrap(Buffer.from(newSecret(), "hex"), name, wrapped));
    for (let at = 0; at < wrapped.length; at++) {
      const changed = Buffer.from(wrapped);
      changed[at]! ^= 1;
      assert.throws(() => unwrap(secret, name, changed), `byte ${at}`);
    }
    for (let length = 0; length < wrapped.length; length++)
      assert.throws(() => unwrap(secret, name, wrapped.subarray(0, length)), `length ${length}`);
  });
}
