import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The page that checks a file without any network, as one HTML document: the verifier's modules stand in it as they are, each in a
 * function of its own. `node verifier/build-page.mjs FILE` writes it; the portal serves what {@link buildPage} returns.
 */

/** @param {string} path below this folder */
const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

const imports = /^import \{([^}]*)\} from "\.{1,2}\/([a-z0-9-]+)\.js";$/gm;

/** A module as an object of what it exports, after the modules that it imports. @param {string} path @param {Set<string>} done @returns {string} */
const bundle = (path, done) => {
  const source = read(path);
  const name = path.replace(/^page\//, "").replace(/\.js$/, "");
  if (done.has(name)) return "";
  done.add(name);
  const before = [...source.matchAll(imports)].map(([, , imported]) => bundle(`${imported}.js`, done)).join("");
  const exported = [...source.matchAll(/^export (?:const|class) (\w+)/gm)].map(([, each]) => each);
  const body = source
    .replace(imports, (_, names, from) => `const {${names}} = modules["${from}"];`)
    .replace(/^export /gm, "");
  if (/^\s*(?:import|export)\b/m.test(body))
    throw new Error(`${path}: an import or export in a form that is not known here`);
  return `${before}\n// ${path}\nmodules["${name}"] = (() => {\n${body}\nreturn { ${exported.join(", ")} };\n})();\n`;
};

/** @param {string} text */
const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The document, and the policy that it carries, for the header under which it is served: no connection at all, no script or style but its own. */
export const buildPage = () => {
  const script = `const modules = {};\n${bundle("page/page.js", new Set())}`;
  const style = read("page/page.css");
  if (/<\/script|<!--/i.test(script)) throw new Error("the script would end the element it stands in");
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
  const words = JSON.stringify(JSON.parse(read("words.json"))).replaceAll("<", "\\u003c");
  /** @type {Record<string, string>} */
  const parts = { style, words, script };
  const html = read("page/page.html")
    .replace('content="" data-part="policy"', () => `content="${policy}"`)
    .replace(/ data-part="(\w+)">/g, (_, name) => `>${parts[name]}`);
  return { html, policy };
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(process.argv[2] ?? "verify.html", buildPage().html);
