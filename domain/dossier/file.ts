import { z } from "zod";
import { OrganisationSummary } from "../organisation/api.ts";
import { RecordSummary, TraceStep } from "../record/api.ts";
import type { Sight } from "../record/public-fields.ts";
import { PlainDate, Words } from "../words.ts";

/** Classes of items and of fields, from what everybody sees to what authorities share among themselves. */
export const fileClasses = ["public", "authorised", "government"] as const;
export type FileClass = (typeof fileClasses)[number];

/** What of an organisation's file somebody sees: records of items of these classes, and of them the fields of a sight. */
export interface FileSight extends Sight {
  readonly classes: readonly FileClass[];
}

/** An organisation sees all that is stored about it, as it is stored (plan 6.4; 辽宁省公共信用信息管理条例: 信息主体有权查询自身信用信息). */
export const ownSight: FileSight = { classes: fileClasses, fields: fileClasses, masked: false };

/**
 * Whether the public sees a version today, and if not, why. `ended`: the term is over; `never`: the rules publish none of its kind; `withdrawn`: the source
 * took it back; `closed`: its item is not public; `superseded`: a later version took its place.
 */
export const publicityStates = ["public", "ended", "never", "withdrawn", "closed", "superseded"] as const;
export type PublicityState = (typeof publicityStates)[number];

/** What decides it, as it is stored. */
export interface StoredVersion {
  readonly change: "reported" | "corrected" | "withdrawn" | "rules";
  readonly current: boolean;
  /** Item of the class `public`. */
  readonly publicItem: boolean;
  /** Last day, inclusive; `infinity`, `-infinity`. */
  readonly publicUntil: string;
}

export const publicityState = (
  { change, current, publicItem, publicUntil }: StoredVersion,
  today: PlainDate,
): PublicityState => {
  if (!current) return "superseded";
  if (change === "withdrawn") return "withdrawn";
  if (!publicItem) return "closed";
  if (publicUntil === "-infinity") return "never";
  return publicUntil === "infinity" || publicUntil >= today ? "public" : "ended";
};

export const FileField = z.object({
  id: z.string(),
  name: Words,
  value: z.string(),
  /** Who else sees this field. */
  disclosure: z.enum(fileClasses),
});

/** One version of a record: what it said, from when to when the platform knew it so. */
export const FileVersion = z.object({
  version: z.number().int(),
  change: z.enum(["reported", "corrected", "withdrawn", "rules"]),
  knownFrom: z.string(),
  /** null: it is the latest. */
  knownUntil: z.string().nullable(),
  publicity: z.enum(publicityStates),
  /** Last day of publication, inclusive; null: no end, or never. */
  publicUntil: PlainDate.nullable(),
  fields: z.array(FileField),
  /** Filled fields that this reader doesn't see, by name. */
  withheld: z.array(Words),
});
export type FileVersion = z.infer<typeof FileVersion>;

/** A record with all its versions, also ended ones and ones that are not public. Its summary is the latest version's. */
export const FileRecord = RecordSummary.extend({
  disclosure: z.enum(fileClasses),
  publicity: z.enum(publicityStates),
  /** Why it is public until that day; empty where its item is not public or it was withdrawn. */
  why: z.array(TraceStep),
  /** Latest first. */
  versions: z.array(FileVersion),
});
export type FileRecord = z.infer<typeof FileRecord>;

/** The head of a file: who it is about, and how much there is. */
export const FileHead = z.object({
  organisation: OrganisationSummary.extend({
    /** `reported`: a name under which a source sent it. */
    names: z.array(z.object({ name: z.string(), kind: z.enum(["former", "reported"]) })),
    codes: z.array(z.object({ scheme: z.string(), code: z.string() })),
  }),
  /** By item, in the order of the catalogue. */
  counts: z.array(
    z.object({
      item: z.string(),
      name: Words,
      disclosure: z.enum(fileClasses),
      records: z.number().int(),
      /** Of them public today. */
      public: z.number().int(),
      versions: z.number().int(),
    }),
  ),
  asOf: PlainDate,
});
export type FileHead = z.infer<typeof FileHead>;
