import { totpSeconds } from "@chengxin/domain/account/session-limits.ts";
import { randomInt } from "node:crypto";
import { administrations, type AccountActor, type Actor } from "@chengxin/domain/access/actor.ts";
import { standingFor, type Action } from "@chengxin/domain/access/policy.ts";
import { latestEnd } from "@chengxin/domain/mandate/mandate-flow.ts";
import { problem } from "@chengxin/domain/problem.ts";
import { Secret, TOTP } from "otpauth";
import { askMandate } from "../mandate/ask-mandate.ts";
import type { FileServices } from "../mandate/services.ts";
import { confirmMandate } from "../mandate/step-mandate.ts";
import { openAsk, type Ask, type OpenAsk } from "../platform/ask.ts";
import { dayInShanghai, type Clock } from "../platform/clock.ts";
import { transact } from "../platform/db.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { resetAccount } from "./change-account.ts";
import { demoCast, type DemoPerson } from "./demo-cast.ts";
import { extendByOperator } from "./extensions.ts";
import { approveGrant, proposeGrant } from "./grants.ts";
import { inviteOfficial } from "./invite-official.ts";
import { inviteAdministrator, type Administration } from "./operator.ts";
import { registerAgent } from "./register-agent.ts";
import type { AccountServices } from "./services.ts";
import { endSessions, sessionsOf } from "./sessions.ts";
import { proposeTotp } from "./totp.ts";

export interface DemoServices extends AccountServices, FileServices {
  readonly catalogue: AccountServices["catalogue"] & FileServices["catalogue"];
  readonly clock: Clock;
}

/** What somebody types who tries the program. */
export interface DemoCredentials {
  readonly title: string;
  readonly login: string;
  readonly password: string;
  /** Key of the authenticator. */
  readonly key: string;
  readonly recoveryCodes: readonly string[];
  /** Organisation that the agent acts for. */
  readonly uscc: string | null;
}

const stepMs = totpSeconds * 1000;
const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
const newPassword = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 5 }, () => alphabet.charAt(randomInt(alphabet.length))).join(""),
  ).join("-");

/** What a handler is handed when this command does what a page would do. */
const askFor = <A extends Action>(
  services: DemoServices,
  actor: Actor,
  action: A,
): Ask<A> & Pick<OpenAsk, "session"> => {
  const standing = standingFor(actor, action);
  if (standing === null) throw problem("access.refused");
  const at = services.clock.now();
  const caller = { requestId: "demo", address: "127.0.0.1", userAgent: "npm run accounts", origin: services.origin };
  // it decides on the objects of its own action
  return openAsk({ action, actor, standing, at, kept: null, ...caller }) as never;
};

/**
 * @throws Error in plain words unless the database holds nothing but the demonstration set, and what its own accounts sent
 */
const assertDemonstration = async ({ database }: DemoServices): Promise<void> => {
  const { rows } = await database.pool.query<{ demonstration: number; others: number; administrators: number }>(
    `select count(*) filter (where b.demonstration)::integer as demonstration,
       count(*) filter (where not b.demonstration and not exists (
         select from upload u join account a on a.account_id = u.account_id where u.batch_id = b.batch_id and a.login = any ($1)))::integer as others,
       (select count(*)::integer from account_grant g join account a on a.account_id = g.account_id
        where g.by_operator and a.login <> all ($1)) as administrators
     from batch b`,
    [demoCast.map(({ login }) => login)],
  );
  const { demonstration, others, administrators } = rows[0]!;
  if (others > 0)
    throw new Error(
      "this database holds data that were sent to it: demonstration accounts are made beside the demonstration set only",
    );
  if (administrators > 0)
    throw new Error(
      "this database has administrators of its own: demonstration accounts are made beside the demonstration set only",
    );
  if (demonstration === 0)
    throw new Error(
      "this database doesn't hold the demonstration set: start the program once with an empty DATA_DIR and without DEMO=off, then run this again",
    );
};

/** A link for an account that is there, whatever was done to it since; null: it isn't there. */
const linkAgain = async ({ database, origin }: DemoServices, login: string, by: { actor: Actor; at: Date }) => {
  const account = await database.sql.selectFrom("account").selectAll().where("login", "=", login).executeTakeFirst();
  if (!account) return null;
  return transact(database, by, async (tx) => {
    const columns = { state: "invited" as const, password_hash: null };
    await tx.sql.updateTable("account").set(columns).where("account_id", "=", account.account_id).execute();
    const { until } = await extendByOperator(tx, account.account_id);
    const { answer, data } = await resetAccount(tx, { ...account, ...columns, valid_until: until }, origin);
    tx.note({ action: "account.factors-reset", object: `account:${account.account_id}`, data });
    return answer.link;
  });
};

