import { identityRoundMinutes } from "@chengxin/domain/account/session-limits.ts";
import type { IdentityText } from "./identity.zh-CN.ts";

export const identityEn: IdentityText = {
  use: (label: string) => `Sign in by ${label}`,
  or: "or",
  backTitle: "Back from the identity service",
  onward: "The next page is opening. If it doesn't, continue here",
  failedTitle: "Not signed in",
  toSignIn: "Back to sign-in",
  again: "Try again",
  ownTitle: (label: string) => label,
  noneTitle: "Identity service",
  none: "This site is connected to no identity service. You sign in by login and password.",
  linked: (at: string) => `Linked; you can sign in by it since ${at}.`,
  used: (at: string) => `Last used ${at}.`,
  notLinked: "Not linked. Once it is, you can sign in to this account by it; the password goes on working.",
  link: "Link",
  unlink: "Unlink",
  manage: "Link or unlink",
  onlyWay: "It is the only way into the account and can't be taken away.",
  password: "Present password",
  passwordHint: "To be sure that it is you.",
  leave: (label: string) => `Go to ${label}`,
  leaveHint: `Sign in there once more; you come back here afterwards. Good for ${identityRoundMinutes} minutes.`,
  linkedNow: "Linked. Next time you can sign in by it.",
  unlinkedNow: "Unlinked. Sign in by login and password as before.",
  toAccount: "Back to my account",
};
