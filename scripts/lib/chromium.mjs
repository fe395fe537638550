import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { say } from "./project.mjs";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];
const find = () => [process.env.CHROMIUM, ...places].find((path) => path && existsSync(path)) ?? null;
const hasFonts = () =>
  existsSync("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc") ||
  /./.test(spawnSync("fc-list", [":lang=zh-cn"], { encoding: "utf8" }).stdout ?? "");

const apt = (args) =>
  spawnSync("apt-get", args, { stdio: ["ignore", 2, 2], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } })
    .status === 0;

/**
 * The browser of the browser tests: installed by apt where that is possible (root on Debian or Ubuntu).
 * @returns its path, or null after a line that says what to install; the browser tests then fail with the same line
 */
export const ensureChromium = () => {
  if (find() && hasFonts()) return find();
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    say("Installing Chromium and Chinese fonts for the browser tests …");
    const packages = ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"];
    if (!apt(packages) && !(apt(["update", "-qq"]) && apt(packages)))
      say("apt-get could not install them; what it said stands above.");
    if (find() && hasFonts()) return find();
  }
  say(
    "The browser tests need Chromium and Chinese fonts: apt-get install chromium fonts-noto-cjk (or set CHROMIUM to a browser's path).",
  );
  return find();
};
