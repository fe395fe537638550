import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { fileFaults, fileNotes } from "@chengxin/domain/text/intake.zh-CN.ts";
import { fileProblems } from "@chengxin/domain/text/zh-CN.ts";
import { rowNoteCodes, rowProblemCodes, turnAwayReasons } from "@chengxin/domain/intake/row-problem.ts";
import { readConfig } from "./platform/config.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Files below a folder with one of the endings, paths from the root; dependencies and build results left out. */
const filesBelow = (folder: string, endings: readonly string[]): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter(
      (name) =>
        endings.some((ending) => name.endsWith(ending)) && !/(^|\/)(node_modules|build|\.react-router)\//.test(name),
    );

const documents = [...readdirSync(root).filter((name) => name.endsWith(".md")), ...filesBelow("docs", [".md"])];

/** Cells of the table rows of a Markdown text, headings and rulers left out. */
const tableRows = (text: string): string[][] =>
  text
    .split("\n")
    .filter((line, index, lines) => line.startsWith("| ") && !lines[index + 1]?.startsWith("|---"))
    .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| ?| ?\|$/g, "").trim()));

const inBackticks = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string);

const section = (text: string, heading: string): string => {
  const start = text.indexOf(`\n### ${heading}\n`);
  assert.notEqual(start, -1, `no section "${heading}"`);
  return text.slice(start + 4).split(/\n##+ /)[0] as string;
};

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

test("the plan has every function of the plan once, with a status it explains and paths that exist", () => {
  const expected = Object.entries({ A: 9, B: 6, C: 7, D: 11, E: 5, F: 5, G: 1, H: 7, X: 6 }).flatMap(([letter, last]) =>
    Array.from({ length: last }, (_, index) => `${letter}${index + 1}`),
  );
  const rows = tableRows(read("docs/plan.md"));
  assert.deepEqual(
    rows.map(([id]) => id),
    expected,
  );
  for (const [id, , where = "", status = ""] of rows) {
    assert.match(status, /^\*\*(built|partly|not yet|refused)\*\*/, `${id}: status`);
    if (status.startsWith("**partly**")) assert.match(status, /[Mm]issing: /, `${id}: says what is missing`);
    if (status.startsWith("**refused**")) assert.match(status, /^\*\*refused\*\*: \S/, `${id}: says why`);
    if (/^\*\*(built|partly)/.test(status)) assert.ok(inBackticks(where).length > 0, `${id}: says where`);
    for (const path of inBackticks(where)) assert.ok(existsSync(join(root, path)), `${id}: ${path} does not exist`);
  }
});

test("the import guide explains every code that a clerk can meet, and no other", () => {
  const guide = read("docs/import-guide.md");
  const listed = (heading: string): string[] =>
    tableRows(section(guide, heading)).flatMap(([cell = ""]) => inBackticks(cell));
  assert.deepEqual(sorted(listed("退回一行的错误")), sorted(rowProblemCodes));
  assert.deepEqual(sorted(listed("不影响接收的提示")), sorted(rowNoteCodes));
  assert.deepEqual(sorted(listed("不予收集的原因")), sorted(turnAwayReasons));
  assert.deepEqual(sorted(listed("整个文件不被接收")), sorted(Object.keys({ ...fileProblems, ...fileFaults })));
  assert.deepEqual(sorted(listed("关于文件的说明")), sorted(Object.keys(fileNotes)));
});

test("every code name of the glossary exists in the code", () => {
  const code = ["domain", "server", "web", "catalogue"]
    .flatMap((folder) => filesBelow(folder, [".ts", ".tsx", ".sql", ".json"]))
    .filter((path) => !path.endsWith(".test.ts") && !path.endsWith("package.json"))
    .map(read)
    .join("\n");
  const rows = tableRows(read("docs/glossary.md"));
  assert.ok(rows.length > 60);
  for (const [term, cell = "", , meaning = ""] of rows) {
    assert.match(cell, /^`\w+`$/, `${term}: one code name`);
    assert.ok(meaning.length > 10, `${term}: meaning`);
    assert.match(code, new RegExp(`\\b${cell.slice(1, -1)}\\b`, "i"), `${term}: ${cell} is not in the code`);
  }
});

const anchors = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] as string)
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

test("every link between documents leads somewhere", () => {
  for (const document of documents) {
    for (const [, target = ""] of read(document).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? document : relative(root, join(root, dirname(document), path));
      assert.ok(existsSync(join(root, file)), `${document}: ${target}`);
      if (anchor) assert.ok(anchors(read(file)).includes(decodeURIComponent(anchor)), `${document}: ${target}`);
    }
  }
});

test("every npm command that a document names exists", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  for (const document of documents) {
    for (const [command, run, plain] of read(document).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)) {
      assert.ok(Object.hasOwn(scripts, (run ?? plain) as string), `${document}: ${command}`);
    }
  }
});

