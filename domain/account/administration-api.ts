import { longestContact, longestName, longestUnit } from "./text-limits.ts";
import { z } from "zod";
import { roles } from "../access/actor.ts";
import { format, language, pageOf, paging } from "../paging.ts";
import { defineRoute } from "../route.ts";
import { Words } from "../words.ts";
import { AccountKind } from "./api.ts";

/** Accounts as administrators see them. */
const tag = "account";
const none = z.object({});
const Done = z.object({ done: z.literal(true) });
const ofAccount = z.object({ accountId: z.uuid() });
const ofGrant = z.object({ grantId: z.uuid() });
export const Role = z.enum(roles);
/** Kept sealed beside the account; the event refers to it. */
const reason = z.string().trim().min(1).max(500);

export const Person = z.object({ accountId: z.string(), displayName: z.string() });
export type Person = z.infer<typeof Person>;

export const Grant = z.object({
  grantId: z.string(),
  role: Role,
  source: z.string().nullable(),
  region: z.string().nullable(),
  reason: z.string(),
  /** proposed: waits for the second person. */
  state: z.enum(["proposed", "inForce", "expired", "ended"]),
  /** Null: the operator's command line. */
  proposedBy: Person.nullable(),
  proposedAt: z.string(),
  approvedBy: Person.nullable(),
  approvedAt: z.string().nullable(),
  validUntil: z.string(),
  endedWhy: z.enum(["refused", "withdrawn", "ended", "expired"]).nullable(),
  endedAt: z.string().nullable(),
});
export type Grant = z.infer<typeof Grant>;

/** Why an administrator took a step. */
export const AccountReason = z.object({
  reasonId: z.string(),
  /** Of the event that refers to it. */
  action: z.string(),
  at: z.string(),
  by: Person,
  reason: z.string(),
});
export type AccountReason = z.infer<typeof AccountReason>;

export const AccountState = z.enum(["invited", "active", "expired", "disabled"]);

export const AccountLine = z.object({
  accountId: z.string(),
  login: z.string(),
  displayName: z.string(),
  unit: z.string(),
  kind: AccountKind,
  state: AccountState,
  roles: z.array(
    z.object({ role: Role, source: z.string().nullable(), region: z.string().nullable(), proposed: z.boolean() }),
  ),
  validUntil: z.string(),
  reviewedAt: z.string().nullable(),
  /** Null: never used. */
  lastSignInAt: z.string().nullable(),
  secondFactor: z.boolean(),
  passkeys: z.number().int(),
});
export type AccountLine = z.infer<typeof AccountLine>;

export const attentions = ["decide", "proposals", "unused", "ending", "noFactor"] as const;
export type Attention = (typeof attentions)[number];

export const listAccounts = defineRoute({
  name: "listAccounts",
  method: "GET",
  path: "/accounts",
  action: "account.list",
  tag,
  summary: { zh: "账号清单，供定期复核", en: "Accounts, for their regular review" },
  params: none,
  query: z.object({
    kind: AccountKind.optional(),
    state: AccountState.optional(),
    role: Role.optional(),
    /** decide: a role or an extension waits for who asks; proposals: for anybody; unused: never signed in, or not for long; ending: soon. */
    attention: z.enum(attentions).optional(),
    q: z.string().max(60).optional(),
    ...paging,
    format,
    language,
  }),
  answer: pageOf(AccountLine),
  maxAge: 0,
  problems: ["request.cursor_invalid"],
  csv: [
    ["login", { zh: "登录名", en: "Login" }],
    ["displayName", { zh: "姓名", en: "Name" }],
    ["unit", { zh: "单位", en: "Unit" }],
    [
      "kind",
      { zh: "种类", en: "Kind" },
      { official: { zh: "工作人员", en: "Official" }, agent: { zh: "组织经办人", en: "Organisation's agent" } },
    ],
    [
      "state",
      { zh: "状态", en: "State" },
      {
        invited: { zh: "已邀请，未启用", en: "Invited, not yet in use" },
        active: { zh: "在用", en: "In use" },
        expired: { zh: "已到期", en: "Expired" },
        disabled: { zh: "已停用", en: "Disabled" },
      },
    ],
    [
      "roles.role",
      { zh: "岗位", en: "Roles" },
      {
        creditOffice: { zh: "信用办", en: "Credit office" },
        creditCentre: { zh: "信用中心", en: "Credit centre" },
        countyOffice: { zh: "县区信用办", en: "County credit office" },
        departmentClerk: { zh: "部门数据员", en: "Department's data clerk" },
        windowClerk: { zh: "窗口人员", en: "Window clerk" },
        systemAdministrator: { zh: "系统管理员", en: "System administrator" },
        securityAdministrator: { zh: "安全管理员", en: "Security administrator" },
        auditor: { zh: "审计管理员", en: "Auditor" },
      },
    ],
    ["validUntil", { zh: "有效期至", en: "Valid until" }],
    ["reviewedAt", { zh: "最近复核", en: "Last reviewed" }],
    ["lastSignInAt", { zh: "最近登录", en: "Last sign-in" }],
  ],
});

