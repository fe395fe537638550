import { longestContact, longestName } from "./text-limits.ts";
import { z } from "zod";
import { roles } from "../access/actor.ts";
import { defineRoute } from "../route.ts";

const tag = "account";
const none = z.object({});
const Done = z.object({ done: z.literal(true) });

export const SecondFactor = z.enum(["totp", "recoveryCode", "passkey"]);
export type SecondFactor = z.infer<typeof SecondFactor>;

/** What has to follow before the session counts. */
export const NextStep = z.enum(["secondFactor", "changePassword", "done"]);
export type NextStep = z.infer<typeof NextStep>;

export const SignInStep = z.object({
  next: NextStep,
  /** By which the second step can be done; empty unless it follows. */
  factors: z.array(SecondFactor),
});
export type SignInStep = z.infer<typeof SignInStep>;

export const signIn = defineRoute({
  name: "signIn",
  method: "POST",
  path: "/sign-in",
  action: "session.begin",
  tag,
  summary: { zh: "登录第一步：登录名和密码", en: "Sign in, first step: login and password" },
  params: none,
  query: none,
  body: z.object({ login: z.string().max(200), password: z.string().max(400) }),
  answer: SignInStep,
  maxAge: 0,
  problems: ["sign_in.refused", "sign_in.wait", "service.busy"],
});

export const secondStep = defineRoute({
  name: "secondStep",
  method: "POST",
  path: "/sign-in/second-step",
  action: "session.second-step",
  tag,
  summary: {
    zh: "登录第二步：动态验证码或恢复码",
    en: "Sign in, second step: code of the authenticator, or a recovery code",
  },
  params: none,
  query: none,
  body: z.object({ code: z.string().max(60) }),
  answer: SignInStep,
  maxAge: 0,
  problems: ["sign_in.code_refused", "sign_in.wait", "session.required"],
});

export const passkeyQuestion = defineRoute({
  name: "passkeyQuestion",
  method: "POST",
  path: "/sign-in/passkey-question",
  action: "session.begin",
  tag,
  summary: { zh: "用通行密钥登录：取得质询", en: "Sign in by passkey: the challenge" },
  params: none,
  query: none,
  answer: z.object({ options: z.record(z.string(), z.unknown()) }),
  maxAge: 0,
  problems: ["passkey.unavailable"],
});

export const passkeyAnswer = defineRoute({
  name: "passkeyAnswer",
  method: "POST",
  path: "/sign-in/passkey-answer",
  action: "session.begin",
  tag,
  summary: { zh: "用通行密钥登录（同时视为两步）", en: "Sign in by passkey, which counts as both steps" },
  params: none,
  query: none,
  body: z.object({ response: z.record(z.string(), z.unknown()) }),
  answer: SignInStep,
  maxAge: 0,
  problems: ["passkey.refused", "passkey.unavailable"],
});

export const signOut = defineRoute({
  name: "signOut",
  method: "POST",
  path: "/sign-out",
  action: "session.sign-out",
  tag,
  summary: { zh: "退出登录；everywhere 表示退出所有设备", en: "Sign out; `everywhere`: on every device" },
  params: none,
  query: none,
  body: z.object({ everywhere: z.boolean().default(false) }),
  answer: Done,
  maxAge: 0,
  problems: [],
});

export const AccountKind = z.enum(["official", "agent"]);
const RoleHeld = z.object({
  role: z.enum(roles),
  source: z.string().nullable(),
  region: z.string().nullable(),
  validUntil: z.string(),
});

/** Who is signed in, as their own pages and the frame around every page know it. */
export const SignedIn = z.object({
  accountId: z.string(),
  login: z.string(),
  displayName: z.string(),
  kind: AccountKind,
  unit: z.string(),
  next: NextStep,
  factors: z.array(SecondFactor),
  roles: z.array(RoleHeld),
  /** Organisations the account acts for, by code. */
  mandates: z.array(z.object({ uscc: z.string() })),
  validUntil: z.string(),
  /** Failed tries between the sign-in before and this one. */
  failuresBefore: z.number().int(),
  recoveryCodesLeft: z.number().int(),
});
export type SignedIn = z.infer<typeof SignedIn>;

