import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { explainCheckpoint, say } from "./explain.js";
import { inventEntries } from "./test/entries.ts";
import { logSigner } from "./test/sign.ts";
import { temporary } from "./test/temporary.ts";
import { writeLog } from "./test/write-log.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const json = (path: string): unknown => JSON.parse(readFileSync(at(path), "utf8"));
const words = json("words.json") as { zh: Record<string, string>; en: Record<string, string> };
const { trust, proofs } = json("vectors/proofs.json") as {
  trust: { log: string[]; witnesses: string[] };
  proofs: { what: string; proof: string }[];
};
const { files } = json("vectors/files.json") as { files: { what: string; file: string }[] };
const { notes } = json("vectors/notes.json") as { notes: { what: string; note: string }[] };
const key = trust.log[0] as string;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs the command in a language; standard input is `input`. */
const verify = (args: readonly string[], { input = "", LANG = "zh_CN.UTF-8" } = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [at("command.js"), ...args], {
      env: { ...process.env, LANG, LC_ALL: "", LC_MESSAGES: "" },
    });
    let [out, error] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (error += text));
    child.on("close", (code) => resolve({ code, out, error }));
    child.stdin.end(input);
  });

const serve = async (t: TestContext, listener: RequestListener): Promise<string> => {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`;
};

const serveDirectory = (t: TestContext, directory: () => string): Promise<string> =>
  serve(t, (request, response) => {
    const path = join(directory(), (request.url ?? "").replace("/log/", ""));
    if (existsSync(path)) response.end(readFileSync(path));
    else response.writeHead(404).end();
  });

test("a proof, a file and a checkpoint that hold end with 0 and say what is shown and what is not", async (t) => {
  const directory = temporary(t);
  const path = join(directory, "file");
  const good = [
    ["proof", proofs.find(({ what }) => what === "entry 7")?.proof, /第 7 号.*91210600MA0LEAF01P.*penalty/],
    ["file", files[0]?.file, /截至 2026-11-28 的全部记录共 4 条/],
    ["checkpoint", notes.find(({ what }) => what.startsWith("cosigned"))?.note, /对 18 条记录的整体作了签名/],
  ] as const;
  for (const [command, text, expected] of good) {
    writeFileSync(path, text ?? "");
    const { code, out, error } = await verify([command, path, "--key", key]);
    assert.deepEqual([code, error], [0, ""]);
    assert.match(out, /^已证明\n/);
    assert.match(out, expected);
    assert.match(out, /它不能说明：\n(.*\n)*.*没有您信任的见证方联署/);
  }
});

test("a file can come by standard input, the language by the environment or by --lang", async () => {
  const { note } = notes.find(({ what }) => what.startsWith("cosigned")) ?? { note: "" };
  const args = ["checkpoint", "-", "--key", key, ...trust.witnesses.flatMap((vkey) => ["--witness", vkey])];
  for (const [more, LANG, expected] of [
    [[], "en_GB.UTF-8", "Proven"],
    [[], "C", "Proven"],
    [[], "zh_CN.UTF-8", "已证明"],
    [[], "", "已证明"],
    [["--lang", "en"], "zh_CN.UTF-8", "Proven"],
  ] as const) {
    const { code, out } = await verify([...args, ...more], { input: note, LANG });
    assert.equal(code, 0);
    assert.equal(out.split("\n")[0], expected);
  }
});

test("a proof that does not hold ends with 1 and says why", async () => {
  const refused = async (args: readonly string[], input: string, expected: RegExp) => {
    const { code, out, error } = await verify([...args, "--lang", "en"], { input });
    assert.deepEqual([code, error], [1, ""]);
    assert.match(out, /^Not proven\n/);
    assert.match(out, expected);
  };
  const proof = proofs.find(({ what }) => what === "another salt")?.proof ?? "";
  await refused(["proof", "-", "--key", key], proof, /content, salt, time or place was changed/);
  await refused(["proof", "-", "--key", key], "\u0000", /not a proof of the format/);
  await refused(["file", "-", "--key", key], "[]", /does not have the fields/);
  const note = notes[0]?.note ?? "";
  const two = ["--witness", trust.witnesses[0] ?? "", "--witness", trust.witnesses[1] ?? ""];
  await refused(
    ["checkpoint", "-", "--key", key, ...two, "--quorum", "1"],
    note,
    /At least 1 witnesses were asked for, 0 have/,
  );
});

test("wrong use ends with 2: command, options, a key that is none, a file that is not there", async () => {
  const file = at("package.json");
  for (const args of [
    [],
    ["prove", file, "--key", key],
    ["constructor", file, "--key", key],
    ["proof", "--key", key],
    ["proof", file, file, "--key", key],
    ["proof", file],
    ["proof", file, "--key", "no key"],
    ["proof", file, "--key", trust.witnesses[0] ?? ""],
    ["proof", file, "--key", key, "--quorum", "1e999"],
    ["proof", file, "--key", key, "--quorum", "2"],
    ["proof", file, "--key", key, "--unknown"],
    ["proof", at("absent"), "--key", key],
    ["follow", "ftp://log.example/", "--key", key, "--state", "state"],
    ["follow", "https://log.example/", "--key", key],
  ]) {
    const { code, error } = await verify(args);
    assert.deepEqual([code, error], [2, ""], args.join(" "));
  }
});

test("follow keeps what it saw, goes on from it, and keeps both checkpoints when the log rewrites its past", async (t) => {
  const log = logSigner("log.example/followed");
  const directories = [300, 700, 800].map((size) => {
    const directory = temporary(t);
    writeLog(directory, inventEntries(size, size === 800 ? "another past" : "entry"), [size], log);
    return directory;
  });
  let now = 0;
  const url = await serveDirectory(t, () => directories[now] as string);
  const state = join(temporary(t), "state.json");
  const look = () => verify(["follow", url, "--key", log.vkey, "--state", state, "--lang", "en"]);
  assert.match((await look()).out, /^Proven\n(.*\n)*.*First look: 300 entries/);
  now = 1;
  assert.match((await look()).out, /^Proven\n(.*\n)*.*300 entries were checked before, there are 700 now/);
  const kept = readFileSync(state, "utf8");
  now = 0;
  assert.match((await look()).out, /^Not proven\n(.*\n)*.*The log has gone back: 700/);
  now = 2;
  const { code, out } = await look();
  assert.equal(code, 1);
  assert.match(out, /the 700 entries seen before and the 800 of now cannot both be true/);
  const evidence = JSON.parse(readFileSync(`${state}.evidence.json`, "utf8")) as Record<string, string>;
  assert.match(evidence["before"] ?? "", /^log\.example\/followed\n700\n/);
  assert.match(evidence["after"] ?? "", /^log\.example\/followed\n800\n/);
  assert.equal(readFileSync(state, "utf8"), kept);
});

test("a log that cannot be reached, fails, or sends without end proves nothing and changes no state", async (t) => {
  const state = join(temporary(t), "state.json");
  const look = (url: string) => verify(["follow", url, "--key", key, "--state", state, "--lang", "en"]);
  const failing = await serve(t, (_, response) => response.writeHead(503).end());
  const broken = await serve(t, (request, response) => {
    response.writeHead(200, { "content-length": 100 });
    response.write("log", () => request.destroy());
  });
  const endless = await serve(t, (_, response) => {
    const more = () => void (response.destroyed || response.write(Buffer.alloc(1 << 20), more));
    more();
  });
  const dead = await serve(t, (request) => request.destroy());
  for (const [url, expected] of [
    [failing, /cannot be read \(503\)/],
    [broken, /cannot be read/],
    [dead, /cannot be read/],
    [endless, /wrong length/],
  ] as const) {
    const { code, out, error } = await look(url);
    assert.deepEqual([code, error], [1, ""]);
    assert.match(out, expected);
  }
  assert.equal(existsSync(state), false);
});

test("every refusal has words in both languages, with the same data in them", () => {
  const modules = readdirSync(at(".")).filter((name) => name.endsWith(".js"));
  const source = [
    ...modules.map((name) => readFileSync(at(name), "utf8")),
    readFileSync(at("page/page.js"), "utf8"),
  ].join();
  const codes = [...source.matchAll(/(?:refuse|line|Refusal)\(\s*"([\w.]+)"/g)].map(([, code]) => code as string);
  assert.ok(codes.length > 60);
  const placed = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const code of new Set([
    ...codes,
    "follow.tiles",
    "follow.fork",
    "shown.first",
    "shown.followed",
    "shown.hidden",
  ])) {
    const group = code.split(".")[0] as string;
    for (const language of [words.zh, words.en]) assert.ok(language[code] ?? language[group], code);
  }
  assert.deepEqual(Object.keys(words.zh).sort(), Object.keys(words.en).sort());
  for (const [code, text] of Object.entries(words.zh))
    assert.deepEqual(placed(words.en[code] ?? ""), placed(text), code);
});

test("what came from a file can't steer the terminal", () => {
  const told = say({ x: "“{name}”" }, ["x", { name: "a\u001b[2Jb\u009b1m\u202ec\nd" }]);
  assert.equal(told, "“a\\u{1b}[2Jb\\u{9b}1m\\u{202e}c\\u{a}d”");
});

test("a witness may claim any time without upsetting the words", () => {
  const cosigners = [{ name: "w", id: "", time: Number.MAX_SAFE_INTEGER }];
  const checkpoint = { origin: "x", size: 1, root: new Uint8Array(32), note: "", signers: [], cosigners };
  assert.match(String(explainCheckpoint(checkpoint).shown[1]?.[1]["time"]), /275760/);
});

test("the same files verify where only WebCrypto hashes", async () => {
  const script = `process.getBuiltinModule = undefined;
    const { verifyEntryProof } = await import(${JSON.stringify(new URL("proof.js", import.meta.url).href)});
    const { trustIn } = await import(${JSON.stringify(new URL("checkpoint.js", import.meta.url).href)});
    const { index } = await verifyEntryProof(${JSON.stringify(proofs[7]?.proof)}, await trustIn([${JSON.stringify(key)}]));
    console.log(index, process.getBuiltinModule);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  await new Promise((resolve) => child.on("close", resolve));
  assert.equal(out, "7 undefined\n");
});

test("the verifier and its command stay under 600 lines of code, without a dependency", () => {
  const modules = readdirSync(at(".")).filter((name) => name.endsWith(".js"));
  const lines = modules.flatMap((name) =>
    readFileSync(at(name), "utf8")
      .replace(/^\s*\/\*\*[^]*?\*\/\s*$/gm, "")
      .split("\n")
      .filter((line) => line.trim() !== "" && !/^\s*\/\//.test(line)),
  );
  assert.ok(lines.length < 600, `${lines.length} lines`);
  assert.equal((json("package.json") as { dependencies?: unknown }).dependencies, undefined);
});