/** Credentials of the account, and its actor. The code is that of the step before, so that the present one is still to be used. */
const begin = async (
  services: DemoServices,
  { login, title, displayName }: DemoPerson,
  link: string | null,
): Promise<{ actor: AccountActor; credentials: DemoCredentials }> => {
  const { key, enrolment } = proposeTotp(services, login);
  const ask = askFor(services, { kind: "public" }, "session.begin");
  const totp = new TOTP({ secret: Secret.fromBase32(key.replaceAll(" ", "")) });
  const password = newPassword();
  const typed = { password, enrolment, code: totp.generate({ timestamp: ask.at.getTime() - stepMs }) };
  const { recoveryCodes } =
    link === null
      ? await registerAgent({ ...services, selfRegistration: true }, { ...typed, login, displayName, contact: "" }, ask)
      : await acceptInvitation(services, { ...typed, token: link.slice(-43) }, ask);
  const token = ask.session !== null && ask.session !== "ended" ? ask.session.token : "";
  const actor = await sessionsOf(services.database).find(token, services.clock.now());
  if (!actor) throw new Error(`${login} could not be signed in`);
  return { actor, credentials: { title, login, password, key, recoveryCodes, uscc: null } };
};

const isAdministration = (role: string | null): role is Administration =>
  role !== null && (administrations as readonly string[]).includes(role);

/** Gives the role unless it is in force, as the workbench would: proposed by one, approved by another. */
const giveRole = async (
  services: DemoServices,
  { role, source, region }: DemoPerson,
  { to, proposer, approver }: { to: AccountActor; proposer: AccountActor; approver: AccountActor },
): Promise<void> => {
  if (role === null || to.grants.some((grant) => grant.role === role)) return;
  const place = { source: source ?? null, region: region ?? null };
  const proposed = { accountId: to.accountId, role, ...place, reason: "演示 · demonstration" };
  const { grantId } = await proposeGrant(services, proposed, askFor(services, proposer, "grant.propose"));
  await approveGrant(services, grantId, askFor(services, approver, "grant.approve"));
};

/** A mandate for the organisation with the most records, confirmed at the window. @returns its code */
const giveMandate = async (services: DemoServices, agent: AccountActor, window: AccountActor): Promise<string> => {
  const [inForce] = agent.mandates;
  if (inForce) return inForce.uscc;
  const { rows } = await services.database.pool.query<{ uscc: string }>(
    `select o.uscc from organisation o where o.registered and o.kind = 'enterprise'
     order by (select count(*) from record r where r.organisation_id = o.organisation_id) desc, o.uscc limit 1`,
  );
  const uscc = rows[0]?.uscc;
  if (uscc === undefined) throw new Error("the demonstration set has no enterprise");
  const today = dayInShanghai(services.clock.now());
  const letter = { code: uscc, letterNumber: "演示授权书第1号", letterDate: today };
  const { mandateId } = await askMandate(services, letter, askFor(services, agent, "mandate.ask"));
  const lastDay = latestEnd(services.catalogue.limits.get("MANDATE_MAX"), today);
  await confirmMandate(
    services,
    { uscc, mandateId, documentKind: "letterOfAuthority", documentNumber: letter.letterNumber, lastDay },
    askFor(services, window, "mandate.decide"),
  );
  return uscc;
};

/**
 * One account for each role and an agent, for people who try the program: made as such accounts are made anywhere, by the verbs that the pages use. Running it
 * again gives the same accounts new passwords, keys and codes.
 * @throws Error in plain words where the database holds anything else
 */
export const makeDemoAccounts = async (services: DemoServices, operator: Actor): Promise<DemoCredentials[]> => {
  await assertDemonstration(services);
  const { database, clock } = services;
  const by = () => ({ actor: operator, at: clock.now() });
  const actors = new Map<string, AccountActor>();
  const all: DemoCredentials[] = [];
  const actorOf = (login: string): AccountActor => {
    const actor = actors.get(login);
    if (!actor) throw new Error(`${login} has to come first`);
    return actor;
  };
  for (const person of demoCast as readonly DemoPerson[]) {
    const { login, role } = person;
    let link = await linkAgain(services, login, by());
    if (link === null && isAdministration(role))
      ({ link } = await inviteAdministrator(services, { ...person, role, contact: "" }, by()));
    if (link === null && role !== null)
      ({ link } = await inviteOfficial(
        services,
        { ...person, contact: "" },
        askFor(services, actorOf("demo-system"), "account.invite"),
      ));
    const { actor, credentials } = await begin(services, person, link);
    actors.set(login, actor);
    if (!isAdministration(role)) {
      const people = { to: actor, proposer: actorOf("demo-system"), approver: actorOf("demo-security") };
      await giveRole(services, person, people);
    }
    all.push(credentials);
  }
  // the window's role came after its session began, and is read anew
  const window = { ...actorOf("demo-window"), grants: [{ role: "windowClerk", source: null, region: null }] } as const;
  const uscc = await giveMandate(services, actorOf("demo-agent"), window);
  await transact(database, by(), async (tx) => {
    for (const { accountId } of actors.values()) await endSessions(tx, { accountId }, "signedOut", tx.at);
    tx.note({ action: "account.demonstration-made", object: "account:demonstration", data: { accounts: actors.size } });
  });
  return all.map((credentials) => (credentials.login === "demo-agent" ? { ...credentials, uscc } : credentials));
};
