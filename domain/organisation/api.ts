import { z } from "zod";
import { format, language, paging, pageOf } from "../paging.ts";
import { defineRoute } from "../route.ts";
import { organisationKinds, organisationStatuses } from "../text/organisation-kinds.ts";
import { PlainDate, Words } from "../words.ts";

export const Uscc = z.string().regex(/^[0-9A-HJ-NP-RTUW-Y]{18}$/);

/** What kind of body the first two characters of the code say it is (GB 32100-2015 table 1, 2). */
export const OrganisationKind = z.enum([
  "government",
  "institution",
  "legalService",
  "socialOrganisation",
  "grassrootsSelfGovernment",
  "tradeUnion",
  "enterprise",
  "soleTrader",
  "cooperative",
  "collective",
  "other",
]);
export type OrganisationKind = z.infer<typeof OrganisationKind>;

export const OrganisationStatus = z.enum(["active", "revoked", "cancelled", "movedOut", "suspended", "unknown"]);
export type OrganisationStatus = z.infer<typeof OrganisationStatus>;

export const OrganisationSummary = z.object({
  uscc: z.string(),
  name: z.string(),
  kind: OrganisationKind,
  status: OrganisationStatus,
  region: z.object({ code: z.string(), name: Words }).nullable(),
  establishedOn: PlainDate.nullable(),
  /** false: known only from records; no registration authority has sent its base data. */
  registered: z.boolean(),
});
export type OrganisationSummary = z.infer<typeof OrganisationSummary>;

/** Why an organisation is among the hits: which of its names or codes matched. */
export const SearchHit = OrganisationSummary.extend({
  matched: z.object({
    by: z.enum(["name", "formerName", "uscc", "registrationNumber", "otherCode", "initials", "similarName"]),
    text: z.string(),
  }),
});
export type SearchHit = z.infer<typeof SearchHit>;

/** Every value has words: the compiler sees to it. */
const kindsInWords: Readonly<Record<OrganisationKind, Words>> = organisationKinds;
const statusesInWords: Readonly<Record<OrganisationStatus, Words>> = organisationStatuses;

export const searchOrganisations = defineRoute({
  name: "searchOrganisations",
  method: "GET",
  path: "/organisations",
  action: "organisation.search",
  tag: "organisation",
  summary: {
    zh: "按名称片段、统一社会信用代码、曾用名、注册号或拼音首字母查询组织",
    en: "Find organisations by part of a name, code, former name, legacy number or pinyin initials",
  },
  params: z.object({}),
  query: z.object({ q: z.string().max(20_000), ...paging, format, language }),
  answer: pageOf(SearchHit).extend({
    /** true: nothing matched as written; these are similar names (second try). */
    approximate: z.boolean(),
    /** The query as it was understood (trimmed, widths unified). */
    understood: z.string(),
    /** The query has the form of a unified social credit code and is none, so nothing is guessed: why not. Otherwise null. */
    codeFault: z.enum(["checkDigit", "character", "department", "other"]).nullable(),
  }),
  maxAge: 10,
  problems: ["request.query_too_long", "request.query_too_short", "request.cursor_invalid"],
  csv: [
    ["uscc", { zh: "统一社会信用代码", en: "USCC" }],
    ["name", { zh: "名称", en: "Name" }],
    ["kind", { zh: "类型", en: "Kind" }, kindsInWords],
    ["status", { zh: "状态", en: "Status" }, statusesInWords],
    ["region.name", { zh: "地区", en: "Region" }],
    ["establishedOn", { zh: "成立日期", en: "Established" }],
  ],
});

/** One line of the base data, with where it comes from. */
export const BaseField = z.object({ id: z.string(), name: Words, value: z.string() });

export const Organisation = OrganisationSummary.extend({
  formerNames: z.array(z.object({ name: z.string(), knownUntil: z.string().nullable() })),
  codes: z.array(z.object({ scheme: z.string(), code: z.string() })),
  base: z.array(BaseField),
  /** Base data that exists and is not shown in public, by name. */
  withheld: z.array(Words),
  /** Source of the base data and when it was received; null when not registered. */
  provenance: z
    .object({ source: Words, receivedAt: z.string(), recordId: z.string(), versions: z.number().int() })
    .nullable(),
  /** Other organisations of exactly the same name: told apart by code, never merged. */
  homonyms: z.array(z.object({ uscc: z.string(), name: z.string() })),
  /** Public records by item. */
  counts: z.array(
    z.object({
      item: z.string(),
      name: Words,
      category: z.number().int(),
      effect: z.enum(["adverse", "favourable", "neutral"]),
      count: z.number().int(),
    }),
  ),
  /** Public records with adverse effect today: the answer to "is anything adverse in force". */
  adverse: z.number().int(),
  asOf: PlainDate,
});
export type Organisation = z.infer<typeof Organisation>;

export const showOrganisation = defineRoute({
  name: "showOrganisation",
  method: "GET",
  path: "/organisations/:uscc",
  action: "organisation.read-public",
  tag: "organisation",
  summary: { zh: "一个组织的基础信息与公开记录数", en: "One organisation: base data and numbers of public records" },
  params: z.object({ uscc: z.string().max(64) }),
  query: z.object({}),
  answer: Organisation,
  maxAge: 30,
  problems: ["organisation.code_invalid", "organisation.not_found"],
});