export const showAccount = defineRoute({
  name: "showAccount",
  method: "GET",
  path: "/accounts/:accountId",
  action: "account.read",
  tag,
  summary: { zh: "一个账号及其岗位", en: "One account with its roles" },
  params: ofAccount,
  query: none,
  answer: AccountLine.extend({
    contact: z.string(),
    createdAt: z.string(),
    mustChangePassword: z.boolean(),
    openSessions: z.number().int(),
    invitation: z.object({ expiresAt: z.string() }).nullable(),
    grants: z.array(Grant),
    /** An extension that waits for its second person. */
    extension: z.object({ extensionId: z.string(), proposedBy: Person, proposedAt: z.string() }).nullable(),
    /** The newest first. */
    reasons: z.array(AccountReason),
  }),
  maxAge: 0,
  problems: ["object.not_found"],
});

export const listPlaces = defineRoute({
  name: "listPlaces",
  method: "GET",
  path: "/role-places",
  action: "account.read",
  tag,
  summary: { zh: "岗位可以限定的部门和县区", en: "Departments and counties that a role can be for" },
  params: none,
  query: none,
  answer: z.object({
    sources: z.array(z.object({ id: z.string(), name: Words })),
    regions: z.array(z.object({ code: z.string(), name: Words })),
  }),
  maxAge: 0,
  problems: [],
});

/** The link is shown once, to be handed over in person or by an official channel. */
const Invited = z.object({ accountId: z.string(), link: z.string(), expiresAt: z.string() });
export type Invited = z.infer<typeof Invited>;

export const inviteOfficial = defineRoute({
  name: "inviteOfficial",
  method: "POST",
  path: "/accounts",
  action: "account.invite",
  tag,
  summary: { zh: "邀请一名工作人员", en: "Invite an official" },
  params: none,
  query: none,
  body: z.object({
    login: z.string().max(200),
    displayName: z.string().trim().min(1).max(longestName),
    contact: z.string().trim().max(longestContact).default(""),
    unit: z.string().trim().min(1).max(longestUnit),
  }),
  answer: Invited,
  maxAge: 0,
  problems: ["login.invalid", "login.taken", "text.identity_number"],
});

const change = <const N extends string, const A extends string>(
  name: N,
  action: A,
  path: string,
  zh: string,
  en: string,
) =>
  ({
    name,
    method: "POST",
    path: `/accounts/:accountId/${path}`,
    action,
    tag,
    summary: { zh, en },
    params: ofAccount,
    query: none,
    maxAge: 0,
  }) as const;

