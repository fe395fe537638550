import { z } from "zod";
import { language, pageOf, paging } from "../paging.ts";
import { defineRoute } from "../route.ts";
import { PlainDate, Words } from "../words.ts";
import { basisKinds } from "./basis.ts";

export const readWhats = ["file", "download", "proof", "record", "mandate", "readers", "other"] as const;
export type ReadWhat = (typeof readWhats)[number];
export const readerRelations = ["legalRepresentative", "employee", "lawyer", "entrusted"] as const;
export type ReaderRelation = (typeof readerRelations)[number];

/** One reading of an organisation's data that are not public. Who read is a number, a role and a place of work, never a name. */
export const Reading = z.object({
  /** Number of its entry in the organisation's chain. */
  chainNo: z.number().int(),
  at: z.string(),
  /** Not seen yet by this account. */
  isNew: z.boolean(),
  /** By an agent of the organisation itself. */
  own: z.boolean(),
  /** Number of the account; null: no account read (the platform's operator). */
  account: z.string().nullable(),
  role: Words,
  /** Where the official works, or the organisation that was authorised; empty: nothing is stored. */
  unit: z.string(),
  purpose: Words,
  basis: z.object({
    kind: z.enum([...basisKinds, "words"]),
    /** Number of the mandate, query or authorisation; null: a basis in words. */
    number: z.string().nullable(),
    /** What was given as the ground, as it was typed. */
    words: z.string().nullable(),
    /** Of somebody at the window. */
    relation: z.enum(readerRelations).nullable(),
  }),
  what: z.object({
    kind: z.enum(readWhats),
    /** Of a part of the file or of a record. */
    item: Words.nullable(),
    decidedOn: PlainDate.nullable(),
    records: z.number().int().nullable(),
  }),
});
export type Reading = z.infer<typeof Reading>;

/** Hours for which a walk of the whole chain is built upon; then it is walked from its first entry anew. */
export const wholeCheckHours = 1;

/**
 * The organisation's chain of events: complete, or visibly broken. It was walked from its first entry to `whole.upTo` at `whole.at`, and on from there to its last
 * entry while the list was read.
 */
export const ChainChecked = z.object({
  /** Number of the last entry. */
  upTo: z.number().int(),
  whole: z.object({ upTo: z.number().int(), at: z.string() }),
  /** Entries that are missing, changed or out of place. */
  faults: z.number().int(),
  /** Entries from before there were authentication codes. */
  unchained: z.number().int(),
});
export type ChainChecked = z.infer<typeof ChainChecked>;

const one = z.object({ uscc: z.string().max(64) });
const whose = z.enum(["others", "all"]).default("others");
const problems = ["organisation.code_invalid", "organisation.not_found", "object.not_found"] as const;

export const listReaders = defineRoute({
  name: "listReaders",
  method: "GET",
  path: "/organisations/:uscc/readers",
  action: "dossier.read-readers",
  tag: "dossier",
  summary: {
    zh: "谁查过本组织不公开的数据：时间、身份、目的、依据、看了什么；由近及远，并附链的核验结果",
    en: "Who read the organisation's data that are not public: when, as what, what for, on what basis; newest first, with the chain verified",
  },
  params: one,
  query: z.object({ whose, ...paging }),
  answer: pageOf(Reading).extend({
    /** Null on the pages after the first. */
    checked: ChainChecked.nullable(),
    /** Readings of investigations that the law keeps confidential; they are shown when their time is over. */
    kept: z.number().int(),
    /** Not seen yet by this account. */
    news: z.number().int(),
  }),
  maxAge: 0,
  problems: [...problems, "request.cursor_invalid"],
});

export const downloadReaders = defineRoute({
  name: "downloadReaders",
  method: "GET",
  path: "/organisations/:uscc/readers.csv",
  action: "dossier.read-readers",
  tag: "dossier",
  summary: { zh: "查询名单全部下载（CSV）", en: "The whole list of readings as CSV" },
  params: one,
  query: z.object({ language }),
  answer: z.object({}),
  download: true,
  maxAge: 0,
  problems,
});

export const markReadersSeen = defineRoute({
  name: "markReadersSeen",
  method: "POST",
  path: "/organisations/:uscc/readers/seen",
  action: "dossier.mark-seen",
  tag: "dossier",
  summary: { zh: "标记：这个编号以前的查询本账号已看过", en: "Mark readings up to a number as seen by this account" },
  params: one,
  query: z.object({}),
  body: z.object({ upTo: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER) }),
  answer: z.object({ upTo: z.number().int() }),
  maxAge: 0,
  problems,
});

export const listOwnOrganisations = defineRoute({
  name: "listOwnOrganisations",
  method: "GET",
  path: "/own/organisations",
  action: "dossier.list-own",
  tag: "dossier",
  summary: {
    zh: "本账号现在经办的组织，以及各有多少次新的查询",
    en: "Organisations this account acts for now, and how many new readings each has",
  },
  params: z.object({}),
  query: z.object({}),
  answer: z.object({
    items: z.array(
      z.object({
        uscc: z.string(),
        name: z.string(),
        /** Last day of the mandate, inclusive; null: as long as this session, because the identity service says so. */
        until: PlainDate.nullable(),
        /** Readings by others that this account hasn't seen. */
        news: z.number().int(),
        /** Authorisations in force: given, received. */
        given: z.number().int(),
        received: z.number().int(),
      }),
    ),
  }),
  maxAge: 0,
  problems: [],
});
