import type { Tx } from "../platform/db.ts";
import type { BaseData, ChunkSubject } from "./checked-chunk.ts";

/** Base data that became current or was superseded within one chunk, in the order of the file. */
export interface StoredBase {
  readonly organisationId: number;
  readonly subject: ChunkSubject;
  readonly base: BaseData;
  readonly regionCode: number | null;
}

interface Standing {
  name: string;
  folded: string;
  registered: boolean;
  /** The last base data of the chunk. */
  latest: StoredBase;
}

interface OtherName {
  readonly id: number;
  readonly name: string;
  readonly folded: string;
  readonly kind: "former" | "reported";
  readonly ended: boolean;
}

const upsert = `
  update organisation o
  set name = s.name, name_folded = s.folded, initials = s.initials, status = coalesce(s.status, 'unknown'), region_code = coalesce(s.region, o.region_code),
      established_on = s.established, registered = true
  from unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::date[]) as s (id, name, folded, initials, status, region, established)
  where o.organisation_id = s.id`;

/** A name once known as former stays so; one that was merely reported becomes former when the register says it. */
const addNames = `
  insert into organisation_name (organisation_id, name, name_folded, initials, kind, known_until)
  select s.id, s.name, s.folded, s.initials, s.kind, case when s.ended then $7::timestamptz end
  from unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[]) as s (id, name, folded, initials, kind, ended)
  order by s.id, s.name collate "C"
  on conflict (organisation_id, name) do update set kind = 'former', known_until = coalesce(organisation_name.known_until, excluded.known_until)
  where excluded.kind = 'former' and (organisation_name.kind = 'reported' or (organisation_name.known_until is null and excluded.known_until is not null))`;

const addCodes = `
  insert into organisation_code (organisation_id, scheme, code)
  select distinct s.id, s.scheme, s.code from unnest($1::integer[], $2::text[], $3::text[]) as s (id, scheme, code)
  order by s.id, s.scheme, s.code on conflict do nothing`;

/**
 * Brings the directory of organisations up to the base data just stored: the latest version is what an organisation is called and how it stands,
 * earlier registered names and those in the column 曾用名 are former names.
 * @param initials pinyin initials of folded names
 * @returns ids of the organisations that changed
 */
export const storeBaseData = async (
  tx: Tx,
  stored: readonly StoredBase[],
  initials: (names: readonly string[]) => Promise<string[]>,
): Promise<number[]> => {
  if (stored.length === 0) return [];
  const ids = [...new Set(stored.map((one) => one.organisationId))].sort((a, b) => a - b);
  // locked in the order of ids, so that two imports of base data wait for each other instead of dying
  const { rows } = await tx.client.query<{
    organisation_id: number;
    name: string;
    name_folded: string;
    registered: boolean;
  }>(
    "select organisation_id, name, name_folded, registered from organisation where organisation_id = any ($1::integer[]) order by organisation_id for update",
    [ids],
  );
  const before = new Map(rows.map((row) => [row.organisation_id, row]));
  const standing = new Map<number, Standing>();
  const names = new Map<string, OtherName>();
  const codes: { id: number; scheme: string; code: string }[] = [];
  const addName = (name: OtherName): void => {
    const key = `${name.id}\u0000${name.name}`;
    const known = names.get(key);
    if (
      !known ||
      (known.kind === "reported" && name.kind === "former") ||
      (known.kind === name.kind && !known.ended && name.ended)
    )
      names.set(key, name);
  };

  for (const one of stored) {
    const { organisationId: id, subject, base } = one;
    const row = before.get(id);
    if (!row) throw new Error("base data of an organisation that is not in the directory");
    const previous = standing.get(id) ?? { name: row.name, folded: row.name_folded, registered: row.registered };
    if (previous.folded !== subject.folded) {
      addName({
        id,
        name: previous.name,
        folded: previous.folded,
        kind: previous.registered ? "former" : "reported",
        ended: previous.registered,
      });
    }
    for (const { name, folded } of base.formerNames) {
      if (folded !== "" && folded !== subject.folded) addName({ id, name, folded, kind: "former", ended: false });
    }
    for (const code of base.codes) codes.push({ id, ...code });
    standing.set(id, { name: subject.name, folded: subject.folded, registered: true, latest: one });
  }

  const latest = ids.map((id) => (standing.get(id) as Standing).latest);
  const others = [...names.values()];
  const letters = await initials([...latest.map((one) => one.subject.folded), ...others.map((other) => other.folded)]);
  await tx.client.query(upsert, [
    ids,
    latest.map((one) => one.subject.name),
    latest.map((one) => one.subject.folded),
    letters.slice(0, ids.length),
    latest.map((one) => one.base.status),
    latest.map((one) => one.regionCode),
    latest.map((one) => one.base.establishedOn),
  ]);
  if (others.length > 0) {
    await tx.client.query(addNames, [
      others.map((other) => other.id),
      others.map((other) => other.name),
      others.map((other) => other.folded),
      letters.slice(ids.length),
      others.map((other) => other.kind),
      others.map((other) => other.ended),
      tx.at,
    ]);
  }
  if (codes.length > 0)
    await tx.client.query(addCodes, [
      codes.map((code) => code.id),
      codes.map((code) => code.scheme),
      codes.map((code) => code.code),
    ]);
  return ids;
};
