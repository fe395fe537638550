// The arrows of ARCHITECTURE.md. Each rule names what must not be; `npm run check` enforces them.
const tests = "(\\.test\\.tsx?$|^server/test/|^verifier/test/|^e2e/|-rig\\.ts$|^server/bench/)";

/** Areas of the server from left to right: each may import only what stands to its right, and itself. */
const serverLayers = [
  [
    "^server/(main|import|keys|accounts|backup|restore|drill|verify-events|witness|log|services|api-routes)[.-]?[a-z-]*\\.ts$|^server/(bench|drill|metrics)/",
  ],
  ["^server/(upload|batch|quality)/"],
  ["^server/(intake|dump|backup|audit)/"],
  ["^server/record/"],
  ["^server/(organisation|catalogue|calendar|workbench|account|log|witness)/"],
  ["^server/platform/"],
].map(([path]) => path);

const serverArrows = serverLayers.slice(1).map((from, index) => ({
  name: `server-arrow-${index + 1}`,
  comment:
    "main, import, bench → upload, batch, quality → intake, dump → record → organisation, catalogue, calendar, log → platform",
  severity: "error",
  from: { path: from, pathNot: [tests, "generate-tables\\.ts$"] },
  to: { path: serverLayers.slice(0, index + 1).join("|") },
}));

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "through values; a circle of types alone is none",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^virtual:|\\+types/" },
    },
    {
      name: "domain-is-alone",
      comment: "domain imports neither the server nor the web",
      severity: "error",
      from: { path: "^domain/" },
      to: { path: "^(server|web|scripts|e2e)/" },
    },
    {
      name: "domain-has-no-io",
      comment: "no node: modules, no packages but zod (its tests may)",
      severity: "error",
      from: { path: "^domain/", pathNot: tests },
      to: { dependencyTypes: ["core", "npm", "npm-dev", "npm-optional", "npm-no-pkg"], pathNot: "node_modules/zod/" },
    },
    {
      name: "verifier-is-alone",
      comment: "web, server ► verifier; it imports nothing of the platform, and no package",
      severity: "error",
      from: { path: "^verifier/", pathNot: tests },
      to: { pathNot: "^verifier/", dependencyTypesNot: ["core"] },
    },
    {
      name: "verifier-runs-in-a-browser",
      comment: "only its command and the builder of its page know Node",
      severity: "error",
      from: { path: "^verifier/", pathNot: [tests, "^verifier/(command\\.js|build-page\\.mjs)$"] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "web-not-server",
      comment: "the web is a client of the API",
      severity: "error",
      from: { path: "^web/" },
      to: { path: "^server/" },
    },
    {
      name: "server-not-web",
      comment: "the built web is loaded by path, not imported",
      severity: "error",
      from: { path: "^server/", pathNot: tests },
      to: { path: "^web/" },
    },
    {
      name: "web-ui-not-portal",
      comment: "portal → ui → text, paths, api",
      severity: "error",
      from: { path: "^web/(ui|text)/|^web/(paths|api|context)\\.ts$", pathNot: tests },
      to: { path: "^web/portal/" },
    },
    {
      name: "portal-and-workbench-apart",
      comment: "portal ✕ workbench: the public's pages never load a byte of the officials' software",
      severity: "error",
      from: { path: "^web/(portal|ui|text)/|^web/(paths|api|context)\\.ts$", pathNot: tests },
      to: { path: "^web/workbench/|node_modules/(antd|@ant-design)/" },
    },
    {
      name: "workbench-not-portal",
      comment: "workbench → ui, text, paths, api",
      severity: "error",
      from: { path: "^web/workbench/", pathNot: tests },
      to: { path: "^web/portal/" },
    },
    {
      name: "web-text-is-below-ui",
      severity: "error",
      from: { path: "^web/text/", pathNot: tests },
      to: { path: "^web/ui/" },
    },
    {
      name: "domain-ground",
      comment: "*/api → route → access, problem, paging, words",
      severity: "error",
      from: { path: "^domain/(route|problem|paging|words)\\.ts$|^domain/access/" },
      to: { path: "^domain/(record|intake|organisation|catalogue|calendar|text)/" },
    },
    {
      name: "domain-lower",
      comment: "record, intake → catalogue, organisation, calendar",
      severity: "error",
      from: { path: "^domain/(catalogue|organisation|calendar)/", pathNot: tests },
      to: { path: "^domain/(record|intake)/" },
    },
    {
      name: "only-tests-use-test-helpers",
      severity: "error",
      from: { pathNot: [tests, "generate-tables\\.ts$"] },
      to: { path: "^server/test/|\\.test\\.tsx?$" },
    },
    ...serverArrows,
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^web/(build|\\.react-router)/|node_modules/(?!zod)" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".tsx", ".js", ".json"],
    },
  },
};
