import type { listOwnOrganisations as route } from "@chengxin/domain/dossier/readers-api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type { FileServices } from "../mandate/services.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { inSnapshot } from "../platform/snapshot.ts";
import type { ChainChecks } from "./chain-checks.ts";
import { countReaders } from "./count-readings.ts";
import { purposesOf } from "./reading-rows.ts";

const organisations = `
  select o.organisation_id as "organisationId", o.uscc, o.name, m.until,
    (select count(*) from authorisation a where a.organisation_id = o.organisation_id and a.revoked_at is null and a.until >= $2) as given,
    (select count(*) from authorisation a where a.recipient_id = o.organisation_id and a.revoked_at is null and a.until >= $2) as received
  from organisation o left join mandate m on m.organisation_id = o.organisation_id and m.mandate_id = any ($3::uuid[])
  where o.organisation_id = any ($1::integer[]) order by o.name, o.uscc`;

interface Row {
  readonly organisationId: number;
  readonly uscc: string;
  readonly name: string;
  readonly until: PlainDate | null;
  readonly given: number;
  readonly received: number;
}

/** For whom this account acts now, and how much is new. */
export const listOwnOrganisations = (
  { database, catalogue, chains }: Pick<FileServices, "database" | "catalogue"> & { readonly chains: ChainChecks },
  ask: Ask<"dossier.list-own">,
): Promise<RouteAnswer<typeof route>> =>
  inSnapshot(database, async (client) => {
    const { accountId, mandates } = ask.account();
    const today = dayInShanghai(ask.at);
    const { rows } = await client.query<Row>(organisations, [
      mandates.map((mandate) => mandate.organisationId),
      today,
      mandates.map(({ mandateId }) => mandateId),
    ]);
    const items = [];
    for (const { organisationId, ...row } of rows) {
      const of = { organisationId, accountId, today, purposes: purposesOf(catalogue) };
      items.push({ ...row, news: (await countReaders(client, of, chains.counted(organisationId, ask.at))).news });
    }
    return { items };
  });
