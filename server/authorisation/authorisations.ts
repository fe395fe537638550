import type { Authorisation } from "@chengxin/domain/authorisation/api.ts";
import { authorisationState } from "@chengxin/domain/authorisation/authorisation.ts";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type { Queryable } from "../dossier/read-file.ts";
import { accountNumber } from "../mandate/account-number.ts";
import { itemsByNumber } from "../organisation/summary.ts";

export interface AuthorisationRow {
  readonly organisation_id: number;
  readonly authorisation_id: string;
  readonly recipient_id: number;
  readonly items: readonly number[];
  readonly purpose: string;
  readonly granted_at: Date;
  readonly granted_by: string;
  readonly until: PlainDate;
  readonly revoked_at: Date | null;
  readonly grantor_uscc: string;
  readonly grantor_name: string;
  readonly recipient_uscc: string;
  readonly recipient_name: string;
  readonly uses: number;
  readonly last_used_at: Date | null;
}

/** SQL: authorisations `z` with both names and how often each was used; uses are entries of the grantor's chain. */
export const authorisations = `
  select z.*, g.uscc as grantor_uscc, g.name as grantor_name, r.uscc as recipient_uscc, r.name as recipient_name, u.uses, u.last_used_at
  from authorisation z
  join organisation g on g.organisation_id = z.organisation_id
  join organisation r on r.organisation_id = z.recipient_id
  cross join lateral (
    select count(*) as uses, max(e.at) as last_used_at from event e
    where e.organisation_id = z.organisation_id and e.purpose is not null and e.basis = 'authorisation:' || z.authorisation_id) u`;

export const authorisationView = (catalogue: Catalogue, row: AuthorisationRow, today: PlainDate): Authorisation => {
  const items = itemsByNumber(catalogue);
  const purpose = catalogue.purposes.get(row.purpose)?.name ?? { zh: row.purpose, en: row.purpose };
  return {
    authorisationId: row.authorisation_id,
    number: row.authorisation_id.slice(0, 8).toUpperCase(),
    grantor: { uscc: row.grantor_uscc, name: row.grantor_name },
    recipient: { uscc: row.recipient_uscc, name: row.recipient_name },
    items: row.items.map((number) => {
      const item = items.get(number);
      return { id: item?.id ?? String(number), name: item?.name ?? { zh: String(number), en: String(number) } };
    }),
    purpose: { id: row.purpose, name: purpose },
    grantedAt: row.granted_at.toISOString(),
    grantedBy: accountNumber(row.granted_by),
    until: row.until,
    state: authorisationState({ until: row.until, revoked: row.revoked_at !== null }, today),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    uses: row.uses,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
};

/** @throws Problem object.not_found */
export const getAuthorisation = async (
  on: Queryable,
  organisationId: number,
  authorisationId: string,
): Promise<AuthorisationRow> => {
  const { rows } = await on.query<AuthorisationRow>({
    text: `${authorisations} where z.organisation_id = $1 and z.authorisation_id = $2`,
    values: [organisationId, authorisationId],
  });
  if (!rows[0]) throw problem("object.not_found");
  return rows[0];
};
