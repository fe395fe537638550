import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { CatalogueItem } from "@chengxin/domain/catalogue/item.ts";
import type { showRecord as route, TraceStep } from "@chengxin/domain/record/api.ts";
import { timeliness } from "@chengxin/domain/record/timeliness.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import { indexOf, joinGroup } from "../log/places.ts";
import { dayInShanghai } from "../platform/clock.ts";
import type { RecordServices } from "./services.ts";
import { recordView, summaryColumns, summaryJoins, type RecordView, type RecordRow } from "./summary.ts";
import { whyPublic } from "./why-public.ts";

// The version makes it the whole primary key: without it PostgreSQL may walk through all records of a large organisation.
const record = `
  select ${summaryColumns} from public_record_on($3) r ${summaryJoins}
  where r.organisation_id = $1 and r.record_id = $2
    and r.version = (select max(v.version) from record v where v.organisation_id = $1 and v.record_id = $2)`;
const versions = `
  select r.version, r.known_from, r.change, ${indexOf("r")} as log_index
  from record r left ${joinGroup("r")}
  where r.organisation_id = $1 and r.record_id = $2 order by r.version desc`;

interface VersionRow {
  version: number;
  known_from: Date;
  change: "reported" | "corrected" | "withdrawn" | "rules";
  log_index: number | null;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const isRecordId = (text: string): boolean => guid.test(text);

const collectedUnder = (catalogue: Catalogue, item: CatalogueItem): RouteAnswer<typeof route>["collectedUnder"] =>
  item.legalBasis.map((basis) => {
    const document = catalogue.documents.get(basis.document);
    return { ...basis, title: document?.title ?? basis.document, number: document?.number ?? null };
  });

/** Empty, and told to the log, when today's rules give another day than the stored one, which holds. */
const reasons = ({ catalogue, warn }: RecordServices, view: RecordView, row: RecordRow): TraceStep[] => {
  const { until, trace } = whyPublic(catalogue, view, row);
  if (until === row.public_until) return trace;
  const told = { record: row.record_id, stored: row.public_until };
  if (until === null) warn?.(told, "publicity can't be computed from the present catalogue");
  else warn?.({ ...told, computed: until === "-infinity" ? "never" : until }, "publicity differs from what is stored");
  return [];
};

/** The clock of the report; null when the item has no deadline in working days. */
const reporting = (
  catalogue: Catalogue,
  item: CatalogueItem,
  decidedOn: PlainDate,
  receivedOn: PlainDate,
): RouteAnswer<typeof route>["reporting"] => {
  const limit = item.reportWithin === null ? undefined : catalogue.limits.get(item.reportWithin);
  const allowed = Number(limit?.value ?? limit?.productDefault ?? Number.NaN);
  if (!limit || limit.unit !== "wd" || !Number.isInteger(allowed)) return null;
  // a limit binds decisions of its own time
  if ((limit.validFrom ?? "") > decidedOn || (limit.validTo !== null && limit.validTo < decidedOn)) return null;
  return {
    limit: limit.id,
    allowedWorkingDays: allowed,
    receivedOn,
    ...timeliness(decidedOn, receivedOn, allowed, catalogue.calendar),
  };
};

/**
 * One record as the public sees it today. What is not public today is answered as one that does not exist.
 * @throws Problem organisation.code_invalid, organisation.not_found, record.not_found
 */
export const getRecord = async (
  services: RecordServices,
  { uscc, recordId }: RouteArgs<typeof route>,
): Promise<RouteAnswer<typeof route>> => {
  const {
    database: { pool },
    catalogue,
    clock,
  } = services;
  const notFound = () => problem("record.not_found", { uscc, recordId });
  const organisationId = await getOrganisationId(services.database, uscc, clock.today());
  if (!isRecordId(recordId)) throw notFound();
  const [found, history] = await Promise.all([
    pool.query<RecordRow>({ name: "record.show", text: record, values: [organisationId, recordId, clock.today()] }),
    pool.query<VersionRow>({ name: "record.versions", text: versions, values: [organisationId, recordId] }),
  ]);
  const [row] = found.rows;
  const view = row && recordView(catalogue, row);
  if (!row || !view) throw notFound();
  const first = history.rows.at(-1)?.known_from ?? row.known_from;
  return {
    ...view.summary,
    fields: view.shown.fields,
    withheld: view.shown.withheld,
    collectedUnder: collectedUnder(catalogue, view.item),
    publicity: reasons(services, view, row),
    reporting: reporting(catalogue, view.item, row.decided_on, dayInShanghai(first)),
    logIndex: history.rows.find(({ version }) => version === row.version)?.log_index ?? null,
    versions: history.rows.map(({ version, known_from, change }) => ({
      version,
      knownFrom: known_from.toISOString(),
      change,
    })),
  };
};
