import type { AccountText } from "./account.zh-CN.ts";
import { roles } from "./roles.en.ts";

/** Words of signing in and of one's own account in English; the same shape as the Chinese source. */
export const accountEn: AccountText = {
  error: "Error: ",
  notDone: "Not done",
  typedKept: "What you typed is still there; please type passwords and codes again.",

  signIn: {
    title: "Sign in",
    lead: "For officials and for agents of organisations. Public information needs no sign-in.",
    login: "Login",
    password: "Password",
    next: "Next",
    nextHint: "The next step asks for the six digits of your authenticator: have your phone ready.",
    signedOut: "You are signed out. On a shared computer, close the browser as well.",
    expired: "More than 10 minutes passed since the first step; please begin again. Nothing was changed.",
    helpTitle: "If you can't sign in",
    help: [
      "Officials who forgot the password, or changed the phone and have no recovery codes: ask your security administrator, who will send a new invitation.",
      "Agents of organisations who forgot the password: come to the service window with your letter of authority.",
      "Repeated failures suspend sign-in for a while. That ends by itself; nobody has to unlock it.",
    ],
  },
  second: {
    title: "Second step: code",
    lead: (login) => `Signing in as “${login}”.`,
    code: "Code",
    codeHint:
      "Open the authenticator on your phone and type the six digits it shows now. They change every 30 seconds.",
    button: "Sign in",
    recovery: "Phone not at hand? Use a recovery code",
    recoveryCode: "Recovery code",
    recoveryHint:
      "Saved when the account was set up: 16 characters such as ABCD-EFGH-JKMN-PQRS. Each can be used once.",
    recoveryButton: "Sign in by recovery code",
    recoveryRefused: "Wrong recovery code, or one used before. Check it and try again, or take another.",
    noTotp: "This account has no authenticator. Use one of the other ways below.",
    another: "Sign in to another account",
  },
  done: {
    title: "Signed in",
    failures: (n) =>
      n === 1
        ? "Since your last sign-in, somebody tried your login once and failed."
        : `Since your last sign-in, somebody tried your login ${n} times and failed.`,
    failuresAdvice: "If that was not you, change your password now and tell the security administrator.",
    codesLeft: (n) =>
      n === 0
        ? "You have no recovery codes left. Without your phone you could not sign in."
        : `Recovery codes left: ${n}. Once they are used up, you could not sign in without your phone.`,
    onward: "Continue",
  },
  own: {
    title: "My account",
    name: "Name",
    login: "Login",
    unit: "Unit",
    roles: "Roles",
    noRoles: "None yet. Ask the system administrator of your unit.",
    mandates: "Acts for",
    noMandates: "None yet. Ask for it first, then have your letter of authority checked at the service window.",
    validUntil: "Account valid until",
    toWorkbench: "To the workbench",
    toOwn: "To my organisations",
  },
  sessions: {
    title: "Where you are signed in",
    lead: "If you don't know one of them, end it and change your password now.",
    device: "Device",
    unknownDevice: "Unknown device",
    address: "Network address",
    method: "Signed in by",
    methods: {
      password: "password",
      totp: "password and code",
      recoveryCode: "password and recovery code",
      passkey: "passkey",
      invitation: "invitation",
      identityService: "identity service",
    },
    since: "Since",
    seen: "Last used",
    end: "End",
    endOne: (device) => `End the session on ${device}`,
    present: "this one",
    endAll: "Sign out everywhere",
    endAllHint: "On this device too. You will have to sign in again.",
  },
  roles,
};
