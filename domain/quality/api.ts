import { z } from "zod";
import { Indicator } from "../catalogue/indicator.ts";
import { format, language, pageOf, paging } from "../paging.ts";
import { defineRoute } from "../route.ts";
import { PlainDate, Words } from "../words.ts";
import { isMonth } from "./rates.ts";

const Named = z.object({ id: z.string(), name: Words });
const Month = z.string().refine(isMonth);
const place = { source: z.string().max(60), item: z.string().max(40), month: Month } as const;
const signedIn = ["session.required", "session.second_factor_required", "access.refused"] as const;

/** Months that one question may span. */
export const mostMonths = 12;

/** One department, one item, one month: the counts behind 上报率, 合规率 and 及时率 (`indicators.json` says what they count). */
export const QualityRow = z.object({
  source: Named.extend({ region: Words }),
  item: Named,
  month: z.string(),
  /** The item has a deadline, so the department declares how many decisions it made. */
  asked: z.boolean(),
  /** null: not declared. */
  declared: z.number().int().nullable(),
  /** Distinct decisions of this month; the sum of the three below. */
  received: z.number().int(),
  timely: z.number().int(),
  late: z.number().int(),
  /** The item has no deadline, or the year's holidays are not known. */
  unassessed: z.number().int(),
  /** Of files received in this month. */
  stored: z.number().int(),
  rejected: z.number().int(),
});
export type QualityRow = z.infer<typeof QualityRow>;

/** All departments and items of a question in one month. What was not declared is in neither `declared` nor `receivedOfDeclared`. */
export const MonthTotal = z.object({
  month: z.string(),
  /** Departments and items with a deadline, and of them those without a declaration. */
  asked: z.number().int(),
  undeclared: z.number().int(),
  declared: z.number().int(),
  receivedOfDeclared: z.number().int(),
  timely: z.number().int(),
  late: z.number().int(),
  stored: z.number().int(),
  rejected: z.number().int(),
});
export type MonthTotal = z.infer<typeof MonthTotal>;

export const showQuality = defineRoute({
  name: "showQuality",
  method: "GET",
  path: "/quality",
  action: "quality.read",
  tag: "quality",
  summary: {
    zh: "上报率、合规率、及时率的分子分母：按单位、目录项、月份",
    en: "Counts behind the rates of reporting, compliance and timeliness, by department, item and month",
  },
  params: z.object({}),
  query: z.object({
    ...paging,
    format,
    language,
    source: place.source.optional(),
    item: place.item.optional(),
    /** County that the department works for (GB/T 2260). */
    region: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
    from: Month.optional(),
    to: Month.optional(),
    /** `some`: without those that are asked for and for which nothing was sent or declared. */
    show: z.enum(["all", "some"]).default("all"),
  }),
  answer: pageOf(QualityRow).extend({
    indicators: z.array(Indicator),
    /** Sums over all rows of the question, the last month first. */
    months: z.array(MonthTotal),
    from: z.string(),
    to: z.string(),
    /** What may be asked for. */
    choices: z.object({
      sources: z.array(Named),
      items: z.array(Named),
      regions: z.array(z.object({ code: z.string(), name: Words })),
    }),
    /** The one who asks may declare for these. */
    declares: z.array(z.string()),
  }),
  maxAge: 0,
  problems: [...signedIn, "request.invalid", "request.cursor_invalid"],
  csv: [
    ["source.name", { zh: "报送单位", en: "Department" }],
    ["source.region", { zh: "区划", en: "County" }],
    ["item.name", { zh: "目录项", en: "Item" }],
    ["month", { zh: "月份", en: "Month" }],
    ["declared", { zh: "申报的决定件数", en: "Decisions declared" }],
    ["received", { zh: "收到的决定件数", en: "Decisions received" }],
    ["timely", { zh: "及时", en: "In time" }],
    ["late", { zh: "迟报", en: "Late" }],
    ["unassessed", { zh: "不能判断", en: "Can't be told" }],
    ["stored", { zh: "入库的行", en: "Rows stored" }],
    ["rejected", { zh: "退回的行", en: "Rows rejected" }],
  ],
});

/** Which rows: decisions of the month (`received` and its three parts), or rows of files received in it (`checked` = `stored` + `rejected`). */
export const rowSets = ["received", "timely", "late", "unassessed", "stored", "rejected", "checked"] as const;
export const RowSet = z.enum(rowSets);
export type RowSet = z.infer<typeof RowSet>;

export const RowBehind = z.object({
  batch: z.number().int(),
  row: z.number().int(),
  /** null: a rejected row. */
  record: z
    .object({
      recordId: z.string(),
      uscc: z.string(),
      organisation: z.string(),
      decidedOn: PlainDate,
      receivedOn: PlainDate,
      /** Last day on which it would have been in time; null: can't be told. */
      dueOn: PlainDate.nullable(),
      /** Has a page of the portal. */
      public: z.boolean(),
    })
    .nullable(),
  /** Kinds of faults of a rejected row. */
  problems: z.array(z.string()),
});
export type RowBehind = z.infer<typeof RowBehind>;

export const listRowsBehind = defineRoute({
  name: "listRowsBehind",
  method: "GET",
  path: "/quality/rows",
  action: "quality.read-rows",
  tag: "quality",
  summary: { zh: "一个数字背后的行", en: "The rows behind one of the numbers" },
  params: z.object({}),
  query: z.object({ ...paging, ...place, set: RowSet }),
  answer: pageOf(RowBehind).extend({ source: Named, item: Named }),
  maxAge: 0,
  problems: [...signedIn, "object.not_found", "catalogue.item_not_found", "request.cursor_invalid"],
});

export const Declaration = z.object({
  decisions: z.number().int(),
  remark: z.string().nullable(),
  at: z.string(),
  /** By the one who asks. */
  mine: z.boolean(),
});
export type Declaration = z.infer<typeof Declaration>;

const declarationProblems = [...signedIn, "object.not_found", "catalogue.item_not_found"] as const;

export const declareDecisions = defineRoute({
  name: "declareDecisions",
  method: "POST",
  path: "/quality/declarations",
  action: "declaration.make",
  tag: "quality",
  summary: {
    zh: "申报某月作出的决定件数；改报留下原来的",
    en: "Declare how many decisions were made in a month; what was declared before is kept",
  },
  params: z.object({}),
  query: z.object({}),
  body: z.object({
    ...place,
    decisions: z.number().int().min(0).max(10_000_000),
    remark: z.string().trim().max(500).default(""),
  }),
  answer: Declaration,
  maxAge: 0,
  problems: [...declarationProblems, "request.invalid", "declaration.not_asked", "declaration.month"],
});

export const listDeclarations = defineRoute({
  name: "listDeclarations",
  method: "GET",
  path: "/quality/declarations",
  action: "quality.read-rows",
  tag: "quality",
  summary: { zh: "某月申报过的件数，新的在前", en: "What was declared for a month, newest first" },
  params: z.object({}),
  query: z.object(place),
  answer: z.object({ source: Named, item: Named, items: z.array(Declaration) }),
  maxAge: 0,
  problems: [...declarationProblems, "request.invalid"],
});
