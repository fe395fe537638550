import type { DevelopersText } from "./developers.zh-CN.ts";

/** Words of the API reference, English. */
export const developersEn = {
  title: "API for developers",
  lead: "Every page of this site is built on this API, and everyone may use it in the same way: read-only, free of charge, no login. All addresses are below /api/v1.",
  openApi: "OpenAPI 3.1 description",
  tryTitle: "Copy and run",
  tryNote: "These examples use data that is in the register now; paste them into a terminal and they answer.",
  examples: {
    search: "Find organisations by part of a name",
    organisation: "One organisation",
    records: "Public records of an organisation, as CSV",
    penalties: "Penalties since a day, 50 a page",
    record: "One record, with why it is public until when",
    workingDays: "The 7th working day after a day",
    etag: "Transfer nothing when nothing changed",
  },
  conventionsTitle: "Conventions",
  conventions: [
    [
      "Format",
      "JSON (UTF-8) by default. Lists give the same rows as CSV with format=csv, in the language of language=zh or en. Days are YYYY-MM-DD (China Standard Time), moments ISO 8601, amounts in yuan.",
    ],
    [
      "Paging",
      "next in the answer is the cursor of the next page; hand it back as cursor. null means the end. A cursor is opaque and stays valid while records come and go: nothing is missed or repeated. 1 to 100 a page, 20 by default.",
    ],
    ["Counts", "count.value is the number of rows; atLeast true means counting stopped at a cap and there are more."],
    [
      "Caching",
      "Every answer has an ETag and Cache-Control. Ask again with If-None-Match: 304 without a body when nothing changed.",
    ],
    [
      "Limits",
      "Each address has a number of requests a minute; beyond it, 429 with Retry-After in seconds. For everything, download the full dump instead of crawling page by page.",
    ],
    ["Cross-origin", "Any web page may call the API directly."],
    [
      "Stability",
      "Within v1 things are only added: fields may appear, none is renamed or removed. Ignore fields you don't know.",
    ],
    [
      "Publication",
      "Only records that are public now are answered. After the day publicUntil, delete the record on your side.",
    ],
  ],
  routesTitle: "Routes",
  parameters: "Parameters",
  parameter: "Name",
  where: "In",
  inPath: "path",
  inQuery: "query",
  type: "Type",
  required: "required",
  optional: "optional",
  byDefault: "default",
  noParameters: "No parameters.",
  answer: "Fields of the answer",
  field: "Field",
  cache: (seconds: number) => `may be cached for ${seconds} s`,
  alsoCsv: "also as CSV",
  canFail: "May fail with",
  errorsTitle: "Errors",
  errorsNote:
    "Errors are application/problem+json (RFC 9457): code is stable, data holds the values concerned, title says it in Chinese or English by Accept-Language, request is the code for support.",
  code: "Code",
  status: "HTTP",
  meaning: "Meaning",
  dumps: "Need everything?",
  log: "To check that nothing was altered, follow the transparency log (c2sp.org/tlog-tiles):",
} satisfies DevelopersText;