export const showSession = defineRoute({
  name: "showSession",
  method: "GET",
  path: "/session",
  action: "session.read",
  tag,
  summary: { zh: "谁在登录；未登录时为空", en: "Who is signed in; null: nobody" },
  params: none,
  query: none,
  answer: z.object({
    account: SignedIn.nullable(),
    /** Agents may register themselves here. */
    registration: z.boolean(),
  }),
  maxAge: 0,
  problems: [],
});

const TotpProposal = z.object({
  /** Stands for the key until it is confirmed; hand it back with a code. */
  enrolment: z.string(),
  /** For typing, in groups of four. */
  key: z.string(),
  uri: z.string(),
  /** QR code of `uri`: rows of modules, dark ones true. */
  modules: z.array(z.array(z.boolean())),
});
export type TotpProposal = z.infer<typeof TotpProposal>;

export const proposeTotp = defineRoute({
  name: "proposeTotp",
  method: "POST",
  path: "/totp-proposals",
  action: "session.begin",
  tag,
  summary: {
    zh: "为动态验证码取得新密钥（确认后才生效）",
    en: "A new key for an authenticator, in force once confirmed",
  },
  params: none,
  query: none,
  body: z.object({
    login: z.string().max(200),
    /** Of a proposal made before: shows it again. */
    enrolment: z
      .string()
      .regex(/^[\w-]{43}$/)
      .optional(),
  }),
  answer: TotpProposal,
  maxAge: 0,
  problems: [],
});

const newPassword = z.string().max(400);
const enrolled = { enrolment: z.string().regex(/^[\w-]{43}$/), code: z.string().max(60) };
const token = z.string().max(100);

export const keepInvitation = defineRoute({
  name: "keepInvitation",
  method: "POST",
  path: "/invitations/keep",
  action: "session.begin",
  tag,
  summary: {
    zh: "把邀请链接的令牌交给浏览器保管（Cookie），地址里不再出现",
    en: "Leave the token of an invitation with the browser (cookie), so that no address holds it",
  },
  params: none,
  query: none,
  body: z.object({ token }),
  answer: z.object({ kept: z.literal(true) }),
  maxAge: 0,
  problems: ["invitation.invalid"],
});

export const showInvitation = defineRoute({
  name: "showInvitation",
  method: "POST",
  path: "/invitations/show",
  action: "session.begin",
  tag,
  summary: { zh: "邀请的内容", en: "What an invitation is for" },
  params: none,
  query: none,
  /** Without a token: the one that the browser keeps. */
  body: z.object({ token: token.optional() }),
  answer: z.object({
    login: z.string(),
    displayName: z.string(),
    unit: z.string(),
    kind: AccountKind,
    expiresAt: z.string(),
    /** The account was in use before: password and second factor are set anew. */
    again: z.boolean(),
  }),
  maxAge: 0,
  problems: ["invitation.invalid"],
});

const Accepted = SignInStep.extend({
  /** Shown once. */
  recoveryCodes: z.array(z.string()),
});
const passwordProblems = [
  "password.too_short",
  "password.too_long",
  "password.too_common",
  "password.holds_login",
  "totp.code_refused",
  "service.busy",
] as const;

export const acceptInvitation = defineRoute({
  name: "acceptInvitation",
  method: "POST",
  path: "/invitations/accept",
  action: "session.begin",
  tag,
  summary: {
    zh: "接受邀请：设置密码和动态验证码，并登录",
    en: "Accept an invitation: set password and authenticator, and sign in",
  },
  params: none,
  query: none,
  body: z.object({ token: token.optional(), password: newPassword, ...enrolled }),
  answer: Accepted,
  maxAge: 0,
  problems: ["invitation.invalid", ...passwordProblems],
});

export const registerAgent = defineRoute({
  name: "registerAgent",
  method: "POST",
  path: "/registrations",
  action: "session.begin",
  tag,
  summary: {
    zh: "组织经办人注册（经确认授权后才有权限）",
    en: "Register as an organisation's agent; no rights before a mandate is confirmed",
  },
  params: none,
  query: none,
  body: z.object({
    login: z.string().max(200),
    displayName: z.string().trim().min(1).max(longestName),
    contact: z.string().trim().max(longestContact).default(""),
    password: newPassword,
    ...enrolled,
  }),
  answer: Accepted,
  maxAge: 0,
  problems: [
    "registration.off",
    "registration.wait",
    "login.invalid",
    "login.taken",
    "text.identity_number",
    ...passwordProblems,
  ],
});
