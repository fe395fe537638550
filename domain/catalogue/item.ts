import { z } from "zod";
import { PlainDate, Words } from "../words.ts";
import { Confidence, LegalBasis } from "./legal-basis.ts";

/** The two kinds of subject a record may have. There is no third: natural persons have no records here (charter 1, 3). */
export const SubjectKind = z.enum(["organisation", "soleTrader"]);
export type SubjectKind = z.infer<typeof SubjectKind>;

/**
 * Who may see a field. `dropped`: read only to recognise the column, never kept (identity numbers).
 * `restricted`: about a person inside the organisation; nobody has a use for it yet, so it is not taken in either (note `field.dropped`), and it is never shown in public.
 */
export const Disclosure = z.enum(["public", "government", "authorised", "restricted", "dropped"]);
export type Disclosure = z.infer<typeof Disclosure>;

/** When a field must be filled, beside always and never: another field's value decides. */
export const Condition = z.strictObject({
  field: z.string(),
  /** Met when any of these code-table values is among the other field's values. */
  includesAny: z.array(z.string()).min(1).optional(),
  /** Met when the other field is one of these subject kinds. */
  subjectKind: z.array(SubjectKind).min(1).optional(),
  /** Met when the other field is filled and has none of these values. */
  excludes: z.array(z.string()).min(1).optional(),
  /** Met when the other field is empty: so that one of two fields must be filled. */
  empty: z.literal(true).optional(),
});
export type Condition = z.infer<typeof Condition>;

const fieldBase = {
  /** The standard's code (XK_WSH) or, where the standard gives none, a lower-camel name. */
  id: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/),
  name: Words,
  /** Further headers under which departments send this field, besides its Chinese name and its code. */
  aliases: z.array(z.string()),
  /** Without it the row is rejected: only what is truly indispensable. */
  required: z.boolean(),
  requiredWhen: Condition.optional(),
  /** The standard marks it 必填; a row without it is taken in with the note `field.missing_by_standard`. */
  standardRequired: z.boolean().default(false),
  standardRequiredWhen: Condition.optional(),
  disclosure: Disclosure,
  /** How a public or printed form hides part of the value. */
  mask: z.enum(["personName", "phone", "personNamesInText"]).optional(),
  note: Words.optional(),
};

/** One field of a catalogue item. `length` counts characters; over it is a note, over `hardLength` a rejection. */
export const Field = z.discriminatedUnion("type", [
  z.strictObject({
    ...fieldBase,
    type: z.literal("text"),
    length: z.number().int().positive(),
    /** Default: four times `length`. */
    hardLength: z.number().int().positive().optional(),
  }),
  z.strictObject({ ...fieldBase, type: z.literal("uscc") }),
  z.strictObject({
    ...fieldBase,
    type: z.literal("legacyCode"),
    scheme: z.enum([
      "registrationNumber",
      "organisationCode",
      "taxNumber",
      "institutionNumber",
      "socialOrganisationNumber",
    ]),
  }),
  z.strictObject({
    ...fieldBase,
    type: z.literal("date"),
    /** Whether a placeholder such as 2099-12-31 may mean "no end". */
    openEnded: z.boolean(),
  }),
  z.strictObject({ ...fieldBase, type: z.literal("amount"), unit: z.enum(["万元", "元"]) }),
  z.strictObject({ ...fieldBase, type: z.literal("integer") }),
  z.strictObject({
    ...fieldBase,
    type: z.literal("code"),
    codeTable: z.string(),
    /** Several values in one cell, e.g. 罚款;没收违法所得. */
    multiple: z.boolean(),
    /** "其他-…" keeps what follows the dash. */
    otherWithText: z.boolean(),
  }),
  z.strictObject({ ...fieldBase, type: z.literal("subjectKind") }),
]);
export type Field = z.infer<typeof Field>;

