import { z } from "zod";
import { Reading } from "../dossier/readers-api.ts";
import { FileField } from "../dossier/file.ts";
import { pageOf, paging } from "../paging.ts";
import { RecordSummary } from "../record/api.ts";
import { defineRoute } from "../route.ts";
import { PlainDate, Words } from "../words.ts";
import { authorisationStates } from "./authorisation.ts";

const NamedOrganisation = z.object({ uscc: z.string(), name: z.string() });
const Named = z.object({ id: z.string(), name: Words });

/** An organisation lets a named other one read listed items for one purpose until a day. */
export const Authorisation = z.object({
  authorisationId: z.string(),
  /** Short, to say on the telephone. */
  number: z.string(),
  grantor: NamedOrganisation,
  recipient: NamedOrganisation,
  items: z.array(Named),
  purpose: Named,
  grantedAt: z.string(),
  /** Number of the agent's account that gave it. */
  grantedBy: z.string(),
  /** Last day, inclusive. */
  until: PlainDate,
  state: z.enum(authorisationStates),
  revokedAt: z.string().nullable(),
  /** How often it was used, and when last. */
  uses: z.number().int(),
  lastUsedAt: z.string().nullable(),
});
export type Authorisation = z.infer<typeof Authorisation>;

const ofOrganisation = z.object({ uscc: z.string().max(64) });
const one = z.object({ uscc: z.string().max(64), authorisationId: z.uuid() });
const unknown = ["organisation.code_invalid", "organisation.not_found", "object.not_found"] as const;

/** What the form offers: only what can be given, and until when at most. */
export const listChoices = defineRoute({
  name: "listChoices",
  method: "GET",
  path: "/organisations/:uscc/authorisation-choices",
  action: "authorisation.list-given",
  tag: "authorisation",
  summary: {
    zh: "可以授权的目录项、目的和最晚的最后一天",
    en: "What can be authorised, what for, and until when at most",
  },
  params: ofOrganisation,
  query: z.object({}),
  answer: z.object({
    items: z.array(Named.extend({ disclosure: z.enum(["public", "authorised"]) })),
    purposes: z.array(Named),
    today: PlainDate,
    latest: PlainDate,
  }),
  maxAge: 0,
  problems: unknown,
});

const asked = {
  /** USCC of the recipient; its name has to agree. */
  recipient: z.string().trim().min(1).max(64),
  recipientName: z.string().trim().min(1).max(200),
  items: z.array(z.string().max(40)).min(1).max(30),
  purpose: z.string().max(40),
  lastDay: PlainDate,
} as const;

const faults = [
  ...unknown,
  "authorisation.recipient_unknown",
  "authorisation.recipient_itself",
  "authorisation.name_differs",
  "authorisation.item_not_shareable",
  "authorisation.everything",
  "authorisation.purpose_unknown",
  "authorisation.end_invalid",
] as const;

/** What would be authorised, in the platform's own words, before anybody is let in. */
export const previewAuthorisation = defineRoute({
  name: "previewAuthorisation",
  method: "POST",
  path: "/organisations/:uscc/authorisation-preview",
  action: "authorisation.grant",
  tag: "authorisation",
  summary: {
    zh: "核对一项拟给出的授权，不产生任何效果",
    en: "Check an authorisation before it is given; nothing happens by it",
  },
  params: ofOrganisation,
  query: z.object({}),
  body: z.object(asked),
  answer: z.object({ recipient: NamedOrganisation, items: z.array(Named), purpose: Named, until: PlainDate }),
  maxAge: 0,
  problems: faults,
});

export const grantAuthorisation = defineRoute({
  name: "grantAuthorisation",
  method: "POST",
  path: "/organisations/:uscc/authorisations",
  action: "authorisation.grant",
  tag: "authorisation",
  summary: {
    zh: "授权一个写明名称和代码的组织，为一个目的查询列明的目录项，到某一天为止",
    en: "Let an organisation named by code and name read listed items for one purpose until a day",
  },
  params: ofOrganisation,
  query: z.object({}),
  body: z.object(asked),
  answer: Authorisation,
  maxAge: 0,
  problems: faults,
});

export const listGiven = defineRoute({
  name: "listGiven",
  method: "GET",
  path: "/organisations/:uscc/authorisations",
  action: "authorisation.list-given",
  tag: "authorisation",
  summary: { zh: "本组织给出的授权，由近及远", en: "Authorisations that the organisation gave, newest first" },
  params: ofOrganisation,
  query: z.object({ ...paging }),
  answer: pageOf(Authorisation),
  maxAge: 0,
  problems: [...unknown, "request.cursor_invalid"],
});

export const showGiven = defineRoute({
  name: "showGiven",
  method: "GET",
  path: "/organisations/:uscc/authorisations/:authorisationId",
  action: "authorisation.read-uses",
  tag: "authorisation",
  summary: { zh: "一项给出的授权和每一次使用", en: "One authorisation that was given, with each use" },
  params: one,
  query: z.object({ ...paging }),
  answer: pageOf(Reading).extend({ authorisation: Authorisation }),
  maxAge: 0,
  problems: [...unknown, "request.cursor_invalid"],
});

export const revokeAuthorisation = defineRoute({
  name: "revokeAuthorisation",
  method: "POST",
  path: "/organisations/:uscc/authorisations/:authorisationId/revocation",
  action: "authorisation.revoke",
  tag: "authorisation",
  summary: { zh: "撤销授权，立即生效", en: "Revoke an authorisation at once" },
  params: one,
  query: z.object({}),
  body: z.object({}),
  answer: Authorisation,
  maxAge: 0,
  problems: [...unknown, "authorisation.not_in_force"],
});

export const listReceived = defineRoute({
  name: "listReceived",
  method: "GET",
  path: "/own/authorisations",
  action: "authorisation.list-received",
  tag: "authorisation",
  summary: {
    zh: "本账号经办的组织收到的授权，由近及远",
    en: "Authorisations received by the organisations that this account acts for, newest first",
  },
  params: z.object({}),
  query: z.object({ ...paging }),
  answer: pageOf(Authorisation),
  maxAge: 0,
  problems: ["request.cursor_invalid"],
});

export const readReceived = defineRoute({
  name: "readReceived",
  method: "GET",
  path: "/organisations/:uscc/authorised/:authorisationId",
  action: "authorisation.read-records",
  tag: "authorisation",
  summary: {
    zh: "凭授权查询另一个组织列明的目录项；每次查询都记入对方的查询名单",
    en: "Read listed items of another organisation under its authorisation; each reading is in its list of readings",
  },
  params: one,
  query: z.object({ ...paging }),
  answer: pageOf(RecordSummary.extend({ fields: z.array(FileField) })).extend({ authorisation: Authorisation }),
  maxAge: 0,
  problems: [...unknown, "request.cursor_invalid", "authorisation.not_in_force"],
});
