import { z } from "zod";
import { defineRoute } from "../route.ts";
import { NextStep, SignInStep } from "./api.ts";

/** Sign-in through the city's unified identity service (OpenID Connect). */
const tag = "account";
const none = z.object({});
const language = z.enum(["zh", "en"]).default("zh");

/** Where the identity service sends people back to; its operator enters the whole address. */
export const identityAnswerPath = "/sign-in/identity-service/answer";

/** In which language somebody left for the identity service; whatever else an answer holds, that much can be read from its `state`. */
export const languageOfState = (state: string | null): "zh" | "en" => (state?.endsWith(".en") ? "en" : "zh");

export const showSignInMethods = defineRoute({
  name: "showSignInMethods",
  method: "GET",
  path: "/sign-in/methods",
  action: "session.begin",
  tag,
  summary: {
    zh: "除密码外还能怎样登录：统一身份认证的名称，没有时为空",
    en: "How else one may sign in: the identity service's name, null where there is none",
  },
  params: none,
  query: none,
  answer: z.object({ identityService: z.object({ label: z.string() }).nullable() }),
  maxAge: 60,
  problems: [],
});

/** Where to send the browser. What it has to bring back is in a cookie, sealed. */
const Leaving = z.object({ url: z.string() });

export const beginIdentity = defineRoute({
  name: "beginIdentity",
  method: "POST",
  path: "/sign-in/identity-service",
  action: "session.begin",
  tag,
  summary: {
    zh: "通过统一身份认证登录：取得前往的地址",
    en: "Sign in through the identity service: the address to go to",
  },
  params: none,
  query: none,
  body: z.object({ to: z.string().max(500).default(""), language }),
  answer: Leaving,
  maxAge: 0,
  problems: ["identity.off", "identity.unreachable", "sign_in.wait"],
});

export const answerIdentity = defineRoute({
  name: "answerIdentity",
  method: "POST",
  path: "/sign-in/identity-service/answer",
  action: "session.begin",
  tag,
  summary: {
    zh: "从统一身份认证返回：核对并登录，或关联到本人账号",
    en: "Back from the identity service: checked, then signed in, or linked to one's account",
  },
  params: none,
  query: none,
  body: z.object({ query: z.string().max(8000) }),
  answer: SignInStep.extend({
    did: z.enum(["signedIn", "linked"]),
    next: NextStep,
    /** Where the browser wanted to go; empty: nowhere in particular. */
    to: z.string(),
  }),
  maxAge: 0,
  problems: [
    "identity.off",
    "identity.unreachable",
    "identity.refused",
    "identity.cancelled",
    "identity.no_account",
    "identity.one_factor",
    "identity.linked_already",
    "session.required",
    "sign_in.wait",
  ],
});

export const showOwnIdentity = defineRoute({
  name: "showOwnIdentity",
  method: "GET",
  path: "/account/identity-service",
  action: "account.read-factors",
  tag,
  summary: { zh: "我的账号是否已关联统一身份认证", en: "Whether my account is linked to the identity service" },
  params: none,
  query: none,
  answer: z.object({
    /** Null: there is no identity service. */
    label: z.string().nullable(),
    linked: z.object({ linkedAt: z.string(), lastUsedAt: z.string().nullable() }).nullable(),
    /** It is the only way in, so it can't be taken away. */
    onlyWay: z.boolean(),
  }),
  maxAge: 0,
  problems: [],
});

const presentPassword = z.string().max(400);

export const linkIdentity = defineRoute({
  name: "linkIdentity",
  method: "POST",
  path: "/account/identity-service",
  action: "account.change-factors",
  tag,
  summary: {
    zh: "把统一身份认证关联到我的账号：取得前往的地址",
    en: "Link the identity service to my account: the address to go to",
  },
  params: none,
  query: none,
  body: z.object({ presentPassword, language }),
  answer: Leaving,
  maxAge: 0,
  problems: ["password.wrong", "sign_in.wait", "service.busy", "identity.off", "identity.unreachable"],
});

export const unlinkIdentity = defineRoute({
  name: "unlinkIdentity",
  method: "POST",
  path: "/account/identity-service/unlink",
  action: "account.change-factors",
  tag,
  summary: { zh: "解除统一身份认证的关联", en: "Unlink the identity service" },
  params: none,
  query: none,
  body: z.object({ presentPassword }),
  answer: z.object({ done: z.literal(true) }),
  maxAge: 0,
  problems: ["password.wrong", "sign_in.wait", "service.busy", "identity.off", "object.not_found", "account.state"],
});
