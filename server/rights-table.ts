import { cast } from "@chengxin/domain/access/cast.ts";
import { rightOf, standingFor } from "@chengxin/domain/access/policy.ts";
import type { BoundRoute } from "./platform/http.ts";

const head = `# Rights: every route with every kind of actor

Made from \`domain/access/policy.ts\` by \`node server/write-rights.ts\` and reviewed by people: a change here is a change of who may do what. A test asks each route as each actor over HTTP
and compares; another fails when this file is out of date.

● yes, whatever the object · ○ decided on the stored object (own department, own region, own organisation, own account …) · blank: refused · **R** each answer leaves a reading event first

`;

const mark = (route: BoundRoute["route"], actor: (typeof cast)[number][1]): string => {
  if (standingFor(actor, route.action) === null) return "";
  return rightOf(route.action).on ? "○" : "●";
};

/** The table in Markdown, sorted by path and method. */
export const rightsTable = (routes: readonly BoundRoute[]): string => {
  const rows = routes
    .map(({ route }) => route)
    .toSorted((a, b) => (a.path + a.method < b.path + b.method ? -1 : 1))
    .map((route) => [
      `\`${route.method} ${route.path}\``,
      `\`${route.action}\``,
      rightOf(route.action).access ? "**R**" : "",
      ...cast.map(([, actor]) => mark(route, actor)),
    ]);
  const columns = ["Route", "Right", "", ...cast.map(([name]) => name)];
  return [
    head + `| ${columns.join(" | ")} |`,
    `|${columns.map(() => "---").join("|")}|`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
    "",
  ].join("\n");
};
