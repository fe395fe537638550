import { z } from "zod";
import { PlainDate, Words } from "../words.ts";
import { Disclosure } from "./item.ts";
import { Confidence, LegalBasis } from "./legal-basis.ts";

/** A limit of law or practice: a number, what it counts from, where it comes from. `value` null = the rule exists, the number is unknown. */
export const Limit = z.strictObject({
  id: z.string().regex(/^[A-Z0-9_]+$/),
  rule: Words,
  value: z.string().nullable(),
  unit: z.enum(["m", "y", "wd", "d", "day-of-month", "%/d", "date"]).nullable(),
  countsFrom: Words.nullable(),
  productDefault: z.string().nullable(),
  source: z.string(),
  confidence: Confidence.or(z.literal("unknown")),
  validFrom: PlainDate.nullable(),
  validTo: PlainDate.nullable(),
});
export type Limit = z.infer<typeof Limit>;

/** A length of time in calendar months, applied as the Civil Code counts (arts 201–203): the first day is not counted, the corresponding day is the last. */
export const Months = z.number().int().min(0);

/** What a rule asks of the facts of a record: all conditions given must be met. */
export const PublicityTest = z.strictObject({
  /** Any of these code values is among the record's kinds. */
  anyKind: z.array(z.string()).min(1).optional(),
  /** Every kind of the record is among these. */
  onlyKinds: z.array(z.string()).min(1).optional(),
  simpleProcedure: z.boolean().optional(),
  fineAtLeastYuan: z.number().optional(),
  fineBelowYuan: z.number().optional(),
  sector: z.string().optional(),
  /** Of another code field of the item: any of its values is among these (公开类型, 承诺履行状态). */
  code: z.strictObject({ field: z.string(), anyOf: z.array(z.string()).min(1) }).optional(),
});
export type PublicityTest = z.infer<typeof PublicityTest>;

/** One class of a publicity rule (轻微 / 一般 / 严重, or a single class): which records, and how long. */
export const PublicityClass = z.strictObject({
  id: z.string(),
  name: Words,
  /** Any test met puts the record in this class; the class with the longest term wins. Empty = the class for what no other class takes. */
  tests: z.array(PublicityTest),
  /** Holds whatever other classes the record is in (不可公开). */
  prevails: z.boolean().default(false),
  publish: z.boolean(),
  term: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("months"), months: Months, from: z.enum(["decidedOn"]) }),
    /** `withoutEnd`: months from `decidedOn` when no end of validity is stated; null = then no end. */
    z.strictObject({ kind: z.literal("afterValidity"), months: Months, withoutEnd: Months.nullable() }),
    z.strictObject({ kind: z.literal("noEnd") }),
    z.strictObject({ kind: z.literal("none") }),
  ]),
  legalBasis: LegalBasis,
});
export type PublicityClass = z.infer<typeof PublicityClass>;

/** A dated publicity rule set. Where a decision meets two (before and after a change of law), the shorter publication holds. */
export const PublicityRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** The name that catalogue items refer to; several dated rules share it. */
  set: z.string(),
  version: z.string(),
  effectiveFrom: PlainDate,
  /** Last day on which the rule itself is in force; null = still. */
  effectiveTo: PlainDate.nullable(),
  classes: z.array(PublicityClass).min(1),
  legalBasis: z.array(LegalBasis).min(1),
  confidence: Confidence,
});
export type PublicityRule = z.infer<typeof PublicityRule>;

/** The State Council's holiday notice of one year as editable data. */
export const CalendarYear = z.strictObject({
  year: z.number().int(),
  source: z.string(),
  confidence: Confidence,
  /** Days off by the notice, weekends within a holiday too. */
  holidays: z.array(z.strictObject({ date: PlainDate, name: Words })),
  /** Saturdays and Sundays worked in exchange (调休). */
  workdays: z.array(z.strictObject({ date: PlainDate, name: Words })),
});
export type CalendarYear = z.infer<typeof CalendarYear>;

/** A city pack's head: who runs the platform, where, with which time zone. */
export const City = z.strictObject({
  id: z.string(),
  name: Words,
  siteName: Words,
  region: z.string().regex(/^\d{6}$/),
  timeZone: z.literal("Asia/Shanghai"),
  contact: Words,
});
export type City = z.infer<typeof City>;

/**
 * What a city lays over the national base: it may show less, never more. `field` null = the item as a whole.
 * Items of its own and shorter publicity rules are files beside it.
 */
export const Supplement = z.strictObject({
  narrower: z.array(
    z.strictObject({ item: z.string(), field: z.string().nullable(), disclosure: Disclosure, reason: Words }),
  ),
});
export type Supplement = z.infer<typeof Supplement>;
