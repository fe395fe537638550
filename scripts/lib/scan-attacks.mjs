import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runFor } from "./scan-rig.mjs";

/** Modules of wapiti that ask nobody but the instance: `ssrf` and `xxe` call a host on the internet and are left out. */
const modules =
  "sql,blindsql,xss,permanentxss,exec,file,crlf,redirect,csrf,htaccess,methods,backup,shellshock,csp,http_headers,cookieflags";

/** wapiti as one visitor. @returns findings, one line each */
export const scanByWapiti = async (wapiti, { origin }, who, cookie, pages, seconds) => {
  const folder = mkdtempSync(join(tmpdir(), "chengxin-wapiti-"));
  const report = join(folder, "report.json");
  const { said, cut } = await runFor(
    wapiti,
    [
      "-u",
      `${origin}/`,
      "--scope",
      "folder",
      "-m",
      modules,
      "-f",
      "json",
      "-o",
      report,
      "--flush-session",
      "--no-bugreport",
      "--store-session",
      folder,
      "-d",
      "3",
      "--max-links-per-page",
      "40",
      "--max-files-per-dir",
      "25",
      "--max-scan-time",
      String(Math.floor(seconds / 3)),
      "--max-attack-time",
      "20",
      "--max-parameters",
      "20",
      "-t",
      "10",
      "-v",
      "0",
      ...pages.flatMap((path) => ["-s", origin + path]),
      ...(cookie === null ? [] : ["-H", `Cookie: ${cookie}`]),
    ],
    seconds,
  );
  try {
    const { vulnerabilities, anomalies, infos } = JSON.parse(readFileSync(report, "utf8"));
    const lines = [vulnerabilities, anomalies].flatMap((kinds) =>
      Object.entries(kinds).flatMap(([kind, found]) =>
        found.map(
          ({ method, path, parameter, info }) => `${who}: ${kind}: ${method} ${path} ${parameter ?? ""} ${info}`,
        ),
      ),
    );
    return { findings: [...new Set(lines)], done: infos.crawled_pages_nbr ?? infos.crawled_pages ?? "?", left: 0 };
  } catch {
    const why = said.trim().split("\n").slice(-3).join(" ").slice(0, 300);
    return { findings: cut ? [] : [`${who}: wapiti wrote no report: ${why}`], done: 0, left: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const byName = { uscc: null, code: null, item: "penalty", source: "market-supervision", q: "x", month: "2026-04" };
const valueOf = (name, schema, uscc) => {
  if (name in byName) return byName[name] ?? uscc;
  if (schema?.enum) return schema.enum[0];
  if (schema?.format === "uuid") return "00000000-0000-4000-8000-0000000000ff";
  if (schema?.type === "integer" || schema?.type === "number") return 1;
  if (schema?.type === "array") return [];
  if (schema?.type === "boolean") return true;
  return /date|\\d\{4\}/i.test(`${schema?.format}${schema?.pattern}`) ? "2026-05-01" : "abc";
};

/** Every GET and POST of the API that takes something, as sqlmap is told of it. */
export const targetsOf = async ({ origin, uscc }) => {
  const { paths } = await (await fetch(`${origin}/api/v1/openapi.json`)).json();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { parameters = [], requestBody }]) => {
      if (method !== "get" && method !== "post") return [];
      const schema = requestBody?.content?.["application/json"]?.schema;
      if (parameters.length === 0 && !schema?.properties) return [];
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => {
        const its = parameters.find((one) => one.name === name);
        return `${encodeURIComponent(valueOf(name, its?.schema, uscc))}${its?.in === "path" ? "*" : ""}`;
      });
      const query = new URLSearchParams();
      for (const { name, in: where, schema: its } of parameters)
        if (where === "query" && name !== "cursor") query.set(name, String(valueOf(name, its, uscc)));
      const body = Object.entries(schema?.properties ?? {}).map(([name, its]) => [name, valueOf(name, its, uscc)]);
      const base = path.startsWith("/api/v1") ? origin : `${origin}/api/v1`;
      return [
        {
          name: `${method.toUpperCase()} ${path}`,
          args: [
            "-u",
            `${base}${filled}${query.size > 0 ? `?${query}` : ""}`,
            ...(body.length > 0
              ? ["--data", JSON.stringify(Object.fromEntries(body)), "-H", "Content-Type: application/json"]
              : []),
          ],
        },
      ];
    }),
  );
};

/** sqlmap on one target. @returns findings, one line each */
export const scanBySqlmap = async (sqlmap, { name, args }, who, cookie, seconds) => {
  const folder = mkdtempSync(join(tmpdir(), "chengxin-sqlmap-"));
  const { said, cut } = await runFor(
    sqlmap,
    [
      ...args,
      "--batch",
      "--level",
      "2",
      "--risk",
      "1",
      "--dbms",
      "PostgreSQL",
      "--smart",
      "--timeout",
      "10",
      "--retries",
      "0",
      "--threads",
      "4",
      "--ignore-code",
      "400,401,403,404,409,413,422",
      "--disable-coloring",
      "--flush-session",
      "--output-dir",
      folder,
      ...(cookie === null ? [] : ["--cookie", cookie, "--param-exclude", "session"]),
    ],
    seconds,
  );
  rmSync(folder, { recursive: true, force: true });
  const found = /is vulnerable|identified the following injection|sqlmap resumed the following injection/.test(said);
  const broken = /unhandled exception|connection refused|HTTP error codes detected[^\n]*\n?[^\n]*50\d/i.exec(said);
  return {
    findings: [
      ...(found ? [`${who}: ${name}: ${said.match(/Parameter: .*/)?.[0] ?? "injectable"}`] : []),
      ...(broken && !found ? [`${who}: ${name}: ${broken[0].replaceAll("\n", " ").slice(0, 150)}`] : []),
    ],
    cut,
  };
};
