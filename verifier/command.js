#!/usr/bin/env node
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Refusal, parseJson, refuse, textOf } from "./bytes.js";
import { openCheckpoint, trustIn } from "./checkpoint.js";
import { explainCheckpoint, explainEntry, explainFile, explainFollow, say } from "./explain.js";
import { verifyFileProof } from "./file-proof.js";
import { follow } from "./follow.js";
import { verifyEntryProof } from "./proof.js";
import { readOver } from "./tiles.js";

/** The command `chengxin-verify`. Exit codes: 0 proven, 1 not proven, 2 wrong use. Only `follow` uses the network. */

/** @typedef {import("./checkpoint.js").Trust} Trust */
/** @typedef {import("./explain.js").Explained} Explained */

/** @type {Record<string, Record<string, string>>} */
const languages = JSON.parse(readFileSync(new URL("words.json", import.meta.url), "utf8"));

/** @param {string} path "-" is standard input */
const read = (path) => {
  try {
    return readFileSync(path === "-" ? 0 : path);
  } catch (error) {
    return refuse("unreadable", { path, reason: /** @type {{ code?: string }} */ (error).code });
  }
};

/** All or nothing: a crash leaves the old file or the new one. @param {string} path @param {unknown} value */
const write = (path, value) => {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { flush: true });
  renameSync(`${path}.new`, path);
};

/** @type {Record<string, (place: string, trust: Trust, state: string) => Promise<Explained>>} */
const commands = {
  proof: async (path, trust) => explainEntry(await verifyEntryProof(textOf(read(path)), trust)),
  file: async (path, trust) => explainFile(await verifyFileProof(textOf(read(path)), trust)),
  checkpoint: async (path, trust) => explainCheckpoint(await openCheckpoint(textOf(read(path)), trust)),
  follow: async (url, trust, path) => {
    const state = existsSync(path) ? parseJson(textOf(read(path)), path) : null;
    const look = await follow({ read: readOver(url), trust, state }).catch((error) => {
      if (error.data?.before) write(`${path}.evidence.json`, error.data);
      throw error;
    });
    write(path, look.state);
    return explainFollow(look);
  },
};

const text = /** @type {const} */ ({ type: "string" });
const texts = /** @type {const} */ ({ type: "string", multiple: true });
const options = { key: texts, witness: texts, quorum: text, state: text, lang: text };

const { LC_ALL, LC_MESSAGES, LANG } = process.env;
let words = languages[/^(?:en|C|POSIX)/.test(LC_ALL || LC_MESSAGES || LANG || "zh") ? "en" : "zh"] ?? {};
const tell = (/** @type {import("./explain.js").Line} */ line) => `  ${say(words, line)}`;
const print = (/** @type {(string | undefined)[]} */ ...lines) => process.stdout.write(`${lines.join("\n")}\n`);

try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const { key = [], witness = [], quorum = String(witness.length), state = "", lang = "" } = values;
  words = languages[lang] ?? words;
  const [name = "", place = "", ...more] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const fit = name !== "follow" || (/^https?:/.test(place) && state !== "");
  if (!command || !place || more.length > 0 || !/^\d{1,3}$/.test(quorum) || !fit) throw new Refusal("usage", {});
  const { shown, not } = await command(place, await trustIn(key, witness, Number(quorum)), state);
  print(words.held, "", words.shows, ...shown.map(tell), "", words.notShown, ...not.map(tell));
} catch (error) {
  const { code = "", data = {} } = /** @type {{ code?: string, data?: Record<string, unknown> }} */ (error);
  if (!(error instanceof Refusal) && !code.startsWith("ERR_PARSE_ARGS")) throw error;
  const inProof = !/^(?:unreadable|log\.unreachable|trust|vkey)/.test(code);
  if (/^(?:usage|ERR)/.test(code)) print(words.usage);
  else print(words.refused, "", tell([code, data]), ...(inProof ? ["", words.what] : []));
  process.exitCode = /^(?:usage|ERR|unreadable|trust|vkey)/.test(code) ? 2 : 1;
}
