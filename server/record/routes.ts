import { showRecordProof } from "@chengxin/domain/log/api.ts";
import * as api from "@chengxin/domain/record/api.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { recordFacets } from "./facets.ts";
import { recordList } from "./list-records.ts";
import { proveRecord } from "./prove-record.ts";
import type { RecordServices } from "./services.ts";
import { getRecord } from "./show-record.ts";
import { statistics } from "./statistics.ts";

export const recordRoutes = (services: RecordServices): BoundRoute[] => [
  bind(api.listRecords, recordList(services)),
  bind(api.listFacets, recordFacets(services)),
  bind(api.showRecord, (args) => getRecord(services, args)),
  bind(showRecordProof, (args) => proveRecord(services, args)),
  bind(api.showStatistics, statistics(services)),
];
