import * as calendar from "@chengxin/domain/calendar/api.ts";
import * as organisation from "@chengxin/domain/organisation/api.ts";
import * as record from "@chengxin/domain/record/api.ts";
import type { RecordSummary } from "@chengxin/domain/record/api.ts";
import { apiUrl } from "../../api.ts";
import type { DevelopersText } from "../../text/developers.zh-CN.ts";

export interface Example {
  readonly id: keyof DevelopersText["examples"];
  readonly command: string;
}

/**
 * Commands that answer on this very instance: `origin` is the address the page was asked under, `latest` a record that
 * is public now. Without any record only the examples that need none are given.
 */
export const examplesFor = (origin: string, latest: RecordSummary | null): Example[] => {
  // Nothing that comes from data may end the quotes of a shell.
  const curl = (path: string, options = "") => `curl ${options}'${origin}${path.replaceAll("'", "%27")}'`;
  const calculator: Example = {
    id: "workingDays",
    command: curl(apiUrl(calendar.countWorkingDays, { after: "2026-09-28", days: 7 })),
  };
  if (!latest) return [calculator];
  const { uscc, recordId } = latest;
  const one = apiUrl(organisation.showOrganisation, { uscc });
  return [
    {
      id: "search",
      command: `${curl("/api/v1/organisations", "-G ")} --data-urlencode 'q=${latest.organisation.slice(0, 4).replaceAll("'", "")}'`,
    },
    { id: "organisation", command: curl(one) },
    { id: "records", command: curl(apiUrl(record.listRecords, { organisation: uscc, format: "csv" })) },
    {
      id: "penalties",
      command: curl(
        apiUrl(record.listRecords, { item: "penalty", from: `${latest.decidedOn.slice(0, 4)}-01-01`, limit: 50 }),
      ),
    },
    { id: "record", command: curl(apiUrl(record.showRecord, { uscc, recordId })) },
    calculator,
    {
      id: "etag",
      command: `etag=$(${curl(one, "-sI ")} | tr -d '\\r' | sed -n 's/^etag: //Ip')\n${curl(one, `-i -H "If-None-Match: $etag" `)}`,
    },
  ];
};