test("operations.md lists exactly the settings that the program reads, with their defaults", () => {
  const listed = new Map(
    tableRows(read("docs/operations.md"))
      .filter(([name = ""]) => /^`[A-Z_]+`$/.test(name))
      .map(([name = "", value = ""]) => [name.slice(1, -1), inBackticks(value)[0]]),
  );
  const source = read("server/platform/config.ts") + read("server/platform/identity-settings.ts");
  assert.deepEqual(
    sorted(listed.keys()),
    sorted(new Set([...source.matchAll(/given\("([A-Z_]+)"\)/g)].map((match) => match[1] as string))),
  );
  const defaults = readConfig({});
  assert.equal(listed.get("PORT"), String(defaults.port));
  assert.equal(listed.get("HOST"), defaults.host);
  assert.equal(listed.get("CITY"), defaults.city);
  assert.equal(listed.get("DEMO"), defaults.demo ? "on" : "off");
});

test("the exemplars that CONTRIBUTING names exist", () => {
  const paths = tableRows(read("CONTRIBUTING.md")).flatMap(([, cell = ""]) => inBackticks(cell));
  assert.ok(paths.length >= 8);
  for (const path of paths) assert.ok(existsSync(join(root, path)), path);
});

test("decision records say question, choice and price, and every one that the code cites exists", () => {
  const records = readdirSync(join(root, "docs/decisions")).sort();
  const numbers = records.map((name) => name.slice(0, 4));
  assert.equal(new Set(numbers).size, numbers.length, "one record a number");
  for (const name of records) {
    const text = read(`docs/decisions/${name}`);
    assert.ok(text.startsWith(`# ${name.slice(0, 4)} `), `${name}: title`);
    for (const part of ["Question", "Choice", "Price"])
      assert.match(text, new RegExp(`^(\\*\\*|## )${part}`, "m"), `${name}: ${part}`);
  }
  for (const path of ["domain", "server", "web"].flatMap((folder) => filesBelow(folder, [".ts", ".tsx", ".sql"]))) {
    for (const [, number = ""] of read(path).matchAll(/docs\/decisions\/(\d{4})/g))
      assert.ok(numbers.includes(number), `${path}: ${number}`);
  }
});

test("both READMEs give the two commands and the screenshot in the first screen, and a section on scope", () => {
  for (const [name, scope] of [
    ["README.md", "## Scope"],
    ["README.zh-CN.md", "## 范围"],
  ] as const) {
    const text = read(name);
    const firstScreen = text.split("\n").slice(0, 25).join("\n");
    assert.match(firstScreen, /^npm start\b/m);
    assert.match(firstScreen, /^npm test\b/m);
    assert.match(firstScreen, /docs\/images\/portal\.png/);
    assert.ok(text.includes(`\n${scope}\n`));
  }
  assert.ok(statSync(join(root, "docs/images/portal.png")).size < 200_000);
});

test("every page that a document names by its address exists on the portal", () => {
  const routes = read("web/routes.ts");
  for (const document of documents) {
    for (const path of inBackticks(read(document)).filter((text) => /^\/[a-z-]+$/.test(text))) {
      assert.ok(
        ["/healthz", "/livez", "/metrics"].includes(path) || routes.includes(`"${path.slice(1)}"`),
        `${document}: ${path}`,
      );
    }
  }
});

test("the threat model names files that exist, and no threat counts as met without a test that attacks it", () => {
  const text = read("docs/threat-model.md");
  for (const path of inBackticks(text).filter((name) => name.includes("/") && /\.tsx?$/.test(name)))
    assert.ok(existsSync(join(root, path)), `docs/threat-model.md: ${path} does not exist`);
  const threats = tableRows(text).filter(([id = ""]) => /^[A-Z]\d+$/.test(id) && !id.startsWith("V"));
  assert.ok(threats.length > 25);
  assert.equal(new Set(threats.map(([id]) => id)).size, threats.length);
  for (const [id, kind = "", , control = "", tests = "", state = ""] of threats) {
    assert.match(kind, /^[STRIDE]$/, `${id}: one of STRIDE`);
    assert.match(state, /^\*\*(met|partly|not yet|not applicable)\*\*/, `${id}: state`);
    if (!/^\*\*(met|partly)/.test(state)) continue;
    assert.ok(control.length > 10, `${id}: control`);
    assert.ok(
      inBackticks(tests).length > 0 && inBackticks(tests).every((path) => path.endsWith(".test.ts")),
      `${id}: tests`,
    );
    if (state.startsWith("**partly")) assert.match(state, /^\*\*partly\*\*: \S/, `${id}: what is missing`);
  }
});

test("the appendices have every chapter once, each section with a status and a remark", () => {
  const rows = tableRows(read("docs/threat-model.md"));
  const sections = rows.filter(([id = ""]) => /^(V\d+\.\d|8\.1\.\d(\.\d+)?)$/.test(id));
  assert.deepEqual(
    sorted(sections.filter(([id = ""]) => id.startsWith("V")).map(([id = ""]) => id.split(".")[0] as string)),
    sorted(Array.from({ length: 17 }, (_, index) => `V${index + 1}`)),
  );
  const computing = sections.filter(([id = ""]) => id.startsWith("8.1.4."));
  assert.equal(computing.length, 11, "安全计算环境 8.1.4.1 to 8.1.4.11");
  for (const [id, , status = "", remark = ""] of sections) {
    assert.match(status, /^(met|partly|not yet|not applicable)$/, `${id}: status`);
    assert.ok(remark.length >= 4, `${id}: remark`);
  }
});
