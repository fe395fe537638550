import type { RecordSummary } from "@chengxin/domain/record/api.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { RecordServices } from "./services.ts";
import { recordView, summaryColumns, summaryJoins, type RecordRow } from "./summary.ts";

const asKnown = `
  select ${summaryColumns} from public_record_as_known($2, $3) r ${summaryJoins}
  where r.organisation_id = $1 order by r.decided_on desc, r.record_id desc`;

/**
 * What the page of an organisation showed on a day: the versions public on that day, of what the platform knew at that moment.
 * Names of organisations and rules on which fields are public are today's.
 * @throws Problem organisation.code_invalid, organisation.not_found
 */
export const publicOn = async (
  { database, catalogue }: RecordServices,
  uscc: string,
  day: PlainDate,
  knownAt: Date,
): Promise<RecordSummary[]> => {
  const organisationId = await getOrganisationId(database, uscc, null);
  const { rows } = await database.pool.query<RecordRow>(asKnown, [organisationId, day, knownAt]);
  return rows.flatMap((row) => recordView(catalogue, row)?.summary ?? []);
};
