import { z } from "zod";
import { paging } from "../paging.ts";
import { defineRoute } from "../route.ts";
import { Words } from "../words.ts";
import { NamedAccount } from "./api.ts";

export const alertStates = ["open", "lookedAt", "closed"] as const;

/** Unusual reading that a person has to look at. It does nothing to the account. */
export const Alert = z.object({
  alertId: z.uuid(),
  rule: z.string(),
  ruleVersion: z.string(),
  /** What the rule looks at: `rate`, `hours`, `breadth`, `refusals`, `canary`, `log`; null: it left the catalogue. */
  kind: z.string().nullable(),
  name: Words,
  meaning: Words,
  actor: z.string(),
  /** The events it is about: from this moment … */
  from: z.string(),
  /** … before this one. */
  to: z.string(),
  /** The canary that was touched. */
  organisation: z.object({ uscc: z.string(), name: z.string() }).nullable(),
  raisedAt: z.string(),
  measured: z.number().int(),
  threshold: z.number().int(),
  state: z.enum(alertStates),
  lookedAtAt: z.string().nullable(),
  lookedAtBy: z.string().nullable(),
  closedAt: z.string().nullable(),
  closedBy: z.string().nullable(),
  reason: z.string().nullable(),
});
export type Alert = z.infer<typeof Alert>;

const params = z.object({ alertId: z.uuid() });
const accounts = z.array(NamedAccount);
/** What a person found or why, typed; without identity numbers. */
export const reasonLength = { least: 2, most: 2000 } as const;
const reason = z.string().trim().min(reasonLength.least).max(reasonLength.most);

export const listAlerts = defineRoute({
  name: "listAlerts",
  method: "GET",
  path: "/audit/alerts",
  action: "audit.read-alerts",
  tag: "audit",
  summary: { zh: "异常查询预警，由近及远", en: "Alerts about unusual reading, newest first" },
  params: z.object({}),
  query: z.object({
    state: z.enum(alertStates).optional(),
    rule: z.string().max(40).optional(),
    actor: z.string().max(200).optional(),
    ...paging,
  }),
  answer: z.object({
    items: z.array(Alert),
    next: z.string().nullable(),
    count: z.null(),
    accounts,
    /** The rules in force, for the filter and the explanation. */
    rules: z.array(z.object({ id: z.string(), name: Words, meaning: Words, threshold: z.number().int() })),
  }),
  maxAge: 0,
  problems: ["session.required", "access.refused", "request.cursor_invalid"],
});

export const showAlert = defineRoute({
  name: "showAlert",
  method: "GET",
  path: "/audit/alerts/:alertId",
  action: "audit.read-alerts",
  tag: "audit",
  summary: { zh: "一条预警", en: "One alert" },
  params,
  query: z.object({}),
  answer: z.object({ alert: Alert, accounts }),
  maxAge: 0,
  problems: ["session.required", "access.refused", "object.not_found"],
});

export const lookAtAlert = defineRoute({
  name: "lookAtAlert",
  method: "POST",
  path: "/audit/alerts/:alertId/look",
  action: "audit.handle-alert",
  tag: "audit",
  summary: { zh: "开始核查一条预警", en: "Begin to look at an alert" },
  params,
  query: z.object({}),
  body: z.object({}),
  answer: z.object({}),
  maxAge: 0,
  problems: ["session.required", "access.refused", "object.not_found", "alert.not_in_that_state"],
});

export const closeAlert = defineRoute({
  name: "closeAlert",
  method: "POST",
  path: "/audit/alerts/:alertId/close",
  action: "audit.handle-alert",
  tag: "audit",
  summary: { zh: "写明结论，办结一条预警", en: "Close an alert with what was found" },
  params,
  query: z.object({}),
  body: z.object({ reason }),
  answer: z.object({}),
  maxAge: 0,
  problems: [
    "session.required",
    "access.refused",
    "object.not_found",
    "alert.not_in_that_state",
    "text.identity_number",
  ],
});

/** An organisation invented so that reading it shows who reads without need. */
export const Canary = z.object({
  organisationId: z.number().int(),
  uscc: z.string(),
  name: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  retiredAt: z.string().nullable(),
  retiredBy: z.string().nullable(),
  retiredBecause: z.string().nullable(),
  /** Alerts that it raised. */
  alerts: z.number().int(),
  /** Somebody reported on it, and it has become public: it is to be retired. */
  visible: z.boolean(),
});
export type Canary = z.infer<typeof Canary>;

export const listCanaries = defineRoute({
  name: "listCanaries",
  method: "GET",
  path: "/audit/canaries",
  action: "audit.keep-canaries",
  tag: "audit",
  summary: { zh: "诱饵组织", en: "Canaries" },
  params: z.object({}),
  query: z.object({}),
  answer: z.object({ items: z.array(Canary), accounts }),
  maxAge: 0,
  problems: ["session.required", "access.refused"],
});

export const canaryNameLength = { least: 4, most: 100 } as const;

export const makeCanary = defineRoute({
  name: "makeCanary",
  method: "POST",
  path: "/audit/canaries",
  action: "audit.keep-canaries",
  tag: "audit",
  summary: {
    zh: "虚构一个诱饵组织：任何公开页面都看不到它，读取其非公开数据立即预警",
    en: "Invent a canary: no public page shows it, reading what is not public of it raises an alert at once",
  },
  params: z.object({}),
  query: z.object({}),
  body: z.object({ name: z.string().trim().min(canaryNameLength.least).max(canaryNameLength.most) }),
  answer: z.object({ organisationId: z.number().int(), uscc: z.string() }),
  maxAge: 0,
  problems: ["session.required", "access.refused", "request.invalid", "canary.name_taken"],
});

export const retireCanary = defineRoute({
  name: "retireCanary",
  method: "POST",
  path: "/audit/canaries/:organisationId/retire",
  action: "audit.keep-canaries",
  tag: "audit",
  summary: { zh: "停用一个诱饵组织", en: "Retire a canary" },
  params: z.object({ organisationId: z.coerce.number().int().positive().max(2_147_483_647) }),
  query: z.object({}),
  body: z.object({ reason }),
  answer: z.object({}),
  maxAge: 0,
  problems: ["session.required", "access.refused", "object.not_found", "text.identity_number"],
});
