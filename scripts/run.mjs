import { ensureInstalled } from "./lib/install.mjs";
import { giveUp } from "./lib/project.mjs";
import { runProgram } from "./lib/run-program.mjs";

const [file, ...args] = process.argv.slice(2);
if (!file) giveUp("usage: node scripts/run.mjs FILE [argument …]");
await ensureInstalled();
runProgram(file, args);
