import { z } from "zod";
import { format, language, paging } from "../paging.ts";
import { defineRoute } from "../route.ts";
import { PlainDate, Words } from "../words.ts";
import { VerifierReport } from "./event-fault.ts";

/** A day in the city's time zone, or a moment (ISO 8601 with offset). */
const Moment = z.union([PlainDate, z.iso.datetime({ offset: true })]);

/** What people call an account that occurs in an answer as `account:ID`. */
export const NamedAccount = z.object({ accountId: z.string(), login: z.string(), unit: z.string() });
export type NamedAccount = z.infer<typeof NamedAccount>;

/** What happened, as it is stored: numbers and codes, never the content of what was read. */
export const AuditEvent = z.object({
  /** 0: concerns no single organisation. */
  organisationId: z.number().int(),
  /** From 1 within the organisation, without a gap. */
  chainNo: z.number().int(),
  eventId: z.number().int(),
  at: z.string(),
  /** `public`, `operator:NAME`, `system:NAME`, `account:ID`. */
  actor: z.string(),
  /** As what the actor did it. */
  role: z.string().nullable(),
  action: z.string(),
  /** `kind:id` */
  object: z.string(),
  purpose: z.string().nullable(),
  basis: z.string().nullable(),
  /** JSON */
  data: z.string(),
  uscc: z.string().nullable(),
  organisation: z.string().nullable(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

const span = {
  /** From the beginning of this day, or this moment. */
  from: Moment.optional(),
  /** Up to the end of this day, or before this moment. */
  to: Moment.optional(),
} as const;

export const eventFilters = {
  ...span,
  /** As events keep it (`account:ID`, `system:NAME` …), or an account's login. */
  actor: z.string().max(200).optional(),
  /** As what it was done: a role, `agent`, `signedIn` … */
  role: z.string().max(40).optional(),
  /** Exactly one action, such as `record.stored`. */
  action: z.string().max(100).optional(),
  /** USCC; `platform`: what concerns no single organisation. */
  organisation: z.string().max(64).optional(),
  /** `kind:id`, exactly. */
  object: z.string().max(300).optional(),
  purpose: z.string().max(100).optional(),
  /** `readings`: readings of what is not public, and nothing else. */
  only: z.enum(["readings"]).optional(),
} as const;

const csv = [
  ["at", { zh: "时间", en: "Time" }],
  ["actor", { zh: "谁", en: "Who" }],
  ["role", { zh: "以何身份", en: "As what" }],
  ["action", { zh: "动作", en: "Action" }],
  ["object", { zh: "对象", en: "Object" }],
  ["uscc", { zh: "统一社会信用代码", en: "USCC" }],
  ["organisation", { zh: "组织", en: "Organisation" }],
  ["purpose", { zh: "目的", en: "Purpose" }],
  ["basis", { zh: "依据", en: "Basis" }],
  ["data", { zh: "数据", en: "Data" }],
  ["organisationId", { zh: "链", en: "Chain" }],
  ["chainNo", { zh: "链内编号", en: "Number in the chain" }],
] as const;

const page = z.object({ items: z.array(AuditEvent), next: z.string().nullable(), count: z.null() });
const accounts = z.array(NamedAccount);

export const searchEvents = defineRoute({
  name: "searchEvents",
  method: "GET",
  path: "/audit/events",
  action: "audit.search",
  tag: "audit",
  summary: {
    zh: "查事件，由近及远；查询本身也记为事件",
    en: "Search events, newest first; the search is an event too",
  },
  params: z.object({}),
  query: z.object({ ...eventFilters, ...paging, format, language }),
  answer: page.extend({
    accounts,
    /** What may be read for, for the filter and the words. */
    purposes: z.array(z.object({ id: z.string(), name: Words })),
  }),
  maxAge: 0,
  problems: [
    "session.required",
    "access.refused",
    "request.cursor_invalid",
    "request.timeout",
    "organisation.code_invalid",
    "organisation.not_found",
  ],
  csv,
});

export const listOwnActions = defineRoute({
  name: "listOwnActions",
  method: "GET",
  path: "/audit/own-actions",
  action: "audit.read-own",
  tag: "audit",
  summary: { zh: "本账号做过的事，由近及远", en: "What this account did, newest first" },
  params: z.object({}),
  query: z.object({ ...span, action: eventFilters.action, ...paging, format, language }),
  answer: page,
  maxAge: 0,
  problems: ["session.required", "request.cursor_invalid", "request.timeout"],
  csv,
});

const inChain = {
  organisationId: z.coerce.number().int().min(0).max(2_147_483_647),
  chainNo: z.coerce.number().int().positive(),
} as const;

/** One event beside its neighbours in the chain, checked while it is read. */
export const showEvent = defineRoute({
  name: "showEvent",
  method: "GET",
  path: "/audit/events/:organisationId/:chainNo",
  action: "audit.search",
  tag: "audit",
  summary: {
    zh: "一个事件、链上的前后事件与当场核验",
    en: "One event, its neighbours in the chain, verified on the spot",
  },
  params: z.object(inChain),
  query: z.object({}),
  answer: z.object({
    event: AuditEvent,
    /** What the purpose is called; null: none, or one that left the catalogue. */
    purpose: Words.nullable(),
    /** Why it was done, where the event refers to a reason that is kept sealed. */
    reason: z.string().nullable(),
    accounts,
    before: AuditEvent.nullable(),
    after: AuditEvent.nullable(),
    /** Whether it fits its authentication code; `unchained`: from before there were any. */
    code: z.enum(["fits", "differs", "unchained"]),
    /** Whether the one after it (or the chain's registered end) fits to it. */
    next: z.enum(["fits", "differs"]),
    /** The seal that covers it; null: none yet. */
    seal: z.object({ sealNo: z.number().int(), at: z.string() }).nullable(),
  }),
  maxAge: 0,
  problems: ["session.required", "access.refused", "object.not_found"],
});

/** Events in one bundle at most. */
export const mostInBundle = 100_000;

const bundleQuery = {
  /** One of both. */
  organisation: eventFilters.organisation,
  actor: eventFilters.actor,
  ...span,
} as const;

export const measureEvidence = defineRoute({
  name: "measureEvidence",
  method: "GET",
  path: "/audit/evidence/size",
  action: "audit.export",
  tag: "audit",
  summary: { zh: "证据包里会有多少事件", en: "How many events an evidence bundle would hold" },
  params: z.object({}),
  query: z.object(bundleQuery),
  /** One more than the most: too many. */
  answer: z.object({ events: z.number().int(), most: z.number().int() }),
  maxAge: 0,
  problems: [
    "session.required",
    "access.refused",
    "request.invalid",
    "request.timeout",
    "organisation.code_invalid",
    "organisation.not_found",
  ],
});

export const exportEvidence = defineRoute({
  name: "exportEvidence",
  method: "GET",
  path: "/audit/evidence",
  action: "audit.export",
  tag: "audit",
  summary: {
    zh: "证据包：一个组织或一个账号的事件、核验结果、摘要清单（tar）",
    en: "Evidence bundle: the events of one organisation or account, the verifier's report, digests (tar)",
  },
  params: z.object({}),
  query: z.object(bundleQuery),
  answer: z.object({}),
  download: true,
  maxAge: 0,
  problems: [
    "session.required",
    "access.refused",
    "request.invalid",
    "organisation.code_invalid",
    "organisation.not_found",
    "audit.too_many_events",
  ],
});

export const Verification = z.object({
  verificationId: z.uuid(),
  startedAt: z.string(),
  startedBy: z.string(),
  finishedAt: z.string().nullable(),
  /** cutOff: the process that ran it stopped. */
  state: z.enum(["running", "finished", "cutOff"]),
  /** While it runs, and only where it runs. */
  progress: z.object({ checked: z.number().int(), expected: z.number().int() }).nullable(),
  faultCount: z.number().int().nullable(),
  report: VerifierReport.nullable(),
});
export type Verification = z.infer<typeof Verification>;

export const startVerification = defineRoute({
  name: "startVerification",
  method: "POST",
  path: "/audit/verifications",
  action: "audit.verify",
  tag: "audit",
  summary: { zh: "核验全部事件", en: "Verify all events" },
  params: z.object({}),
  query: z.object({}),
  body: z.object({}),
  answer: z.object({ verificationId: z.uuid() }),
  maxAge: 0,
  problems: ["session.required", "access.refused", "audit.verification_running"],
});

export const listVerifications = defineRoute({
  name: "listVerifications",
  method: "GET",
  path: "/audit/verifications",
  action: "audit.verify",
  tag: "audit",
  summary: { zh: "历次核验与进度", en: "Verifications so far, and their progress" },
  params: z.object({}),
  query: z.object({}),
  answer: z.object({ items: z.array(Verification), accounts }),
  maxAge: 0,
  problems: ["session.required", "access.refused"],
});
