import { ensureInstalled } from "./lib/install.mjs";
import { ensureWeb } from "./lib/build-web.mjs";
import { runProgram } from "./lib/run-program.mjs";

await ensureInstalled();
await ensureWeb();
runProgram("server/main.ts", process.argv.slice(2), { NODE_ENV: "production" });
