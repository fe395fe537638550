import { randomUUID } from "node:crypto";
import { scopeOfRole } from "@chengxin/domain/access/actor.ts";
import type { proposeGrant as proposeRoute } from "@chengxin/domain/account/administration-api.ts";
import { problem, type ProblemCode } from "@chengxin/domain/problem.ts";
import type { RouteArgs } from "@chengxin/domain/route.ts";
import type { Updateable } from "kysely";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact, type Tx } from "../platform/db.ts";
import type { AccountGrant } from "../platform/tables.gen.ts";
import { refuseIdentityNumbers } from "../platform/typed-text.ts";
import { assertStep } from "./assert-step.ts";
import { lockAccount } from "./change-account.ts";
import { keepReason } from "./reasons.ts";
import { sealGrantReason } from "./sealed-names.ts";
import type { AccountServices } from "./services.ts";

/** What the database refuses (migration 0005), in the words of the program. */
const meanings: Readonly<Record<string, ProblemCode>> = {
  grant_exclusive: "grant.excluded",
  grant_official: "account.state",
  grant_proposer: "access.refused",
  grant_approver: "access.refused",
};

const inWords = (error: unknown): unknown => {
  const { constraint } = error as { constraint?: string };
  const code = constraint === undefined || !Object.hasOwn(meanings, constraint) ? undefined : meanings[constraint];
  return code === undefined ? error : problem(code);
};

const write = async <T>(services: AccountServices, ask: Pick<Ask, "actor" | "at">, work: (tx: Tx) => Promise<T>) => {
  try {
    return await transact(services.database, { actor: ask.actor, at: ask.at }, work);
  } catch (error) {
    throw inWords(error);
  }
};

/** Roles that have run out make room for the same role again. */
export const closeExpired = (tx: Tx, accountId: string): Promise<unknown> =>
  tx.sql
    .updateTable("account_grant")
    .set({ ended_at: tx.at, ended_why: "expired" })
    .where("account_id", "=", accountId)
    .where("ended_at", "is", null)
    .where("valid_until", "<=", tx.at)
    .execute();

type Proposed = Omit<RouteArgs<typeof proposeRoute>, "accountId">;

const assertScope = (
  { catalogue }: Pick<AccountServices, "catalogue">,
  { role, source, region }: Pick<Proposed, "role" | "source" | "region">,
): void => {
  const scope = scopeOfRole[role];
  const right =
    (scope === "source" ? source !== null && catalogue.sources.has(source) : source === null) &&
    (scope === "region" ? region !== null && catalogue.regions.has(region) : region === null);
  if (!right) throw problem("grant.scope");
};

/**
 * A role for somebody, in force only when another person approved it. It lasts as long as the account.
 * @throws Problem object.not_found, account.state, grant.scope, grant.excluded, text.identity_number
 */
export const proposeGrant = (
  services: AccountServices,
  { accountId, ...proposed }: RouteArgs<typeof proposeRoute>,
  ask: Ask<"grant.propose">,
): Promise<{ grantId: string }> => {
  ask.permit({ accountId });
  assertScope(services, proposed);
  refuseIdentityNumbers(dayInShanghai(ask.at), { reason: proposed.reason });
  return write(services, ask, async (tx) => {
    const account = await lockAccount(tx, accountId);
    await assertStep(tx, account, "propose");
    await closeExpired(tx, accountId);
    const grantId = randomUUID();
    const { role, source, region, reason } = proposed;
    await tx.sql
      .insertInto("account_grant")
      .values({
        role,
        source,
        region,
        reason_sealed: sealGrantReason(services.keys, grantId, reason),
        grant_id: grantId,
        account_id: accountId,
        proposed_by: ask.account().accountId,
        proposed_at: tx.at,
        valid_until: account.valid_until,
      })
      .execute();
    tx.note({
      action: "grant.proposed",
      object: `account:${accountId}`,
      role: ask.standing,
      data: { grant: grantId, role, source, region },
    });
    return { grantId };
  });
};

