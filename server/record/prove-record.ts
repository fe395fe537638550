import type { showRecordProof as route } from "@chengxin/domain/log/api.ts";
import type { RecordContent } from "@chengxin/domain/intake/checked-row.ts";
import { problem } from "@chengxin/domain/problem.ts";
import { hiddenPart } from "@chengxin/domain/record/public-fields.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import { itemsByNumber } from "../organisation/summary.ts";
import { indexOf, joinGroup } from "../log/places.ts";
import { publishedKeys } from "../log/keys.ts";
import { layOpen } from "../log/lay-open.ts";
import { versionColumns, type StoredVersion } from "../log/log-versions.ts";
import { inclusionPath } from "../log/tree.ts";
import { cosignersOf } from "../log/witnesses/cosigners.ts";
import { shownCheckpoint } from "../log/witnesses/publish.ts";
import { writeProof } from "../log/write-proof.ts";
import type { RecordServices } from "./services.ts";
import { isRecordId } from "./show-record.ts";

type PublicVersion = StoredVersion & {
  readonly item_id: number;
  readonly known_at: Date;
  readonly salt: Buffer | null;
  /** null: no place yet. */
  readonly log_no: number | null;
  readonly origin: string;
  readonly index: number;
};

// The version makes it the whole primary key, as in show-record.ts.
const publicVersion = `
  select ${versionColumns}, r.item_id, r.known_from as known_at, r.salt, g.log_no, l.origin, ${indexOf("r")} as index
  from public_record_on($3) r
  join organisation_directory d using (organisation_id)
  join item i using (item_id)
  left ${joinGroup("r")}
  left join log l using (log_no)
  where r.organisation_id = $1 and r.record_id = $2
    and r.version = (select max(v.version) from record v where v.organisation_id = $1 and v.record_id = $2)`;

type Services = Pick<RecordServices, "database" | "catalogue" | "clock">;

/** Where the version stands in the log and the proof of that; null while it waits, or while what is shown of the log does not reach so far. */
const placeOf = async (
  { database, clock }: Services,
  row: PublicVersion,
  whole: boolean,
): Promise<RouteAnswer<typeof route>["logged"]> => {
  const { log_no: log, origin, index, salt } = row;
  const shown = log === null ? null : await shownCheckpoint(database, log, clock.now());
  if (log === null || salt === null || !shown || shown.size <= index) return null;
  const [path, cosigned, keys] = await Promise.all([
    inclusionPath(database.pool, log, index, shown.size),
    cosignersOf(database, log, shown.size),
    publishedKeys(database, origin),
  ]);
  const laidOpen = layOpen({ ...row, salt }, whole);
  return {
    log,
    origin,
    index,
    checkpoint: { size: shown.size, root: shown.root.toString("base64"), at: shown.at.toISOString() },
    cosigned,
    keys: keys.map(({ vkey }) => vkey),
    proof: writeProof({ laidOpen, index, path, note: shown.note }),
  };
};

/**
 * Proof of a record's present version, for anybody. It lays open no more than the public page: where the content has anything that the page does not show as it is
 * stored, only its salted hash. What is not public today is answered as one that does not exist.
 * @throws Problem organisation.code_invalid, organisation.not_found, record.not_found
 */
export const proveRecord = async (
  services: Services,
  { uscc, recordId }: RouteArgs<typeof route>,
): Promise<RouteAnswer<typeof route>> => {
  const { database, catalogue, clock } = services;
  const notFound = () => problem("record.not_found", { uscc, recordId });
  const today = clock.today();
  const organisationId = await getOrganisationId(database, uscc, today);
  if (!isRecordId(recordId)) throw notFound();
  const { rows } = await database.pool.query<PublicVersion>(publicVersion, [organisationId, recordId, today]);
  const [row] = rows;
  const item = row && itemsByNumber(catalogue).get(row.item_id);
  // Who may see which field of an item that the catalogue no longer has, nobody can say.
  if (!row || !item) throw notFound();
  const { names, whole } = hiddenPart(item, JSON.parse(row.content) as RecordContent);
  return {
    version: row.version,
    knownFrom: row.known_at.toISOString(),
    whole,
    hidden: names,
    logged: await placeOf(services, row, whole),
  };
};
