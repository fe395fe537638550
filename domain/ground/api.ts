import { z } from "zod";
import { readingRoles } from "../access/files.ts";
import { FileHead, FileRecord, fileClasses } from "../dossier/file.ts";
import { typed } from "../mandate/api.ts";
import { pageOf, paging } from "../paging.ts";
import { defineRoute } from "../route.ts";
import { PlainDate, Words } from "../words.ts";

/** As what somebody at the window stands there. Who it is, is neither asked nor kept (charter 4). */
export const relations = ["legalRepresentative", "employee", "lawyer", "entrusted"] as const;

const Named = z.object({ id: z.string(), name: Words });

/** A ground without the number of the letter, which is sealed. */
export const Ground = z.object({
  groundId: z.string(),
  /** As it stands on the print and in the organisation's list of readings. */
  number: z.string(),
  uscc: z.string(),
  /** null: the organisation is in no public register or list; its name stands in the file. */
  organisation: z.string().nullable(),
  role: z.enum(readingRoles),
  source: Named.nullable(),
  purpose: Named,
  ground: z.string(),
  relation: z.enum(relations).nullable(),
  openedAt: z.string(),
  closesAt: z.string(),
  open: z.boolean(),
  /** The day on which the organisation sees the readings; null: at once. */
  visibleFrom: PlainDate.nullable(),
});
export type Ground = z.infer<typeof Ground>;

/** A purpose for which the one who asks may open the file, and what has to be said for it. */
export const GroundChoice = z.object({
  role: z.enum(readingRoles),
  source: Named.nullable(),
  purpose: Named,
  kind: z.enum(["window", "office", "confidential"]),
  /** What the ground has to say. */
  hint: Words,
  classes: z.array(z.enum(fileClasses)),
  masked: z.boolean(),
  minutes: z.number().int(),
  /** Of a confidential one: the last day on which the organisation may come to see it. */
  latest: PlainDate.nullable(),
});
export type GroundChoice = z.infer<typeof GroundChoice>;

const ofOrganisation = z.object({ uscc: z.string().max(64) });
const one = ofOrganisation.extend({ groundId: z.uuid() });
/** Characters of a ground in words, at least. */
export const leastGround = 4;

const unknown = ["organisation.code_invalid", "organisation.not_found"] as const;

export const listGroundChoices = defineRoute({
  name: "listGroundChoices",
  method: "GET",
  path: "/organisations/:uscc/grounds/choices",
  action: "ground.choose",
  tag: "ground",
  summary: {
    zh: "我可以为哪些目的查询这个组织的非公开信息，各要写明什么、打开多少",
    en: "For which purposes I may open this organisation's file, what to say for each, and how much it opens",
  },
  params: ofOrganisation,
  query: z.object({}),
  answer: z.object({
    uscc: z.string(),
    choices: z.array(GroundChoice),
    /** Roles that open nothing here: the organisation is not of the office's county. */
    elsewhere: z.array(z.enum(readingRoles)),
  }),
  maxAge: 0,
  problems: ["organisation.code_invalid"],
});

export const openGround = defineRoute({
  name: "openGround",
  method: "POST",
  path: "/organisations/:uscc/grounds",
  action: "ground.open",
  tag: "ground",
  summary: {
    zh: "写明目的和事由，打开一个组织的非公开信息；到时自动关闭",
    en: "Say purpose and ground, and open an organisation's file; it closes by itself",
  },
  params: ofOrganisation,
  query: z.object({}),
  body: z.object({
    role: z.enum(readingRoles),
    /** Id of the source whose reports are read; of a department's clerk. */
    source: z.string().max(60).optional(),
    purpose: z.string().max(60),
    ground: typed(leastGround, 500),
    relation: z.enum(relations).optional(),
    letterNumber: typed(2, 60).optional(),
    visibleFrom: PlainDate.optional(),
  }),
  answer: Ground,
  maxAge: 0,
  problems: [...unknown, "ground.purpose_unknown", "ground.incomplete", "text.identity_number"],
});

export const listOwnGrounds = defineRoute({
  name: "listOwnGrounds",
  method: "GET",
  path: "/grounds/own",
  action: "ground.list-own",
  tag: "ground",
  summary: { zh: "我今天的查询", en: "My queries of today" },
  params: z.object({}),
  query: z.object({}),
  answer: z.object({ items: z.array(Ground) }),
  maxAge: 0,
  problems: [],
});

export const closeGround = defineRoute({
  name: "closeGround",
  method: "POST",
  path: "/organisations/:uscc/grounds/:groundId/end",
  action: "ground.close",
  tag: "ground",
  summary: { zh: "提前关闭一次查询", en: "Close a query before its time" },
  params: one,
  query: z.object({}),
  answer: Ground,
  maxAge: 0,
  problems: [...unknown, "ground.closed"],
});

/** Records on one page: a print leaves few organisations in two parts. */
export const mostRecords = 300;

export const showFileOnGround = defineRoute({
  name: "showFileOnGround",
  method: "GET",
  path: "/organisations/:uscc/grounds/:groundId/file",
  action: "dossier.read-on-ground",
  tag: "ground",
  summary: {
    zh: "在查询时限内查看档案；组织能看到这次查看",
    en: "The file while the ground stands; the organisation sees the reading",
  },
  params: one,
  query: z.object({
    ...paging,
    limit: z.coerce.number().int().min(1).max(mostRecords).default(mostRecords),
  }),
  answer: pageOf(FileRecord).extend({
    ...FileHead.shape,
    ground: Ground,
    classes: z.array(z.enum(fileClasses)),
    masked: z.boolean(),
    /** The moment as of which this is the file. */
    readAt: z.string(),
  }),
  maxAge: 0,
  problems: [...unknown, "ground.closed", "request.cursor_invalid"],
});
