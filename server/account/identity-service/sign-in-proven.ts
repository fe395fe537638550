import { randomBytes, randomUUID } from "node:crypto";
import { accountDays } from "@chengxin/domain/account/session-limits.ts";
import { problem } from "@chengxin/domain/problem.ts";
import { readUscc } from "@chengxin/domain/organisation/uscc.ts";
import type { Ask } from "../../platform/ask.ts";
import type { Tx } from "../../platform/db.ts";
import { factorsOf } from "../factors.ts";
import { sealName } from "../sealed-names.ts";
import { completeSignIn, type SigningIn } from "../second-step.ts";
import type { AccountServices } from "../services.ts";
import { beginSession } from "../sessions.ts";
import type { Refusal, Step } from "./answer-identity.ts";
import { identityServiceOf } from "./begin-identity.ts";
import { addIdentity, findIdentity, markUsed } from "./identities.ts";
import type { Proven } from "./provider.ts";

/** Signs in whom the identity service has recognised: fully when both factors were shown there, else the second follows here. */
export const signInProven = async (
  services: AccountServices,
  tx: Tx,
  ask: Ask,
  proven: Proven,
): Promise<Step | Refusal> => {
  const { settings } = identityServiceOf(services);
  const found = await findIdentity(services.keys, tx, settings.issuer, proven.subject);
  if (found && (found.state !== "active" || found.valid_until <= tx.at))
    return { problem: "identity.no_account", why: "account", accountId: found.account_id };
  const account = found ?? (await newAgent(services, tx, proven));
  if (!account) return { problem: "identity.no_account", why: "unlinked" };

  const organisation = account.kind === "agent" ? await assertedOrganisation(tx, proven.uscc) : null;
  await markUsed(tx, account.account_id, settings.issuer);
  const noteAssertion = (): void => {
    if (organisation)
      tx.note({
        action: "mandate.asserted",
        object: `account:${account.account_id}`,
        organisationId: organisation.organisation_id,
        data: { by: settings.issuer },
      });
  };
  if (proven.twoFactors) {
    noteAssertion();
    const step = await completeSignIn(services, tx, ask, account, "identityService", organisation?.uscc);
    return { did: "signedIn", ...step };
  }
  const factors = await factorsOf(tx.sql, account.account_id);
  if (factors.length === 0) return { problem: "identity.one_factor", why: "oneFactor", accountId: account.account_id };
  noteAssertion();
  await beginSession(tx, ask, {
    account,
    method: "identityService",
    full: false,
    ...(organisation ? { assertedUscc: organisation.uscc } : {}),
  });
  tx.note({ action: "session.half-started", object: `account:${account.account_id}`, data: { by: settings.issuer } });
  return { did: "signedIn", next: "secondFactor", factors };
};

/** The organisation that the service says the agent acts for, where the platform knows it. */
const assertedOrganisation = async (tx: Tx, claimed: string | null) => {
  const reading = claimed === null ? null : readUscc(claimed);
  if (!reading?.ok) return null;
  return tx.sql
    .selectFrom("organisation_directory")
    .select(["organisation_id", "uscc"])
    .where("uscc", "=", reading.uscc)
    .executeTakeFirst();
};

const namesOrganisation = ({ uscc }: Proven): boolean => uscc !== null && readUscc(uscc).ok;

/**
 * An agent's account for somebody who comes for the first time, where that is allowed. It has no password: the identity service is its way in. The service has to say for
 * which organisation they act: of anybody else nobody here knows whether they are an official who has yet to link the identity (docs/decisions/0019).
 */
const newAgent = async (services: AccountServices, tx: Tx, proven: Proven): Promise<SigningIn | null> => {
  const { settings } = identityServiceOf(services);
  if (!services.selfRegistration || !settings.newAgents || !proven.twoFactors || !namesOrganisation(proven))
    return null;
  const accountId = randomUUID();
  const account = {
    account_id: accountId,
    login: `id-${randomBytes(8).toString("hex")}`,
    kind: "agent" as const,
  };
  await tx.sql
    .insertInto("account")
    .values({
      ...account,
      display_name_sealed: sealName(services.keys, "displayName", accountId, (proven.name ?? "经办人").slice(0, 60)),
      contact_sealed: sealName(services.keys, "contact", accountId, ""),
      unit: "",
      state: "active",
      by_identity_service: true,
      created_at: tx.at,
      valid_until: new Date(tx.at.getTime() + accountDays * 86_400_000),
    })
    .execute();
  // Somebody who comes for the first time twice at the same moment gets one account, not a second that nothing leads into.
  if (!(await addIdentity(services.keys, tx, { accountId, issuer: settings.issuer, subject: proven.subject })))
    throw problem("identity.linked_already");
  tx.note({ action: "account.registered", object: `account:${accountId}`, data: { by: settings.issuer } });
  return { ...account, must_change_password: false, last_sign_in_at: null };
};
