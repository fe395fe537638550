import { z } from "zod";
import { pageOf, paging } from "../paging.ts";
import { defineRoute } from "../route.ts";
import { PlainDate } from "../words.ts";
import { mandateStates } from "./mandate-flow.ts";

/** A sentence or number that somebody types: something of it, and no more than fits. */
export const typed = (least: number, most: number) => z.string().trim().min(least).max(most);

/** Characters of why a mandate is refused or ended, at least. */
export const leastReason = 2;

export const documentKinds = ["letterOfAuthority", "appointment", "legalRepresentative"] as const;

/** A mandate without anything that is sealed. */
export const Mandate = z.object({
  mandateId: z.string(),
  /** What the agent says at the window, and the account's number as it is shown to others: no name. */
  number: z.string(),
  account: z.string(),
  mine: z.boolean(),
  uscc: z.string(),
  organisation: z.string(),
  state: z.enum([...mandateStates, "expired"]),
  askedAt: z.string(),
  decidedAt: z.string().nullable(),
  /** Last day, inclusive. */
  until: PlainDate.nullable(),
  refusal: z.string().nullable(),
  endedAt: z.string().nullable(),
  endReason: z.string().nullable(),
});
export type Mandate = z.infer<typeof Mandate>;

/** Somebody who acts without a mandate of the window, because the identity service says so. */
export const AssertedAgent = z.object({
  account: z.string(),
  mine: z.boolean(),
  since: z.string(),
  /** At the latest; signing out or doing nothing ends it earlier. */
  until: z.string(),
});
export type AssertedAgent = z.infer<typeof AssertedAgent>;

const one = z.object({ uscc: z.string().max(64), mandateId: z.uuid() });

export const askMandate = defineRoute({
  name: "askMandate",
  method: "POST",
  path: "/mandates",
  action: "mandate.ask",
  tag: "mandate",
  summary: { zh: "申请为一个组织经办", en: "Ask to act for an organisation" },
  params: z.object({}),
  query: z.object({}),
  body: z.object({ code: z.string().max(64), letterNumber: typed(2, 60), letterDate: PlainDate }),
  answer: Mandate,
  maxAge: 0,
  problems: [
    "organisation.code_invalid",
    "mandate.already_asked",
    "mandate.too_many",
    "mandate.too_many_today",
    "text.identity_number",
  ],
});

export const listOwnMandates = defineRoute({
  name: "listOwnMandates",
  method: "GET",
  path: "/mandates/own",
  action: "mandate.list-own",
  tag: "mandate",
  summary: { zh: "我的经办授权", en: "My mandates" },
  params: z.object({}),
  query: z.object({}),
  answer: z.object({ items: z.array(Mandate) }),
  maxAge: 0,
  problems: [],
});

export const listWaitingMandates = defineRoute({
  name: "listWaitingMandates",
  method: "GET",
  path: "/mandates/waiting",
  action: "mandate.list-waiting",
  tag: "mandate",
  summary: { zh: "等待窗口核实的经办授权", en: "Mandates that wait for the window" },
  params: z.object({}),
  query: z.object({
    ...paging,
    /** Part of the organisation's name, its code, or the number of the mandate. */
    q: z.string().trim().max(100).optional(),
  }),
  answer: pageOf(Mandate),
  maxAge: 0,
  problems: ["request.cursor_invalid"],
});

export const findMandate = defineRoute({
  name: "findMandate",
  method: "GET",
  path: "/organisations/:uscc/mandates/numbers/:number",
  action: "mandate.find",
  tag: "mandate",
  summary: { zh: "按编号查经办授权，供窗口办理", en: "Find a mandate by its number, for the window" },
  params: z.object({ uscc: z.string().max(64), number: z.string().max(20) }),
  query: z.object({}),
  answer: z.object({ uscc: z.string(), mandateId: z.string() }),
  maxAge: 0,
  problems: ["organisation.code_invalid", "organisation.not_found"],
});

export const showMandate = defineRoute({
  name: "showMandate",
  method: "GET",
  path: "/organisations/:uscc/mandates/:mandateId",
  action: "mandate.read",
  tag: "mandate",
  summary: { zh: "一项经办授权申请，供窗口对照授权书", en: "One request, to compare with the letter at the window" },
  params: one,
  query: z.object({}),
  answer: Mandate.extend({
    letterNumber: z.string(),
    letterDate: PlainDate,
    /** The last day that may be given today. */
    latest: PlainDate,
  }),
  maxAge: 0,
  problems: ["organisation.code_invalid", "organisation.not_found"],
});

const decided = ["organisation.code_invalid", "organisation.not_found", "mandate.step_not_allowed"] as const;

export const confirmMandate = defineRoute({
  name: "confirmMandate",
  method: "POST",
  path: "/organisations/:uscc/mandates/:mandateId/confirmation",
  action: "mandate.decide",
  tag: "mandate",
  summary: { zh: "看过授权书，确认经办授权", en: "Confirm a mandate after seeing the letter" },
  params: one,
  query: z.object({}),
  body: z.object({ documentKind: z.enum(documentKinds), documentNumber: typed(2, 60), lastDay: PlainDate }),
  answer: Mandate,
  maxAge: 0,
  problems: [...decided, "mandate.end_invalid", "text.identity_number"],
});

export const refuseMandate = defineRoute({
  name: "refuseMandate",
  method: "POST",
  path: "/organisations/:uscc/mandates/:mandateId/refusal",
  action: "mandate.decide",
  tag: "mandate",
  summary: { zh: "不予确认经办授权，说明理由", en: "Refuse a mandate, with the reason" },
  params: one,
  query: z.object({}),
  body: z.object({ reason: typed(leastReason, 300) }),
  answer: Mandate,
  maxAge: 0,
  problems: [...decided, "text.identity_number"],
});

export const endMandate = defineRoute({
  name: "endMandate",
  method: "POST",
  path: "/organisations/:uscc/mandates/:mandateId/end",
  action: "mandate.end",
  tag: "mandate",
  summary: { zh: "终止经办授权，立即生效", en: "End a mandate at once" },
  params: one,
  query: z.object({}),
  body: z.object({ reason: typed(leastReason, 300) }),
  answer: Mandate,
  maxAge: 0,
  problems: [...decided, "text.identity_number"],
});

export const listAgents = defineRoute({
  name: "listAgents",
  method: "GET",
  path: "/organisations/:uscc/mandates",
  action: "mandate.list-of-organisation",
  tag: "mandate",
  summary: {
    zh: "谁可以代表一个组织：窗口核实的经办授权，和统一身份认证担保、此刻登录着的账号；不含姓名",
    en: "Who may act for one organisation: mandates of the window, and accounts signed in now for which the identity service vouches; without names",
  },
  params: z.object({ uscc: z.string().max(64) }),
  query: z.object({}),
  answer: z.object({ items: z.array(Mandate), asserted: z.array(AssertedAgent) }),
  maxAge: 0,
  problems: ["organisation.code_invalid", "organisation.not_found"],
});