export const inviteAgain = defineRoute({
  ...change("inviteAgain", "account.invite-again", "invitation", "重新发出邀请", "Invite once more"),
  answer: Invited,
  problems: ["object.not_found", "account.state"],
});
export const resetFactor = defineRoute({
  ...change(
    "resetFactor",
    "account.reset-factor",
    "reset",
    "重置密码和第二因素，并发出新的邀请",
    "Reset password and second factor, with a new invitation",
  ),
  body: z.object({ reason }),
  answer: Invited,
  problems: ["object.not_found", "account.state", "account.administration", "text.identity_number"],
});
export const disableAccount = defineRoute({
  ...change(
    "disableAccount",
    "account.disable",
    "disable",
    "停用账号，立即结束其登录",
    "Disable an account; its sessions end at once",
  ),
  body: z.object({ reason }),
  answer: Done,
  problems: ["object.not_found", "account.state", "text.identity_number"],
});
export const enableAccount = defineRoute({
  ...change("enableAccount", "account.enable", "enable", "重新启用账号", "Enable an account again"),
  answer: Done,
  problems: ["object.not_found", "account.state"],
});
export const proposeExtension = defineRoute({
  ...change(
    "proposeExtension",
    "account.propose-extension",
    "extensions",
    "复核：提议延长账号及其岗位（由另一人批准）",
    "Review: propose to extend an account and its roles, which another person approves",
  ),
  answer: z.object({ extensionId: z.string() }),
  problems: ["object.not_found", "account.state"],
});
export const demandNewPassword = defineRoute({
  ...change(
    "demandNewPassword",
    "account.demand-new-password",
    "demand-new-password",
    "要求下次登录时修改密码",
    "Demand a new password at the next sign-in",
  ),
  answer: Done,
  problems: ["object.not_found", "account.state"],
});
export const proposeGrant = defineRoute({
  ...change(
    "proposeGrant",
    "grant.propose",
    "grants",
    "提议授予岗位（由另一人批准）",
    "Propose a role, which another person approves",
  ),
  body: z.object({
    role: Role,
    source: z.string().max(60).nullable().default(null),
    region: z
      .string()
      .regex(/^\d{6}$/)
      .nullable()
      .default(null),
    reason,
  }),
  answer: z.object({ grantId: z.string() }),
  problems: ["object.not_found", "account.state", "grant.scope", "grant.excluded", "text.identity_number"],
});

const ofExtension = {
  method: "POST",
  tag,
  params: z.object({ extensionId: z.uuid() }),
  query: none,
  maxAge: 0,
} as const;

export const approveExtension = defineRoute({
  ...ofExtension,
  name: "approveExtension",
  path: "/account-extensions/:extensionId/approve",
  action: "account.approve-extension",
  summary: { zh: "批准延长账号及其岗位", en: "Approve the extension of an account and its roles" },
  answer: z.object({ validUntil: z.string() }),
  problems: ["object.not_found", "extension.state", "account.state"],
});
export const endExtension = defineRoute({
  ...ofExtension,
  name: "endExtension",
  path: "/account-extensions/:extensionId/end",
  action: "account.end-extension",
  summary: { zh: "不批准延长账号（或撤回提议）", en: "Refuse to extend an account, or withdraw the proposal" },
  body: z.object({ reason }),
  answer: Done,
  problems: ["object.not_found", "extension.state", "text.identity_number"],
});

const decide = <const N extends string, const A extends string>(
  name: N,
  action: A,
  path: string,
  zh: string,
  en: string,
) =>
  ({
    name,
    method: "POST",
    path: `/grants/:grantId/${path}`,
    action,
    tag,
    summary: { zh, en },
    params: ofGrant,
    query: none,
    maxAge: 0,
  }) as const;

export const approveGrant = defineRoute({
  ...decide("approveGrant", "grant.approve", "approve", "批准岗位", "Approve a role"),
  answer: Done,
  problems: ["object.not_found", "grant.state", "grant.excluded", "account.state"],
});
export const refuseGrant = defineRoute({
  ...decide("refuseGrant", "grant.refuse", "refuse", "不批准岗位", "Refuse a role"),
  body: z.object({ reason }),
  answer: Done,
  problems: ["object.not_found", "grant.state", "text.identity_number"],
});
export const endGrant = defineRoute({
  ...decide("endGrant", "grant.end", "end", "结束岗位（或撤回提议）", "End a role, or withdraw its proposal"),
  body: z.object({ reason }),
  answer: Done,
  problems: ["object.not_found", "grant.state", "text.identity_number"],
});
