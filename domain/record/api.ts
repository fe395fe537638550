import { z } from "zod";
import { LegalBasis } from "../catalogue/legal-basis.ts";
import { Count, format, language, paging, pageOf } from "../paging.ts";
import { defineRoute } from "../route.ts";
import { PlainDate, Words } from "../words.ts";

/** One step of how a rule came to its answer: which rule, version, article, facts. The words for `code` are in `domain/text`. */
export const TraceStep = z.object({
  code: z.string(),
  rule: z.string(),
  version: z.string(),
  basis: LegalBasis.extend({ title: z.string(), number: z.string().nullable() }).nullable(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type TraceStep = z.infer<typeof TraceStep>;

/** The fact row: what was decided, by whom, on what basis, when, public until. */
export const RecordSummary = z.object({
  recordId: z.string(),
  uscc: z.string(),
  organisation: z.string(),
  item: z.object({
    id: z.string(),
    name: Words,
    effect: z.enum(["adverse", "favourable", "neutral"]),
    /** Whether sources of this item say on what basis was decided; where they don't, `statedBasis` is always null. */
    statesBasis: z.boolean(),
  }),
  /** Licence type, penalty types …; as reported, in the standard's values. */
  kinds: z.array(Words),
  title: z.string(),
  documentNumber: z.string().nullable(),
  summary: z.string().nullable(),
  statedBasis: z.string().nullable(),
  /** How it came out (履行状态), with the field's own name; null where the item has no such field, or it is not filled. */
  outcome: z.object({ name: Words, value: Words }).nullable(),
  authority: z.string(),
  region: z.object({ code: z.string(), name: Words }).nullable(),
  source: z.object({ id: z.string(), name: Words }),
  decidedOn: PlainDate,
  validFrom: PlainDate.nullable(),
  /** null: no end, or not stated. */
  validUntil: PlainDate.nullable(),
  amountYuan: z.number().nullable(),
  /** Last day of publication, inclusive; null = as long as the record stands. */
  publicUntil: PlainDate.nullable(),
  receivedAt: z.string(),
  version: z.number().int(),
});
export type RecordSummary = z.infer<typeof RecordSummary>;

export const recordFilters = {
  /** Only this organisation's records. */
  organisation: z.string().max(64).optional(),
  item: z.string().max(40).optional(),
  /** Name of the deciding authority, exactly. */
  authority: z.string().max(200).optional(),
  /** GB/T 2260 code of the authority's county. */
  region: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  /** `number` in the item's code table. */
  kind: z.coerce.number().int().optional(),
  from: PlainDate.optional(),
  to: PlainDate.optional(),
} as const;

export const listRecords = defineRoute({
  name: "listRecords",
  method: "GET",
  path: "/records",
  action: "record.read-public",
  tag: "record",
  summary: { zh: "公开记录列表，按决定日期由近及远", en: "Public records, latest decision first" },
  params: z.object({}),
  query: z.object({ ...recordFilters, ...paging, format, language }),
  answer: pageOf(RecordSummary),
  maxAge: 30,
  problems: [
    "request.invalid",
    "request.cursor_invalid",
    "request.timeout",
    "organisation.code_invalid",
    "organisation.not_found",
    "catalogue.item_not_found",
  ],
  csv: [
    ["item.name", { zh: "记录类别", en: "Item" }],
    ["kinds", { zh: "种类", en: "Kind" }],
    ["organisation", { zh: "名称", en: "Organisation" }],
    ["uscc", { zh: "统一社会信用代码", en: "USCC" }],
    ["title", { zh: "标题", en: "Title" }],
    ["documentNumber", { zh: "文书号", en: "Document number" }],
    ["summary", { zh: "内容", en: "Content" }],
    ["outcome.value", { zh: "履行状态", en: "Outcome" }],
    ["statedBasis", { zh: "依据", en: "Basis stated" }],
    ["authority", { zh: "决定机关", en: "Authority" }],
    ["decidedOn", { zh: "决定日期", en: "Decided" }],
    ["validFrom", { zh: "有效期自", en: "Valid from" }],
    ["validUntil", { zh: "有效期至", en: "Valid until" }],
    ["amountYuan", { zh: "金额（元）", en: "Amount (yuan)" }],
    ["publicUntil", { zh: "公示至（含当日）", en: "Public until (inclusive)" }],
    ["source.name", { zh: "数据来源单位", en: "Source" }],
    ["recordId", { zh: "记录编号", en: "Record id" }],
  ],
});

export const showRecord = defineRoute({
  name: "showRecord",
  method: "GET",
  path: "/organisations/:uscc/records/:recordId",
  action: "record.read-public",
  tag: "record",
  summary: {
    zh: "一条公开记录：全部公开字段、公示期限的由来、报送及时性",
    en: "One public record: public fields, why it is public until when, timeliness",
  },
  params: z.object({ uscc: z.string().max(64), recordId: z.string().max(64) }),
  query: z.object({}),
  answer: RecordSummary.extend({
    fields: z.array(z.object({ id: z.string(), name: Words, value: z.string() })),
    /** Fields that exist and are not shown in public, by name: nothing is hidden silently. */
    withheld: z.array(Words),
    collectedUnder: z.array(LegalBasis.extend({ title: z.string(), number: z.string().nullable() })),
    publicity: z.array(TraceStep),
    /** Clock of the report: due day, working days used, late or not; null when the item has no deadline. */
    reporting: z
      .object({
        limit: z.string(),
        allowedWorkingDays: z.number().int(),
        dueOn: PlainDate.nullable(),
        receivedOn: PlainDate,
        workingDaysUsed: z.number().int().nullable(),
        late: z.boolean().nullable(),
      })
      .nullable(),
    /** Index of this version's entry in the transparency log; null: it waits for its place. */
    logIndex: z.number().int().nullable(),
    versions: z.array(
      z.object({
        version: z.number().int(),
        knownFrom: z.string(),
        change: z.enum(["reported", "corrected", "withdrawn", "rules"]),
      }),
    ),
  }),
  maxAge: 30,
  problems: ["organisation.code_invalid", "organisation.not_found", "record.not_found"],
});

/** What a list can be filtered by, with the numbers of choices known today. */
export const listFacets = defineRoute({
  name: "listFacets",
  method: "GET",
  path: "/records/facets",
  action: "record.read-public",
  tag: "record",
  summary: { zh: "列表可用的筛选项：机关、地区、种类", en: "What a list can be filtered by" },
  params: z.object({}),
  query: z.object({
    item: z.string().max(40).optional(),
    /** Only what occurs among this organisation's records. */
    organisation: z.string().max(64).optional(),
  }),
  answer: z.object({
    /** Years of decision in which there are public records, latest first. */
    years: z.array(z.number().int()),
    authorities: z.array(z.string()),
    regions: z.array(z.object({ code: z.string(), name: Words })),
    kinds: z.array(z.object({ number: z.number().int(), name: Words })),
  }),
  maxAge: 60,
  problems: ["catalogue.item_not_found", "organisation.code_invalid", "organisation.not_found"],
});

/** The numbers of the first page; each opens to its rows. */
export const showStatistics = defineRoute({
  name: "showStatistics",
  method: "GET",
  path: "/statistics",
  action: "statistics.read-public",
  tag: "record",
  summary: { zh: "组织数、各类公开记录数、最近一次接收", en: "Organisations, public records by item, last intake" },
  params: z.object({}),
  query: z.object({}),
  answer: z.object({
    organisations: Count,
    items: z.array(z.object({ item: z.string(), name: Words, count: Count })),
    lastReceivedAt: z.string().nullable(),
    demonstration: z.boolean(),
  }),
  maxAge: 30,
  problems: [],
});

/** Nightly full dumps of the public data, with schema and digest. */
export const listDumps = defineRoute({
  name: "listDumps",
  method: "GET",
  path: "/dumps",
  action: "dump.read",
  tag: "dump",
  summary: { zh: "公开数据全量下载文件", en: "Full dumps of public data" },
  params: z.object({}),
  query: z.object({}),
  answer: z.object({
    items: z.array(
      z.object({
        name: z.string(),
        url: z.string(),
        madeAt: z.string(),
        bytes: z.number(),
        rows: z.number().int(),
        sha256: z.string(),
        schemaUrl: z.string(),
      }),
    ),
  }),
  maxAge: 60,
  problems: [],
});
