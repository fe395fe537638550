import { type Actor } from "./actor.ts";
import {
  actsForIt,
  actsForRecipient,
  anotherAccount,
  hasNoRole,
  mayEndMandate,
  readingRoles,
  readsAs,
  readsOnGround,
} from "./files.ts";
import { anothersAccount, ownAccount, secondPerson } from "./own-account.ts";
import { ofSource, overseers, overSource, senders } from "./reporting.ts";
import { accessOn, right, rightOn, standing, type Right, type Who } from "./right.ts";

/** Every right is one line, decided on the stored object. What is not listed is refused. */
export const policy = {
  "organisation.search": right("anyone"),
  "organisation.read-public": right("anyone"),
  "record.read-public": right("anyone"),
  "catalogue.read": right("anyone"),
  "calendar.read": right("anyone"),
  "statistics.read-public": right("anyone"),
  "dump.read": right("anyone"),
  "log.read": right("anyone"),
  "mandate.ask": rightOn(["signedIn"], (actor, _: { readonly uscc: string }) => hasNoRole(actor)),
  "mandate.list-own": right("signedIn"),
  "mandate.list-waiting": right("windowClerk", "creditCentre"),
  "mandate.find": right("windowClerk", "creditCentre"),
  "mandate.read": accessOn(["windowClerk", "creditCentre"], anotherAccount),
  "mandate.decide": rightOn(["windowClerk", "creditCentre"], anotherAccount),
  "mandate.end": rightOn(["windowClerk", "creditCentre", "agent", "signedIn"], mayEndMandate),
  "mandate.list-of-organisation": rightOn(["agent"], actsForIt),
  "dossier.list-own": right("signedIn"),
  "dossier.read-own": accessOn(["agent"], actsForIt),
  "dossier.read-readers": accessOn(["agent"], actsForIt),
  "dossier.mark-seen": rightOn(["agent"], actsForIt),
  "authorisation.list-given": rightOn(["agent"], actsForIt),
  "authorisation.read-uses": accessOn(["agent"], actsForIt),
  "authorisation.grant": rightOn(["agent"], actsForIt),
  "authorisation.revoke": rightOn(["agent"], actsForIt),
  "authorisation.list-received": right("signedIn"),
  "authorisation.read-records": accessOn(["agent"], actsForRecipient),
  "ground.choose": right(...readingRoles),
  "ground.open": rightOn(readingRoles, readsAs),
  "ground.list-own": right(...readingRoles),
  "ground.close": rightOn(readingRoles, ownAccount),
  "dossier.read-on-ground": accessOn(readingRoles, readsOnGround),
  "intake.import-file": right("operator", ...senders),
  "upload.list": right(...senders),
  "upload.create": rightOn(senders, ofSource),
  "upload.read": rightOn(senders, ofSource),
  "upload.send": rightOn(senders, ofSource),
  "batch.list": right(...senders),
  "batch.read": rightOn(senders, ofSource),
  "rejects.read": accessOn(senders, ofSource),
  "quality.read": right(...overseers),
  "quality.read-rows": rightOn(overseers, overSource),
  "declaration.make": rightOn(senders, ofSource),
  "work.read": right("signedIn"),
  "view.list": right("signedIn"),
  "view.save": right("signedIn"),
  "view.manage": rightOn(["signedIn"], ownAccount),

  "session.begin": right("anyone"),
  "session.read": right("anyone"),
  "session.second-step": right("halfSignedIn"),
  "session.sign-out": right("halfSignedIn"),
  "session.list-own": right("signedIn"),
  "session.end": rightOn(["signedIn"], ownAccount),
  "account.change-password": right("halfSignedIn"),
  "account.read-factors": right("signedIn"),
  "account.change-factors": right("signedIn"),
  "passkey.remove": rightOn(["signedIn"], ownAccount),
  "account.list": right("systemAdministrator", "securityAdministrator", "auditor"),
  "account.read": right("systemAdministrator", "securityAdministrator", "auditor"),
  "account.invite": right("systemAdministrator"),
  "account.invite-again": rightOn(["systemAdministrator"], anothersAccount),
  "account.reset-factor": rightOn(["securityAdministrator"], anothersAccount),
  "account.disable": rightOn(["systemAdministrator", "securityAdministrator"], anothersAccount),
  "account.enable": rightOn(["securityAdministrator"], anothersAccount),
  "account.propose-extension": rightOn(["systemAdministrator"], anothersAccount),
  "account.approve-extension": rightOn(["securityAdministrator"], secondPerson),
  "account.end-extension": rightOn(["systemAdministrator", "securityAdministrator"], anothersAccount),
  "account.demand-new-password": rightOn(["securityAdministrator"], anothersAccount),
  "grant.propose": rightOn(["systemAdministrator"], anothersAccount),
  "grant.approve": rightOn(["securityAdministrator"], secondPerson),
  "grant.refuse": rightOn(["securityAdministrator"], secondPerson),
  "grant.end": rightOn(["systemAdministrator", "securityAdministrator"], anothersAccount),
  "audit.search": right("auditor"),
  "audit.export": right("auditor"),
  "audit.verify": right("auditor"),
  "audit.read-alerts": right("auditor"),
  "audit.handle-alert": right("auditor"),
  "audit.keep-canaries": right("auditor"),
  "audit.read-own": right("signedIn"),
} as const satisfies Readonly<Record<string, Right>>;

export type Action = keyof typeof policy;

/** What a right is decided on; `undefined` where it is the same for every object. */
export type ObjectOf<A extends Action> = (typeof policy)[A] extends { on: (actor: Actor, object: infer O) => boolean }
  ? O
  : undefined;

const rights: Readonly<Record<string, Right>> = policy;

/** The line of the policy. @throws Error when there is none, so that a route without a right doesn't start */
export const rightOf = (action: Action): Right => {
  const line = Object.hasOwn(rights, action) ? rights[action] : undefined;
  if (!line) throw new Error(`the policy has no right ${action}`);
  return line;
};

/** May anybody use it without signing in? Then its answers are the same for all and may be cached. */
export const isPublic = (action: Action): boolean => rightOf(action).who.includes("anyone");

/** As what the actor may do this to some object at all; null: not at all. */
export const standingFor = (actor: Actor, action: Action): Who | null =>
  Object.hasOwn(rights, action) ? standing(actor, rightOf(action)) : null;

export const allowed = (actor: Actor, action: Action): boolean => standingFor(actor, action) !== null;

/** The verdict on one stored object. */
export const allowedOn = <A extends Action>(actor: Actor, action: A, object: ObjectOf<A>): boolean => {
  if (!allowed(actor, action)) return false;
  const { on } = rightOf(action);
  return on === undefined || on(actor, object as never);
};
