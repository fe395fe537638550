import { randomUUID } from "node:crypto";
import type * as api from "@chengxin/domain/authorisation/api.ts";
import { isForAuthorised, isShareable, itemsFault } from "@chengxin/domain/authorisation/authorisation.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { isEnd, latestEnd } from "@chengxin/domain/mandate/mandate-flow.ts";
import { foldName } from "@chengxin/domain/organisation/fold-name.ts";
import { readUscc } from "@chengxin/domain/organisation/uscc.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type { FileServices } from "../mandate/services.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact, type Database } from "../platform/db.ts";
import { authorisationView, getAuthorisation } from "./authorisations.ts";
import { holdMandate } from "./hold-mandate.ts";

const shareableItems = ({ items }: Catalogue) => [...items.values()].filter(isShareable);
const latestDay = ({ limits }: Catalogue, today: PlainDate) => latestEnd(limits.get("AUTHORISATION_MAX"), today);

/** What the form offers. */
export const listChoices = (
  { catalogue }: FileServices,
  { uscc }: RouteArgs<typeof api.listChoices>,
  ask: Ask<"authorisation.list-given">,
): Promise<RouteAnswer<typeof api.listChoices>> => {
  ask.permit({ uscc });
  const today = dayInShanghai(ask.at);
  return Promise.resolve({
    items: shareableItems(catalogue).flatMap(({ id, name, disclosure }) =>
      disclosure === "government" ? [] : [{ id, name, disclosure }],
    ),
    purposes: [...catalogue.purposes.values()].filter(isForAuthorised).map(({ id, name }) => ({ id, name })),
    today,
    latest: latestDay(catalogue, today),
  });
};

interface Recipient {
  readonly organisation_id: number;
  readonly uscc: string;
  readonly name: string;
  readonly name_folded: string;
}

/** Who is meant: code and name must agree, for there are organisations of the same name. @throws Problem as `grantAuthorisation` */
const findRecipient = async (database: Database, code: string, name: string): Promise<Recipient> => {
  const reading = readUscc(code);
  if (!reading.ok) throw problem("organisation.code_invalid", { fault: reading.problem, field: "recipient" });
  const { rows } = await database.pool.query<Recipient>(
    `select o.organisation_id, o.uscc, o.name, o.name_folded
     from organisation_directory d join organisation o on o.organisation_id = d.organisation_id where d.uscc = $1 and o.registered`,
    [reading.uscc],
  );
  const [recipient] = rows;
  if (!recipient) throw problem("authorisation.recipient_unknown", { field: "recipient" });
  if (foldName(name) !== recipient.name_folded) throw problem("authorisation.name_differs", { field: "recipientName" });
  return recipient;
};

type Asked = RouteArgs<typeof api.grantAuthorisation>;

/** @throws Problem authorisation.item_not_shareable, .everything, .purpose_unknown, .end_invalid */
const checkScope = (catalogue: Catalogue, { items, purpose, lastDay }: Asked, today: PlainDate) => {
  const shareable = shareableItems(catalogue);
  const fault = itemsFault(
    items,
    shareable.map(({ id }) => id),
  );
  if (fault?.code === "authorisation.everything") throw problem(fault.code, { field: "items" });
  if (fault) throw problem(fault.code, { item: fault.item, field: "items" });
  const known = catalogue.purposes.get(purpose);
  if (!known || !isForAuthorised(known)) throw problem("authorisation.purpose_unknown", { field: "purpose" });
  const latest = latestDay(catalogue, today);
  if (!isEnd(lastDay, today, latest)) throw problem("authorisation.end_invalid", { latest, field: "lastDay" });
  return { items: shareable.filter(({ id }) => items.includes(id)), purpose: known };
};

/** All that must hold before anybody is let in. @throws Problem as `grantAuthorisation` */
const check = async ({ database, catalogue }: FileServices, asked: Asked, ask: Ask<"authorisation.grant">) => {
  ask.permit({ uscc: asked.uscc });
  const organisationId = await getOrganisationId(database, asked.uscc, null);
  const recipient = await findRecipient(database, asked.recipient, asked.recipientName);
  if (recipient.organisation_id === organisationId)
    throw problem("authorisation.recipient_itself", { field: "recipient" });
  return { organisationId, recipient, ...checkScope(catalogue, asked, dayInShanghai(ask.at)) };
};

/** What would be authorised, in the platform's own words. Nothing happens by it. */
export const previewAuthorisation = async (
  services: FileServices,
  asked: RouteArgs<typeof api.previewAuthorisation>,
  ask: Ask<"authorisation.grant">,
): Promise<RouteAnswer<typeof api.previewAuthorisation>> => {
  const { recipient, items, purpose } = await check(services, asked, ask);
  return { recipient, items, purpose, until: asked.lastDay };
};

/**
 * An agent lets a named organisation read. Never everything, never without an end; the database refuses both too.
 * @throws Problem object.not_found, organisation.code_invalid, authorisation.recipient_unknown, .recipient_itself, .name_differs, .item_not_shareable,
 * .everything, .purpose_unknown, .end_invalid
 */
export const grantAuthorisation = async (
  services: FileServices,
  asked: Asked,
  ask: Ask<"authorisation.grant">,
): Promise<RouteAnswer<typeof api.grantAuthorisation>> => {
  const { database, catalogue } = services;
  const { organisationId, recipient, ...scope } = await check(services, asked, ask);
  const authorisationId = randomUUID();
  const items = scope.items.map(({ number }) => number);
  const { accountId } = ask.account();
  await transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    const mandate = await holdMandate(tx, organisationId, ask);
    await tx.sql
      .insertInto("authorisation")
      .values({
        organisation_id: organisationId,
        authorisation_id: authorisationId,
        recipient_id: recipient.organisation_id,
        items,
        purpose: asked.purpose,
        granted_at: tx.at,
        granted_by: accountId,
        until: asked.lastDay,
      })
      .execute();
    tx.note({
      action: "authorisation.granted",
      object: `authorisation:${authorisationId}`,
      organisationId,
      role: ask.standing,
      data: {
        recipient: recipient.uscc,
        items,
        purpose: asked.purpose,
        until: asked.lastDay,
        mandate,
      },
    });
  });
  const stored = await getAuthorisation(database.pool, organisationId, authorisationId);
  return authorisationView(catalogue, stored, dayInShanghai(ask.at));
};
