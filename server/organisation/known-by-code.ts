import { kindOfUscc, regionOfUscc } from "@chengxin/domain/organisation/uscc.ts";
import type { Tx } from "../platform/db.ts";

/*
 * Whoever asks for an organisation by its code must not learn from the answer whether the platform knows it: about many it holds nothing public. So a code that nobody
 * reported stands in the register too once it was asked for. Until a record or base data name it, it is called by its code; like any organisation without public
 * records it is shown nowhere.
 */

/** Is it called by its code, for want of a name? */
export const isUnnamed = ({ uscc, name }: { readonly uscc: string; readonly name: string }): boolean => name === uscc;

/** The number of the organisation that has this code, whether anybody has reported it or not. @param uscc as it is written: valid */
export const organisationOfCode = async ({ client, at }: Pick<Tx, "client" | "at">, uscc: string): Promise<number> => {
  const { rows: made } = await client.query<{ organisation_id: number }>(
    "insert into organisation_directory (uscc) values ($1) on conflict do nothing returning organisation_id",
    [uscc],
  );
  const [fresh] = made;
  if (fresh) {
    await client.query(
      `insert into organisation (organisation_id, uscc, name, name_folded, initials, kind, status, region_code, registered, first_known_at)
       values ($1, $2, $2, $2, $2, $3, 'unknown', $4, false, $5)`,
      [fresh.organisation_id, uscc, kindOfUscc(uscc), Number(regionOfUscc(uscc)), at],
    );
    return fresh.organisation_id;
  }
  const { rows } = await client.query<{ organisation_id: number }>(
    "select organisation_id from organisation_directory where uscc = $1",
    [uscc],
  );
  return rows[0]!.organisation_id;
};
