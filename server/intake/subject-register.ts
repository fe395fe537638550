import type { Actor } from "@chengxin/domain/access/actor.ts";
import { kindOfUscc, regionOfUscc } from "@chengxin/domain/organisation/uscc.ts";
import { isUnnamed } from "../organisation/known-by-code.ts";
import { transact, type Database } from "../platform/db.ts";
import type { ChunkSubject } from "./checked-chunk.ts";
import { retrying } from "./retrying.ts";

/** An organisation as the register knows it. */
export interface KnownSubject {
  readonly id: number;
  readonly registered: boolean;
  readonly name: string;
  readonly folded: string;
  /** Folded: its former names, or, while it isn't registered, names under which it was reported. */
  readonly others: Set<string>;
}

interface Found {
  uscc: string;
  organisation_id: number;
  registered: boolean;
  name: string;
  name_folded: string;
  others: string[];
}

const mostCached = 400_000;

/** `offset 0` keeps PostgreSQL to one look into the index for each row, whatever its statistics say. */
const find = `
  select u.uscc, d.organisation_id, o.registered, o.name, o.name_folded, n.others
  from unnest($1::text[]) as u (uscc)
  cross join lateral (select organisation_id from organisation_directory where uscc = u.uscc offset 0) d
  cross join lateral (select registered, name, name_folded from organisation where organisation_id = d.organisation_id offset 0) o
  cross join lateral (
    select coalesce(array_agg(name_folded), '{}') as others from organisation_name
    where organisation_id = d.organisation_id and kind = case when o.registered then 'former' else 'reported' end
  ) n`;

/** The same for all organisations at once: a sixth of the cost of each when most of them are needed. */
const findAll = `
  select o.uscc, o.organisation_id, o.registered, o.name, o.name_folded, n.others
  from organisation o left join (
    select organisation_id, kind, array_agg(name_folded) as others from organisation_name group by organisation_id, kind
  ) n on n.organisation_id = o.organisation_id and n.kind = case when o.registered then 'former' else 'reported' end`;

const rowsAtOnce = 10_000;
const noOthers: Set<string> = new Set();

const register = `
  with directory as (
    insert into organisation_directory (uscc) select u.uscc from unnest($1::text[]) as u (uscc) order by u.uscc collate "C"
    on conflict (uscc) do nothing returning uscc, organisation_id
  )
  insert into organisation (organisation_id, uscc, name, name_folded, initials, kind, status, region_code, registered, first_known_at)
  select d.organisation_id, d.uscc, s.name, s.folded, s.initials, s.kind, 'unknown', s.region, false, $7
  from directory d join unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[]) as s (uscc, name, folded, initials, kind, region) using (uscc)
  returning organisation_id`;

/** One that was asked for by its code alone gets its name by the first record that says one. */
const name = `
  update organisation o set name = s.name, name_folded = s.folded, initials = s.initials
  from unnest($1::integer[], $2::text[], $3::text[], $4::text[]) as s (id, name, folded, initials)
  where o.organisation_id = s.id and o.name = o.uscc and not o.registered
  returning o.organisation_id`;

const reportName = `
  insert into organisation_name (organisation_id, name, name_folded, initials, kind)
  select s.id, s.name, s.folded, s.initials, 'reported'
  from unnest($1::integer[], $2::text[], $3::text[], $4::text[]) as s (id, name, folded, initials)
  join organisation o on o.organisation_id = s.id and not o.registered
  order by s.id, s.name collate "C"
  on conflict do nothing`;

/** Code → organisation, with what is needed to compare names. An organisation that nobody has reported yet is registered from the record that names it. */
export class SubjectRegister {
  readonly #database: Database;
  readonly #actor: Actor;
  readonly #now: () => Date;
  readonly #initials: (names: readonly string[]) => Promise<string[]>;
  readonly #object: string;
  #cache = new Map<string, KnownSubject>();

  constructor(options: {
    database: Database;
    actor: Actor;
    now: () => Date;
    initials: (names: readonly string[]) => Promise<string[]>;
    object: string;
  }) {
    this.#database = options.database;
    this.#actor = options.actor;
    this.#now = options.now;
    this.#initials = options.initials;
    this.#object = options.object;
  }

