import { z } from "zod";
import { defineRoute } from "../route.ts";
import { SignInStep } from "./api.ts";

/** What people do with their own account. */
const tag = "account";
const none = z.object({});
const Done = z.object({ done: z.literal(true) });
const password = z.string().max(400);

export const OwnSession = z.object({
  sessionId: z.string(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  method: z.enum(["password", "totp", "recoveryCode", "passkey", "invitation", "identityService"]),
  address: z.string(),
  userAgent: z.string(),
  /** The one that asks. */
  present: z.boolean(),
});
export type OwnSession = z.infer<typeof OwnSession>;

export const listSessions = defineRoute({
  name: "listSessions",
  method: "GET",
  path: "/sessions",
  action: "session.list-own",
  tag,
  summary: { zh: "我的登录（各设备）", en: "My sessions on every device" },
  params: none,
  query: none,
  answer: z.object({ items: z.array(OwnSession) }),
  maxAge: 0,
  problems: [],
});

export const endSession = defineRoute({
  name: "endSession",
  method: "DELETE",
  path: "/sessions/:sessionId",
  action: "session.end",
  tag,
  summary: { zh: "结束我的一个登录", en: "End one of my sessions" },
  params: z.object({ sessionId: z.uuid() }),
  query: none,
  answer: Done,
  maxAge: 0,
  problems: ["object.not_found"],
});

export const changePassword = defineRoute({
  name: "changePassword",
  method: "POST",
  path: "/account/password",
  action: "account.change-password",
  tag,
  summary: { zh: "修改密码；其他登录随之结束", en: "Change the password; other sessions end" },
  params: none,
  query: none,
  body: z.object({ presentPassword: password, password }),
  answer: SignInStep,
  maxAge: 0,
  problems: [
    "password.wrong",
    "password.unchanged",
    "password.too_short",
    "password.too_long",
    "password.too_common",
    "password.holds_login",
    "sign_in.wait",
    "session.second_factor_required",
    "service.busy",
  ],
});

export const replaceTotp = defineRoute({
  name: "replaceTotp",
  method: "PUT",
  path: "/account/totp",
  action: "account.change-factors",
  tag,
  summary: { zh: "换用另一台设备生成动态验证码", en: "Use another device for codes" },
  params: none,
  query: none,
  body: z.object({ presentPassword: password, enrolment: z.string().regex(/^[\w-]{43}$/), code: z.string().max(60) }),
  answer: Done,
  maxAge: 0,
  problems: ["password.wrong", "totp.code_refused", "sign_in.wait", "service.busy"],
});

export const renewRecoveryCodes = defineRoute({
  name: "renewRecoveryCodes",
  method: "POST",
  path: "/account/recovery-codes",
  action: "account.change-factors",
  tag,
  summary: { zh: "换一组恢复码；旧的作废", en: "New recovery codes; the old ones are void" },
  params: none,
  query: none,
  body: z.object({ presentPassword: password }),
  answer: z.object({ recoveryCodes: z.array(z.string()) }),
  maxAge: 0,
  problems: ["password.wrong", "sign_in.wait", "service.busy"],
});

export const Passkey = z.object({
  credentialId: z.string(),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
export type Passkey = z.infer<typeof Passkey>;

export const listPasskeys = defineRoute({
  name: "listPasskeys",
  method: "GET",
  path: "/account/passkeys",
  action: "account.read-factors",
  tag,
  summary: { zh: "我的通行密钥", en: "My passkeys" },
  params: none,
  query: none,
  answer: z.object({ items: z.array(Passkey) }),
  maxAge: 0,
  problems: [],
});

export const newPasskeyQuestion = defineRoute({
  name: "newPasskeyQuestion",
  method: "POST",
  path: "/account/passkeys/question",
  action: "account.change-factors",
  tag,
  summary: { zh: "添加通行密钥：取得质询", en: "Add a passkey: the challenge" },
  params: none,
  query: none,
  body: z.object({ presentPassword: password }),
  answer: z.object({ options: z.record(z.string(), z.unknown()) }),
  maxAge: 0,
  problems: ["password.wrong", "sign_in.wait", "service.busy", "passkey.unavailable"],
});

export const addPasskey = defineRoute({
  name: "addPasskey",
  method: "POST",
  path: "/account/passkeys",
  action: "account.change-factors",
  tag,
  summary: { zh: "添加通行密钥", en: "Add a passkey" },
  params: none,
  query: none,
  body: z.object({ name: z.string().trim().min(1).max(60), response: z.record(z.string(), z.unknown()) }),
  answer: Done,
  maxAge: 0,
  problems: ["passkey.refused", "passkey.unavailable"],
});

export const removePasskey = defineRoute({
  name: "removePasskey",
  method: "DELETE",
  path: "/account/passkeys/:credentialId",
  action: "passkey.remove",
  tag,
  summary: { zh: "删除我的一个通行密钥", en: "Remove one of my passkeys" },
  params: z.object({ credentialId: z.string().max(1400) }),
  query: none,
  answer: Done,
  maxAge: 0,
  problems: ["object.not_found"],
});
