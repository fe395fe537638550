import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { openSealed, sealText, type ReadyKey } from "../platform/keys/sealed.ts";
import { suiteIds, suites, type SuiteId } from "../platform/keys/suite.ts";
import { alternate, compareRates, type Figure } from "./figure.ts";
import type { Rig } from "./rig.ts";

const text = "某某科技有限公司 somebody@example.org 0415-2000000";
const calls = 20_000;

/** Calls a second of the processor's time, so that what else the machine does counts less. */
const rate = (call: () => unknown) => async (): Promise<number> => {
  const before = process.cpuUsage();
  for (let n = 0; n < calls; n++) call();
  const { user, system } = process.cpuUsage(before);
  return (calls * 1e6) / (user + system);
};

const readyKey = (suite: SuiteId, material: Buffer): ReadyKey => ({
  purpose: "account",
  version: 1,
  suite,
  activeFrom: new Date(0),
  key: suites[suite].key(material),
});

/** Sealing, opening and authenticating one short field, against the bare AES-256-GCM and HMAC-SHA-256 of the same bytes. */
export const keyFigures = async function* ({ sizes: { rounds } }: Rig): AsyncGenerator<Figure> {
  const material = randomBytes(32);
  const nonce = randomBytes(12);
  const encrypt = (): Buffer => {
    const cipher = createCipheriv("aes-256-gcm", material, randomBytes(12));
    return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  };
  const cipher = createCipheriv("aes-256-gcm", material, nonce);
  const encrypted = Buffer.concat([cipher.update(text), cipher.final()]);
  const tag = cipher.getAuthTag();
  const decrypt = (): string => {
    const decipher = createDecipheriv("aes-256-gcm", material, nonce);
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString();
  };
  const hash = (): Buffer => createHmac("sha256", material).update(text).digest();

  for (const suite of suiteIds) {
    const key = readyKey(suite, material);
    const sealed = sealText(key, "account:email:1", text);
    const values = await alternate(
      rounds,
      {
        seal: rate(() => sealText(key, "account:email:1", text)),
        encrypt: rate(encrypt),
        open: rate(() => openSealed(key, "account:email:1", sealed)),
        decrypt: rate(decrypt),
        mac: rate(() => key.key.mac(text)),
        hash: rate(hash),
      },
      1,
    );
    const floor = suite === "aes" ? 0.7 : 0.25;
    const unit = "a second";
    yield compareRates({ line: `keys.seal.${suite}`, unit, floor }, values.seal, values.encrypt);
    yield compareRates({ line: `keys.open.${suite}`, unit, floor }, values.open, values.decrypt);
    yield compareRates({ line: `keys.mac.${suite}`, unit, floor }, values.mac, values.hash);
  }
};