interface Reasoned {
  readonly grantId: string;
  readonly reason: string;
}

type Deciding = Omit<Ask, "permit"> & {
  permit(object: { readonly accountId: string; readonly proposedBy: string | null }): void;
};

/** One step of a stored grant. The account is locked before the grant, as everywhere. */
const step = (
  services: AccountServices,
  grantId: string,
  ask: Deciding,
  { action, reason }: { action: string; reason?: string },
  decide: (grant: Grant, account: Awaited<ReturnType<typeof lockAccount>>, at: Date) => Updateable<AccountGrant>,
): Promise<{ done: true }> =>
  write(services, ask, async (tx) => {
    refuseIdentityNumbers(dayInShanghai(tx.at), { reason });
    const found = await grantOf(tx, grantId).executeTakeFirst();
    if (!found) throw problem("object.not_found");
    ask.permit({ accountId: found.account_id, proposedBy: found.proposed_by });
    const account = await lockAccount(tx, found.account_id);
    const grant = await grantOf(tx, grantId).forUpdate().executeTakeFirstOrThrow();
    if (grant.ended_at !== null || grant.valid_until <= tx.at) throw problem("grant.state");
    await tx.sql
      .updateTable("account_grant")
      .set(decide(grant, account, tx.at))
      .where("grant_id", "=", grantId)
      .execute();
    const { role, source, region, account_id: accountId } = grant;
    const by = ask.account().accountId;
    const why = reason === undefined ? {} : await keepReason(tx, services.keys, { accountId, action, by, reason });
    tx.note({
      action,
      object: `account:${accountId}`,
      role: ask.standing,
      data: { grant: grantId, role, source, region, ...why },
    });
    return { done: true as const };
  });

const grantOf = (tx: Tx, grantId: string) =>
  tx.sql.selectFrom("account_grant").selectAll().where("grant_id", "=", grantId);
type Grant = NonNullable<Awaited<ReturnType<ReturnType<typeof grantOf>["executeTakeFirst"]>>>;

/**
 * The second person's yes. Only to an account whose owner has begun it: a role never waits for whoever holds an unused link.
 * @throws Problem object.not_found (own proposal, own account too), grant.state, grant.excluded, account.state
 */
export const approveGrant = (
  services: AccountServices,
  grantId: string,
  ask: Ask<"grant.approve">,
): Promise<{ done: true }> =>
  step(services, grantId, ask, { action: "grant.approved" }, (grant, account, at) => {
    if (grant.approved_at !== null) throw problem("grant.state");
    if (account.state !== "active" || account.valid_until <= at) throw problem("account.state");
    return { approved_by: ask.account().accountId, approved_at: at, valid_until: account.valid_until };
  });

const ended = (ask: Pick<Ask, "account">, why: "refused" | "withdrawn" | "ended", at: Date) => ({
  ended_at: at,
  ended_by: ask.account().accountId,
  ended_why: why,
});

/** @throws Problem object.not_found, grant.state, text.identity_number */
export const refuseGrant = (
  services: AccountServices,
  { grantId, reason }: Reasoned,
  ask: Ask<"grant.refuse">,
): Promise<{ done: true }> =>
  step(services, grantId, ask, { action: "grant.refused", reason }, (grant, _account, at) => {
    if (grant.approved_at !== null) throw problem("grant.state");
    return ended(ask, "refused", at);
  });

/** Ends a role, from the next request on, or takes back its proposal. @throws Problem object.not_found, grant.state, text.identity_number */
export const endGrant = (
  services: AccountServices,
  { grantId, reason }: Reasoned,
  ask: Ask<"grant.end">,
): Promise<{ done: true }> =>
  step(services, grantId, ask, { action: "grant.ended", reason }, (grant, _account, at) =>
    ended(ask, grant.approved_at === null ? "withdrawn" : "ended", at),
  );
