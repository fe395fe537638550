import { randomInt } from "node:crypto";
import type { listCanaries, makeCanary, retireCanary } from "@chengxin/domain/audit/alerts-api.ts";
import { foldName } from "@chengxin/domain/organisation/fold-name.ts";
import { innerCodeValid, usccCheckCharacter } from "@chengxin/domain/organisation/uscc.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import { initialsOf } from "../intake/initials.ts";
import { actorText } from "../platform/actor-text.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { transact, type Database, type Tx } from "../platform/db.ts";
import { refuseIdentityNumbers } from "../platform/typed-text.ts";
import { namedAccounts } from "./named-accounts.ts";

/*
 * Canaries are the auditor's, not the security administrator's: who hands out rights is among those whose reading is watched, and the fewer know, the more a touch says.
 */

const letters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/**
 * A code of an enterprise of the city that nobody has: valid, and drawn from so many (31^8) that no real one will meet it.
 * @param region six digits
 */
export const inventCode = (region: string, random: (below: number) => number = randomInt): string => {
  const body = Array.from({ length: 8 }, () => letters.charAt(random(letters.length))).join("");
  const first17 = [...letters].map((letter) => `91${region}${body}${letter}`).find(innerCodeValid);
  const check = first17 === undefined ? null : usccCheckCharacter(first17);
  return first17 === undefined || check === null ? inventCode(region, random) : first17 + check;
};

/** As an organisation looks that is known from a record alone. */
const store = async ({ client, at }: Tx, name: string, uscc: string, region: string): Promise<number | null> => {
  const folded = foldName(name);
  const { rows } = await client.query<{ organisation_id: number }>(
    `insert into organisation_directory (uscc) select $1
     where not exists (select from organisation where name_folded = $2) and not exists (select from organisation_name where name_folded = $2)
     on conflict do nothing returning organisation_id`,
    [uscc, folded],
  );
  const id = rows[0]?.organisation_id;
  if (id === undefined) return null;
  await client.query(
    `insert into organisation (organisation_id, uscc, name, name_folded, initials, kind, status, region_code, registered, first_known_at)
     values ($1, $2, $3, $4, $5, 'enterprise', 'unknown', $6, false, $7)`,
    [id, uscc, name, folded, initialsOf(folded), Number(region), at],
  );
  return id;
};

/**
 * Invents an organisation whose reading raises an alert. It has neither base data of a registration authority nor a public record, and so stands in no public
 * search, page, statistic or dump.
 * @param region division of the city, six digits
 * @throws Problem canary.name_taken
 */
export const make = (
  database: Database,
  region: string,
  { name }: RouteArgs<typeof makeCanary>,
  ask: Ask,
): Promise<RouteAnswer<typeof makeCanary>> =>
  transact(database, { actor: ask.actor, at: ask.at }, async (tx) => {
    const uscc = inventCode(region);
    const organisationId = await store(tx, name, uscc, region);
    if (organisationId === null) throw problem("canary.name_taken");
    await tx.client.query("insert into canary (organisation_id, made_at, made_by) values ($1, $2, $3)", [
      organisationId,
      tx.at,
      actorText(ask.actor),
    ]);
    // In no chain but the platform's own: an organisation's events may be shown to others than auditors.
    tx.note({ action: "canary.made", object: `canary:${organisationId}`, role: ask.standing, data: {} });
    return { organisationId, uscc };
  });

/** The reason stays with the canary; the event holds none of it. @throws Problem object.not_found, also for one that is retired already; text.identity_number */
export const retire = async (
  database: Database,
  { organisationId, reason }: RouteArgs<typeof retireCanary>,
  ask: Ask,
): Promise<RouteAnswer<typeof retireCanary>> => {
  refuseIdentityNumbers(dayInShanghai(ask.at), { reason });
  return transact(database, { actor: ask.actor, at: ask.at }, async ({ client, at, note }) => {
    const { rowCount } = await client.query(
      "update canary set retired_at = $2, retired_by = $3, retired_because = $4 where organisation_id = $1 and retired_at is null",
      [organisationId, at, actorText(ask.actor), reason],
    );
    if (rowCount === 0) throw problem("object.not_found");
    note({ action: "canary.retired", object: `canary:${organisationId}`, role: ask.standing, data: {} });
    return {};
  });
};

interface CanaryRow {
  readonly organisation_id: number;
  readonly uscc: string;
  readonly name: string;
  readonly made_at: Date;
  readonly made_by: string;
  readonly retired_at: Date | null;
  readonly retired_by: string | null;
  readonly retired_because: string | null;
  readonly alerts: number;
  readonly visible: boolean;
}

/** All canaries, the newest first. @param today decides whether one has become public through somebody's report */
export const findCanaries = async (
  database: Pick<Database, "pool">,
  today: PlainDate,
): Promise<RouteAnswer<typeof listCanaries>> => {
  const { rows } = await database.pool.query<CanaryRow>(
    `select c.organisation_id, o.uscc, o.name, c.made_at, c.made_by, c.retired_at, c.retired_by, c.retired_because,
       (select count(*)::integer from alert a where a.rule = 'canary' and a.organisation_id = c.organisation_id) as alerts,
       o.registered or exists (select from public_record_on($1) r where r.organisation_id = c.organisation_id) as visible
     from canary c join organisation o on o.organisation_id = c.organisation_id order by c.made_at desc, c.organisation_id desc`,
    [today],
  );
  return {
    accounts: await namedAccounts(
      database,
      rows.flatMap((row) => [row.made_by, row.retired_by]),
    ),
    items: rows.map((row) => ({
      organisationId: row.organisation_id,
      uscc: row.uscc,
      name: row.name,
      madeAt: row.made_at.toISOString(),
      madeBy: row.made_by,
      retiredAt: row.retired_at?.toISOString() ?? null,
      retiredBy: row.retired_by,
      retiredBecause: row.retired_because,
      alerts: row.alerts,
      visible: row.visible,
    })),
  };
};