  async #load(usccs: readonly string[]): Promise<void> {
    const { rows } = await this.#database.pool.query<Found>(find, [usccs]);
    for (const row of rows) {
      this.#cache.set(row.uscc, {
        id: row.organisation_id,
        registered: row.registered,
        name: row.name,
        folded: row.name_folded,
        others: new Set(row.others),
      });
    }
  }

  /**
   * Reads the whole register ahead, where it fits and a file is so large that it will ask for a good part of it.
   * @param rows how many rows the file has, about
   */
  async readAhead(rows: number): Promise<void> {
    const { rows: counts } = await this.#database.pool.query<{ n: number }>(
      "select count(*)::integer as n from (select from organisation_directory limit $1) d",
      [mostCached + 1],
    );
    const organisations = counts[0]?.n ?? 0;
    if (organisations > mostCached || organisations > rows * 4) return;
    const client = await this.#database.pool.connect();
    let broken = true;
    try {
      await client.query("begin read only");
      await client.query(`declare register no scroll cursor for ${findAll}`);
      for (;;) {
        const { rows: found } = await client.query<[string, number, boolean, string, string, string[] | null]>({
          text: `fetch ${rowsAtOnce} from register`,
          rowMode: "array",
        });
        for (const [uscc, id, registered, name, folded, others] of found) {
          // only names of organisations that aren't registered are added to
          this.#cache.set(uscc, {
            id,
            registered,
            name,
            folded,
            others: others === null && registered ? noOthers : new Set(others),
          });
        }
        if (found.length < rowsAtOnce) break;
      }
      await client.query("commit");
      broken = false;
    } finally {
      client.release(broken);
    }
  }

  async #register(subjects: readonly ChunkSubject[]): Promise<void> {
    const initials = await this.#initials(subjects.map((subject) => subject.folded));
    await retrying(() =>
      transact(this.#database, { actor: this.#actor, at: this.#now() }, async (tx) => {
        const { rows } = await tx.client.query<{ organisation_id: number }>(register, [
          subjects.map((subject) => subject.uscc),
          subjects.map((subject) => subject.name),
          subjects.map((subject) => subject.folded),
          initials,
          subjects.map((subject) => kindOfUscc(subject.uscc)),
          subjects.map((subject) => Number(regionOfUscc(subject.uscc))),
          tx.at,
        ]);
        tx.note({
          action: "organisation.registered_from_record",
          object: this.#object,
          data: { organisations: rows.map((row) => row.organisation_id) },
        });
      }),
    );
    await this.#load(subjects.map((subject) => subject.uscc));
  }

  async #name(subjects: readonly (ChunkSubject & { id: number })[]): Promise<void> {
    const initials = await this.#initials(subjects.map((subject) => subject.folded));
    await retrying(() =>
      transact(this.#database, { actor: this.#actor, at: this.#now() }, async (tx) => {
        const { rows } = await tx.client.query<{ organisation_id: number }>(name, [
          subjects.map((subject) => subject.id),
          subjects.map((subject) => subject.name),
          subjects.map((subject) => subject.folded),
          initials,
        ]);
        tx.note({
          action: "organisation.registered_from_record",
          object: this.#object,
          data: { organisations: rows.map((row) => row.organisation_id) },
        });
      }),
    );
    await this.#load(subjects.map((subject) => subject.uscc));
  }

  async #report(names: readonly (ChunkSubject & { id: number })[]): Promise<void> {
    const initials = await this.#initials(names.map((name) => name.folded));
    await retrying(() =>
      transact(this.#database, { actor: this.#actor, at: this.#now() }, async (tx) => {
        await tx.client.query(reportName, [
          names.map((name) => name.id),
          names.map((name) => name.name),
          names.map((name) => name.folded),
          initials,
        ]);
        tx.note({
          action: "organisation.name_reported",
          object: this.#object,
          data: { organisations: [...new Set(names.map((name) => name.id))] },
        });
      }),
    );
  }

  /**
   * Finds the subjects of a chunk, registering what is new. Called for one chunk after another in the order of the file, so the first name of an
   * organisation known only from records is the first one in the file, however the file was cut.
   * @param noteNames remember differing names of organisations that are not registered
   */
  async resolve(subjects: readonly ChunkSubject[], noteNames: boolean): Promise<KnownSubject[]> {
    const missing = new Set<string>();
    for (const { uscc } of subjects) if (!this.#cache.has(uscc)) missing.add(uscc);
    if (this.#cache.size + missing.size > mostCached) {
      const kept = new Map<string, KnownSubject>();
      for (const { uscc } of subjects) {
        const known = this.#cache.get(uscc);
        if (known) kept.set(uscc, known);
      }
      this.#cache = kept;
    }
    if (missing.size > 0) await this.#load([...missing]);
    const unknown = new Map<string, ChunkSubject>();
    for (const uscc of missing) if (this.#cache.has(uscc)) missing.delete(uscc);
    if (missing.size > 0)
      for (const subject of subjects)
        if (missing.has(subject.uscc) && !unknown.has(subject.uscc)) unknown.set(subject.uscc, subject);
    if (unknown.size > 0) await this.#register([...unknown.values()]);
    const unnamed = new Map<string, ChunkSubject & { id: number }>();
    for (const subject of subjects) {
      const found = this.#cache.get(subject.uscc);
      if (found && isUnnamed({ uscc: subject.uscc, name: found.name }) && !unnamed.has(subject.uscc))
        unnamed.set(subject.uscc, { ...subject, id: found.id });
    }
    if (unnamed.size > 0) await this.#name([...unnamed.values()]);

    const differing: (ChunkSubject & { id: number })[] = [];
    const known = subjects.map((subject) => {
      const found = this.#cache.get(subject.uscc);
      if (!found) throw new Error("an organisation was registered and is not found");
      if (noteNames && !found.registered && found.folded !== subject.folded && !found.others.has(subject.folded)) {
        found.others.add(subject.folded);
        differing.push({ ...subject, id: found.id });
      }
      return found;
    });
    if (differing.length > 0) await this.#report(differing);
    return known;
  }
}
