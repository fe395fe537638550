import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { ReaderRelation } from "@chengxin/domain/dossier/readers-api.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import type { FileClass } from "@chengxin/domain/dossier/file.ts";

/** Whose readings are listed, for whom, as of which day. */
export interface ReadersOf {
  readonly organisationId: number;
  readonly accountId: string;
  readonly today: PlainDate;
  readonly purposes: Purposes;
}

export interface Purposes {
  /** An organisation reads its own file. */
  readonly own: readonly string[];
  readonly confidential: readonly string[];
  /** Of the confidential ones those whose number is told before they are shown. */
  readonly announced: readonly string[];
}

export const purposesOf = ({ purposes }: Pick<Catalogue, "purposes">): Purposes => {
  const all = [...purposes.values()];
  const ids = (kept: (purpose: (typeof all)[number]) => boolean) => all.filter(kept).map(({ id }) => id);
  return {
    own: ids(({ kind }) => kind === "own"),
    confidential: ids(({ kind }) => kind === "confidential"),
    announced: ids(({ confidential }) => confidential?.announced === true),
  };
};

/** One reading as it is stored, with what its basis names. */
export interface ReadingRow {
  readonly chain_no: number;
  readonly at: Date;
  readonly actor: string;
  readonly role: string | null;
  readonly purpose: string;
  readonly basis: string;
  readonly object: string;
  readonly data: string;
  readonly own: boolean;
  readonly is_new: boolean;
  readonly ground: string | null;
  readonly relation: ReaderRelation | null;
  readonly recipient: string | null;
  readonly unit: string | null;
  /** Of a record that was read. */
  readonly item_id: number | null;
  readonly item_class: FileClass | null;
  readonly decided_on: PlainDate | null;
}

/** Values of every statement below: $1 organisation, $2 account, $3 today, $4 own purposes, $5 confidential ones. */
export const readersValues = ({ organisationId, accountId, today, purposes }: ReadersOf): unknown[] => [
  organisationId,
  accountId,
  today,
  purposes.own,
  purposes.confidential,
];

/**
 * Readings `e` of the organisation with the ground `g` that was given for them. What the law keeps confidential is missing until its day (charter 7); a
 * confidential purpose of which no ground says a day stays out.
 */
const readings = `
  event e left join query_ground g on g.organisation_id = $1 and e.basis = 'ground:' || g.ground_id
  left join reading_mark m on m.organisation_id = $1 and m.account_id = $2
  where e.organisation_id = $1 and e.purpose is not null`;
const shown = "(g.visible_from <= $3 or (g.visible_from is null and e.purpose <> all ($5::text[])))";
const own = "e.purpose = any ($4::text[])";
const isNew = `(not ${own} and (m.account_id is null or e.chain_no > m.read_up_to or coalesce(g.visible_from > m.looked_on, false)))`;

/** The account's mark, if it has one, with how many shown readings by others come after it. */
export const newsAfterMark = `
  select k.read_up_to, k.looked_on,
    (select count(*) from ${readings} and e.chain_no > k.read_up_to and ${shown} and not ${own}) as after
  from reading_mark k where k.organisation_id = $1 and k.account_id = $2`;

/** Readings before a number of the chain ($6; null: from the newest), newest first; $7: own ones too; $8: on this basis alone (null: on any). */
export const pageOfReadings = (limit: number): string => `
  select e.*, a.unit, r.item_id, r.decided_on, case when i.public then 'public' else i.closed_class end as item_class
  from (
    select e.chain_no, e.at, e.actor, e.role, e.purpose, e.basis, e.object, e.data, ${own} as own, ${isNew} as is_new, g.ground, g.relation,
      (select o.name from authorisation z join organisation o on o.organisation_id = z.recipient_id
       where z.organisation_id = $1 and e.basis = 'authorisation:' || z.authorisation_id) as recipient
    from ${readings} and ${shown} and ($7 or not ${own}) and ($6::bigint is null or e.chain_no < $6)
      and ($8::text is null or e.basis = $8)
    order by e.chain_no desc limit ${limit}
  ) e
  left join account a on e.actor = 'account:' || a.account_id
  left join record r on r.organisation_id = $1 and e.object = 'record:' || r.record_id and r.known_until = 'infinity'
  left join item i on i.item_id = r.item_id
  order by e.chain_no desc`;
