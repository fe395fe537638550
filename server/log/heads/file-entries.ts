import { entryLength } from "@chengxin/verifier/entry.js";
import type pg from "pg";
import type { Log } from "../keys.ts";
import { indexOf, joinGroup } from "../places.ts";
import { layOpen, type Disclosure } from "../lay-open.ts";
import { versionColumns, type StoredVersion } from "../log-versions.ts";

/** One entry of an organisation: laid open, or as its 74 bytes where salt and content were erased. */
export type FileEntry =
  | { readonly index: number; readonly opened: Disclosure }
  | { readonly index: number; readonly opened: null; readonly entry: Buffer };

/** Whose entries, below which index. */
export interface EntriesOf {
  readonly log: Log;
  readonly organisationId: number;
  readonly size: number;
}

type VersionRow = StoredVersion & { readonly salt: Buffer; readonly index: number };

const from = `
  from record r ${joinGroup("r")}
    join organisation_directory d using (organisation_id) join item i using (item_id)
  where r.organisation_id = $1 and g.log_no = $2 and ${indexOf("r")} < $3`;
const versions = `select ${versionColumns}, r.salt, ${indexOf("r")} as index ${from} order by index`;
const versionsCounted = `select count(*) as n ${from}`;

const entriesAtOnce = 100;

async function* openEntries(
  client: pg.ClientBase,
  { log, organisationId, size }: EntriesOf,
): AsyncGenerator<FileEntry[]> {
  await client.query(`declare file_entries no scroll cursor for ${versions}`, [organisationId, log.logNo, size]);
  for (;;) {
    const { rows } = await client.query<VersionRow>(`fetch ${entriesAtOnce} from file_entries`);
    if (rows.length > 0) yield rows.map((row) => ({ index: row.index, opened: layOpen(row, true) }));
    if (rows.length < entriesAtOnce) return;
  }
}

const groups = `
  select group_no, first_index, entries, organisations from log_group
  where log_no = $1 and first_index < $2 and group_no > $3 and position($4::bytea in organisations) > 0 order by group_no limit 20`;

/** All entries of an organisation, found in the log itself: goes over every group, and is done only where something was erased. */
const allEntries = async (client: pg.ClientBase, { log, organisationId, size }: EntriesOf): Promise<FileEntry[]> => {
  const found: FileEntry[] = [];
  const number = Buffer.alloc(4);
  number.writeInt32BE(organisationId);
  for (let after = 0; ;) {
    const { rows } = await client.query<{
      group_no: number;
      first_index: number;
      entries: Buffer;
      organisations: Buffer;
    }>(groups, [log.logNo, size, after, number]);
    for (const { first_index, entries, organisations } of rows)
      for (let i = 0; i < organisations.length / 4; i++)
        if (organisations.readInt32BE(i * 4) === organisationId)
          found.push({
            index: first_index + i,
            entry: Buffer.from(entries.subarray(i * entryLength, (i + 1) * entryLength)),
            opened: null,
          });
    const last = rows.at(-1);
    if (!last) return found.sort((a, b) => a.index - b.index);
    after = last.group_no;
  }
};

/**
 * Entries of an organisation in lots, in order of their index.
 * @param count how many the heads count: fewer versions than that mean that some were erased
 */
export async function* entriesOf(client: pg.ClientBase, of: EntriesOf, count: number): AsyncGenerator<FileEntry[]> {
  const { rows } = await client.query<{ n: number }>(versionsCounted, [of.organisationId, of.log.logNo, of.size]);
  const all = rows[0]?.n === count ? null : await allEntries(client, of);
  let done = 0;
  for await (const lot of openEntries(client, of)) {
    if (all) {
      const entries = lot.flatMap((entry) => {
        const erased: FileEntry[] = [];
        for (; (all[done]?.index ?? Infinity) < entry.index; done++) erased.push(all[done] as FileEntry);
        if (all[done]?.index === entry.index) done++;
        return [...erased, entry];
      });
      yield entries;
    } else yield lot;
  }
  const rest = all?.slice(done) ?? [];
  for (let at = 0; at < rest.length; at += entriesAtOnce) yield rest.slice(at, at + entriesAtOnce);
}
