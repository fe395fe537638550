import { OrganisationSummary, searchOrganisations } from "@chengxin/domain/organisation/api.ts";
import { listRecords, RecordSummary } from "@chengxin/domain/record/api.ts";
import { z } from "zod";
import type { CsvColumns } from "../platform/csv.ts";

const fields = z.record(z.string(), z.string()).meta({
  description: "Public fields of the catalogue item by field id, persons masked / 目录项中公开的字段，人名已遮",
});

/** One line of `organisations-….jsonl.gz`. */
export const DumpedOrganisation = OrganisationSummary.extend({
  formerNames: z.array(z.string()),
  codes: z.array(z.object({ scheme: z.string(), code: z.string() })),
  base: fields,
}).meta({
  title: "Organisation / 组织",
  description:
    "Registered, or known from a record that is public on the day of the dump / 已登记，或生成当日有公开记录",
});
export type DumpedOrganisation = z.infer<typeof DumpedOrganisation>;

/** One line of `records-….jsonl.gz`. */
export const DumpedRecord = RecordSummary.extend({ fields }).meta({
  title: "Public record / 公开记录",
  description:
    "Public on the day of the dump; not to be published after publicUntil / 生成当日公开；publicUntil 之后不得再公示",
});
export type DumpedRecord = z.infer<typeof DumpedRecord>;

export const tables = {
  organisations: { shape: DumpedOrganisation, columns: searchOrganisations.csv as CsvColumns },
  records: { shape: DumpedRecord, columns: listRecords.csv as CsvColumns },
} as const;
export type TableName = keyof typeof tables;

/** JSON Schema (2020-12) of one line. */
export const schemaOf = (table: TableName): string =>
  `${JSON.stringify(z.toJSONSchema(tables[table].shape), null, 2)}\n`;
