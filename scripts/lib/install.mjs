import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { giveUp, root, say } from "./project.mjs";
import { oneAtATime } from "./one-at-a-time.mjs";

const readLock = (path) => {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return null;
  }
};

/** Is what npm says it installed (its own hidden lock file) what the lock file asks for? Packages for other platforms may be absent. */
export const isInstalled = () => {
  const wanted = readLock(join(root, "package-lock.json"));
  const present = readLock(join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith("node_modules/")) return true;
    if (entry.link) return existsSync(join(root, path));
    const its = present[path];
    if (!its) return entry.optional === true && !isForThisMachine(entry);
    return its.version === entry.version && its.integrity === entry.integrity;
  });
};

/** Made for this platform by name; an optional package that names none only serves others that are absent. */
const isForThisMachine = ({ os, cpu, libc }) =>
  os !== undefined &&
  os.includes(process.platform) &&
  (cpu ?? []).includes(process.arch) &&
  (libc === undefined || libc.includes(usesMusl() ? "musl" : "glibc"));

const usesMusl = () => existsSync("/etc/alpine-release");

/** Installs the packages of the lock file when they are missing or others. */
export const ensureInstalled = () =>
  oneAtATime("install", () => {
    if (isInstalled()) return;
    say("Installing packages (the first time this takes about half a minute) …");
    const npm = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
    // With NODE_ENV=production npm would leave out what builds the web.
    const { NODE_ENV: _, ...env } = process.env;
    const { status, error } = spawnSync(
      npm[0],
      [...npm.slice(1), "ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"],
      { cwd: root, env, stdio: ["ignore", 2, 2] },
    );
    if (error?.code === "ENOENT") giveUp("npm is needed: install Node 20 or newer together with npm.");
    if (status !== 0) giveUp("Installing packages failed; what npm said stands above.");
    if (!isInstalled())
      giveUp("npm did not install everything that package-lock.json names (is `omit` set in an npm configuration?).");
  });
