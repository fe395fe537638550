import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { nodeProgram, packageProgram, root } from "./lib/project.mjs";

// The route modules' types are made by React Router; then the web is checked like everything else.
const run = (name, args, cwd) =>
  spawnSync(nodeProgram(), [packageProgram(name), ...args], { cwd, stdio: "inherit" }).status ?? 1;

process.exitCode = run("react-router", ["typegen"], join(root, "web")) || run("tsc", ["-p", "web"], root);
