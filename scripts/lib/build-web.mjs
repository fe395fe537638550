import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { oneAtATime } from "./one-at-a-time.mjs";
import { giveUp, nodeProgram, packageProgram, root, say } from "./project.mjs";

const build = join(root, "web", "build");
const stampFile = join(build, "sources.sha256");
const notSource = new Set(["node_modules", "build", ".react-router"]);

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (notSource.has(entry.name) || /\.test\.tsx?$/.test(entry.name)) return [];
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });

/** Hash of everything the built web is made from. */
const sourceHash = () => {
  const hash = createHash("sha256");
  for (const path of [
    join(root, "package-lock.json"),
    ...filesBelow(join(root, "domain")),
    ...filesBelow(join(root, "web")),
  ]) {
    hash
      .update(`${path.slice(root.length)}\0`)
      .update(readFileSync(path))
      .update("\0");
  }
  return hash.digest("hex");
};

const readStamp = () => (existsSync(stampFile) ? readFileSync(stampFile, "utf8") : null);

/** Assets are compressed once, as small as it goes, instead of at every request. */
const compressAssets = () => {
  for (const path of filesBelow(join(build, "client"))) {
    if (!/\.(js|css|svg|txt|json|webmanifest)$/.test(path) || statSync(path).size < 512) continue;
    const bytes = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
};

/** Builds the web when its sources, or the domain's, are others than those it was built from. */
export const ensureWeb = () =>
  oneAtATime("web", () => {
    const hash = sourceHash();
    if (readStamp() === hash) return;
    say("Building the web …");
    const { status, stdout, stderr } = spawnSync(nodeProgram(), [packageProgram("react-router"), "build"], {
      cwd: join(root, "web"),
      encoding: "utf8",
      env: { ...process.env, NODE_ENV: "production" },
    });
    if (status !== 0) giveUp(`${stdout}${stderr}\nBuilding the web failed.`);
    compressAssets();
    writeFileSync(stampFile, hash);
  });
