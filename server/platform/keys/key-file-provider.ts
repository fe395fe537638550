import { newKek, readKeyFile, replaceKeys, type KekVersion } from "./key-file.ts";
import { KeyFault, nameBytes, type KeyProvider } from "./key-provider.ts";
import { wrappings } from "./wrap.ts";

/** Key-encryption keys from a file. It is read again when a version is asked for that it didn't hold. */
export const keyFileProvider = (path: string): KeyProvider => {
  let keys: readonly [KekVersion, ...KekVersion[]] = readKeyFile(path);

  const kek = (version: number): KekVersion => {
    const known = keys.find((key) => key.version === version);
    if (known) return known;
    keys = readKeyFile(path);
    const added = keys.find((key) => key.version === version);
    if (added) return added;
    throw new KeyFault(
      `the key file ${path} lacks version ${version}, under which data in this database are sealed: put the right key file back`,
    );
  };

  const newest = (): KekVersion => {
    keys = readKeyFile(path);
    return keys.at(-1)!;
  };

  return {
    versions: async () => readKeyFile(path).map(({ version, suite, createdAt }) => ({ version, suite, createdAt })),
    add: async (suite, at) => {
      const version = newest().version + 1;
      replaceKeys(path, [...keys, newKek(version, suite, at)]);
      return version;
    },
    keepOnly: async (versions) => {
      const last = newest().version;
      const kept = keys.filter(({ version }) => version === last || versions.has(version));
      const removed = keys.filter((key) => !kept.includes(key)).map(({ version }) => version);
      if (removed.length > 0) replaceKeys(path, kept);
      return removed;
    },
    current: async () => newest().version,
    wrap: async (name, dataKey) => {
      const { version, suite, secret } = newest();
      return {
        kekVersion: version,
        wrapped: wrappings[suite].wrap(Buffer.from(secret, "hex"), nameBytes(name), dataKey),
      };
    },
    unwrap: async (name, { kekVersion, wrapped }) => {
      const { suite, secret } = kek(kekVersion);
      try {
        const dataKey = wrappings[suite].unwrap(Buffer.from(secret, "hex"), nameBytes(name), wrapped);
        if (dataKey.length === 32) return dataKey;
      } catch {
        // said below, without what the library says
      }
      throw new KeyFault(
        `the key file ${path} doesn't open the data key ${name.purpose} ${name.version} of this database: it is another installation's, or the row was changed. Put the right key file back`,
      );
    },
  };
};