/** Which field plays which part: so that code never names XK_ or CF_ columns. */
export const Roles = z.strictObject({
  subjectName: z.string(),
  subjectCode: z.string(),
  subjectKind: z.string().optional(),
  /** Absent, or an optional field left empty: the reporting source itself decided. */
  authority: z.string().optional(),
  authorityCode: z.string().optional(),
  documentNumber: z.string().optional(),
  /** Stands in wherever `documentNumber` is empty, in the key and for `required` too (许可编号 for 决定文书号). */
  documentNumberElse: z.string().optional(),
  title: z.string().optional(),
  /** One or more fields that say in words what was decided, first filled wins. */
  summary: z.array(z.string()),
  statedBasis: z.string().optional(),
  /** The day every period counts from. */
  decidedOn: z.string(),
  validFrom: z.string().optional(),
  validUntil: z.string().optional(),
  /** The code field that lists filter by (licence type, penalty type, grade). */
  kind: z.string().optional(),
  procedure: z.string().optional(),
  /** The code field that says how it came out (承诺履行状态), where `kind` does not say so itself. */
  outcome: z.string().optional(),
  fine: z.string().optional(),
  confiscated: z.string().optional(),
  /** Main amount of an item that has no fine (levied, paid, contract sum). */
  amount: z.string().optional(),
  /** Former names of the organisation, several separated by `;`, `；`, `、` or `,`. */
  formerNames: z.string().optional(),
  /** Code field of the registration status (table `registration-status`, whose values are `OrganisationStatus`). */
  status: z.string().optional(),
  /**
   * Code field that says how the decision stands now. A row whose value is one of `withdrawnBy` becomes a version that is never shown; a value that is in no
   * table or value map is `state.ambiguous`.
   */
  state: z.strictObject({ field: z.string(), withdrawnBy: z.array(z.string()).min(1) }).optional(),
  /** GB/T 2260 code or name of the division the organisation belongs to. */
  region: z.string().optional(),
  /** Columns that are filled only when the subject is a natural person (自然人证件类型, 证件号码): a row with one filled is turned away (charter 3). */
  naturalPersonDocument: z.array(z.string()).optional(),
});
export type Roles = z.infer<typeof Roles>;

/**
 * A layout is one way a file of this item may be laid out: an older header → today's field.
 * Two headers may feed one code field with `multiple` (处罚类别1, 处罚类别2): their values are joined.
 */
export const Layout = z.strictObject({
  id: z.string(),
  name: Words,
  /** Header as sent → field id, or null when the column is known and not taken in. */
  columns: z.record(z.string(), z.string().nullable()),
  /**
   * Code field → word as this layout's files write it → value of the code table; null: it can't be told what the word means. Goes before the table's own words
   * and behind the source's (`Source.valueMaps`).
   */
  values: z.record(z.string(), z.record(z.string(), z.string().nullable())).optional(),
});
export type Layout = z.infer<typeof Layout>;

/** What may be collected, by whom, on what basis, how long it is public. Intake refuses what no item allows. */
export const CatalogueItem = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  /** Small stable number used as the item's key in the database. Never reused. 500–999: organisations only (migration 0003); a city's own items add 1000. */
  number: z.number().int().positive(),
  version: z.string(),
  effectiveFrom: PlainDate,
  effectiveTo: PlainDate.nullable(),
  name: Words,
  /** Class of the national base catalogue, 1–13 (class 4, natural persons' qualifications, is refused). */
  category: z.number().int().min(1).max(13),
  subjectKinds: z.array(SubjectKind).min(1),
  legalBasis: z.array(LegalBasis).min(1),
  /** Who is responsible for sending it, in words (责任单位). */
  responsible: Words,
  disclosure: z.enum(["public", "government", "authorised"]),
  /** Adverse, favourable or neutral to the organisation. */
  effect: z.enum(["adverse", "favourable", "neutral"]),
  fields: z.array(Field).min(3),
  roles: Roles,
  /** Fields that, together with the organisation, identify one decision. */
  key: z.array(z.string()).min(1),
  layouts: z.array(Layout),
  /** Cross-field order, e.g. validFrom ≤ validUntil. */
  order: z.array(z.strictObject({ before: z.string(), after: z.string(), severity: z.enum(["error", "note"]) })),
  /** Where code field `field` has `value`, code field `other` may only have these values (the grades of one rating scheme); else `code.unknown_value`. */
  combinations: z
    .array(
      z.strictObject({ field: z.string(), value: z.string(), other: z.string(), allowed: z.array(z.string()).min(1) }),
    )
    .default([]),
  /** The publicity rule set (`PublicityRule.set`). */
  publicity: z.string(),
  /** Years that the platform keeps a version after publication ended. */
  retentionYears: z.number().int().positive(),
  updateCycle: Words,
  /** Limit (catalogue/national/limits) within which a decision must be reported. */
  reportWithin: z.string().nullable(),
  confidence: Confidence,
});
export type CatalogueItem = z.infer<typeof CatalogueItem>;
