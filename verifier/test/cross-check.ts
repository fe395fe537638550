import { spawnSync } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { verifyCheckpoint } from "@sigstore/verify/dist/tlog/checkpoint.js";
import { verifyMerkleInclusion } from "@sigstore/verify/dist/tlog/merkle.js";
import { readNumber } from "../bytes.js";
import { hashesOf, inclusionPath, readEntries, type Read } from "../tiles.js";

/** A log in a directory (layout of c2sp.org/tlog-tiles; earlier checkpoints below `history/`), checked by code that nobody here wrote. */

export const readDirectory =
  (directory: string): Read =>
  async (path) =>
    existsSync(join(directory, path)) ? readFileSync(join(directory, path)) : null;

const goPath = "/usr/share/gocode";

/** Why Debian's Go packages can't be used here, or null. */
export const goAbsent = (): string | null => {
  if (!existsSync(join(goPath, "src/golang.org/x/mod/sumdb/tlog")))
    return "apt-get install golang-go golang-golang-x-mod-dev";
  return spawnSync("go", ["version"]).status === 0 ? null : "apt-get install golang-go";
};

/** Runs a program of test/go; what it printed, or an error with what it complained of. */
export const runGo = (program: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync("go", ["run", "main.go", ...args], {
    cwd: fileURLToPath(new URL(`go/${program}/`, import.meta.url)),
    encoding: "utf8",
    env: { ...process.env, GO111MODULE: "off", GOPATH: goPath, GOFLAGS: "" },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
};

/** Signature, every entry, inclusion and consistency by golang.org/x/mod/sumdb. */
export const checkWithGo = (directory: string, vkey: string): unknown =>
  JSON.parse(runGo("check", directory, vkey)) as unknown;

/** The checkpoint's signature and the inclusion of some entries by the code of @sigstore/verify. */
export const checkWithSigstore = async (directory: string, vkey: string, indexes: readonly number[]): Promise<void> => {
  const [name = "", id = ""] = vkey.split("+");
  const key = Buffer.from(vkey.slice(name.length + id.length + 2), "base64").subarray(1);
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]);
  const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
  const logID = Buffer.concat([Buffer.from(id, "hex"), Buffer.alloc(28)]);
  const tlogs = [{ logID, publicKey, baseURL: name, validFor: { start: new Date(0), end: new Date(8.64e15) } }];
  const read = readDirectory(directory);
  const envelope = readFileSync(join(directory, "checkpoint"), "utf8");
  const size = readNumber(envelope.split("\n")[1] ?? "", "size");
  const hashAt = hashesOf(read, size);
  for (const index of indexes) {
    const n = Math.floor(index / 256);
    const entry = (await readEntries(read, n, size))[index % 256];
    if (!entry) throw new Error(`no entry ${index}`);
    const hashes = (await inclusionPath(hashAt, index, size)).map((hash) => Buffer.from(hash));
    const proof = {
      canonicalizedBody: Buffer.from(entry),
      inclusionProof: { logIndex: String(index), hashes, checkpoint: { envelope } },
    };
    const entryOfTheirs = proof as unknown as Parameters<typeof verifyCheckpoint>[0];
    verifyMerkleInclusion(entryOfTheirs, verifyCheckpoint(entryOfTheirs, tlogs));
  }
};
