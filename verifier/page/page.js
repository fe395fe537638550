import { Refusal, textOf } from "../bytes.js";
import { openCheckpoint, trustIn } from "../checkpoint.js";
import { explainCheckpoint, explainEntry, explainFile, say } from "../explain.js";
import { verifyFileProof } from "../file-proof.js";
import { verifyEntryProof } from "../proof.js";

/** The page that checks a file without any network: one HTML document, built by build-page.mjs. */

/** @typedef {import("../explain.js").Line} Line */
/** @typedef {import("../explain.js").Explained} Explained */

/** @template {HTMLElement} T @param {string} id @param {new () => T} kind @returns {T} */
const get = (id, kind) => {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(id);
  return element;
};

/** @type {Record<string, Record<string, string>>} */
const languages = JSON.parse(get("words", HTMLScriptElement).textContent ?? "{}");
const file = get("file", HTMLInputElement);
const result = get("result", HTMLElement);
let language = navigator.language.startsWith("zh") || !languages[navigator.language.slice(0, 2)] ? "zh" : "en";
/** What was dropped in place of a file that was chosen. @type {File | null} */
let dropped = null;
/** Draws the last result again, in another language. */
let draw = () => {};

const words = () => languages[language] ?? {};

/** @param {string} tag @param {(string | Node)[]} children */
const element = (tag, ...children) => {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
};

/** Fields of a record's content as a list, when it is a plain object; any other content as it stands. @param {string} content */
const fields = (content) => {
  try {
    const pairs = Object.entries(JSON.parse(content));
    if (!content.startsWith("{") || pairs.length === 0) return content;
    const rows = pairs.flatMap(([name, value]) => {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      return [element("dt", element("bdi", name)), element("dd", element("bdi", text))];
    });
    return element("dl", ...rows);
  } catch {
    return content;
  }
};

/** @param {Line} line */
const item = ([code, data]) => {
  const text = say(words(), [code, data]);
  const content = code === "shown.content";
  const made = content
    ? element("li", words()["page.content"] ?? "", fields(String(data["content"])))
    : element("li", text.trim());
  if (/^\s/.test(text)) made.className = "part";
  return made;
};

/** @param {boolean} held @param {(Node | string)[]} parts */
const show = (held, ...parts) => {
  const mark = element("h2", `${held ? "✓" : "✗"} ${words()[held ? "held" : "refused"]}`);
  mark.className = held ? "held" : "failed";
  result.replaceChildren(mark, ...parts);
  result.hidden = false;
};

/** Which kind of file it is stands in its first characters. @param {string} text @param {import("../checkpoint.js").Trust} trust @returns {Promise<Explained>} */
const check = async (text, trust) => {
  if (text.startsWith("c2sp.org/tlog-proof@")) return explainEntry(await verifyEntryProof(text, trust));
  if (text.trimStart().startsWith("{")) return explainFile(await verifyFileProof(text, trust));
  return explainCheckpoint(await openCheckpoint(text, trust));
};

/** @param {string} id */
const keysIn = (id) =>
  get(id, HTMLTextAreaElement)
    .value.split(/\s+/)
    .filter((key) => key !== "");

const judge = async () => {
  try {
    const chosen = dropped ?? file.files?.[0];
    if (!chosen) throw new Refusal("page.noFile", {});
    const text = textOf(new Uint8Array(await chosen.arrayBuffer()));
    const { shown, not } = await check(text, await trustIn(keysIn("key"), keysIn("witnesses")));
    draw = () =>
      show(
        true,
        element("h3", words()["shows"] ?? ""),
        element("ul", ...shown.map(item)),
        element("h3", words()["notShown"] ?? ""),
        element("ul", ...not.map(item)),
      );
  } catch (error) {
    const { code, data } = error instanceof Refusal ? error : new Refusal("page.unreadable", { reason: error });
    draw = () => show(false, element("p", say(words(), [code, data])), element("p", words()["what"] ?? ""));
  }
  draw();
  result.focus();
};

const name = () => {
  const chosen = dropped ?? file.files?.[0];
  get("file-name", HTMLElement).textContent = chosen ? say(words(), ["page.chosen", { name: chosen.name }]) : "";
};

/** @param {string} chosen */
const speak = (chosen) => {
  language = chosen;
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : chosen;
  document.title = words()["page.title"] ?? "";
  for (const each of document.querySelectorAll("[data-text]"))
    each.textContent = words()[each.getAttribute("data-text") ?? ""] ?? "";
  for (const button of document.querySelectorAll("[data-language]"))
    button.setAttribute("aria-pressed", String(button.getAttribute("data-language") === chosen));
  name();
  draw();
};

for (const button of document.querySelectorAll("[data-language]"))
  button.addEventListener("click", () => speak(button.getAttribute("data-language") ?? "zh"));
get("form", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  void judge();
});
file.addEventListener("change", () => {
  dropped = null;
  name();
});
for (const [kind, over] of /** @type {const} */ ([
  ["dragover", true],
  ["dragleave", false],
  ["drop", false],
]))
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    document.body.classList.toggle("dropping", over);
    const given = kind === "drop" ? event.dataTransfer?.files[0] : undefined;
    if (!given) return;
    dropped = given;
    name();
  });
speak(language);
