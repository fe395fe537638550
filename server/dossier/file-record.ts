import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { publicityState, type FileClass, type FileRecord, type FileVersion } from "@chengxin/domain/dossier/file.ts";
import type { RecordContent } from "@chengxin/domain/intake/checked-row.ts";
import { sourceOf } from "../organisation/summary.ts";
import { recordView, type RecordRow } from "../record/summary.ts";
import { whyPublic } from "../record/why-public.ts";
import type { FileReading } from "./read-file.ts";

/** A version with what stands beside it; `known_from` is when it was received, `version_from` when this version took its place. */
export interface VersionRow extends RecordRow {
  readonly version_from: Date;
  /** `infinity`: it is the latest. */
  readonly known_until: Date | "infinity";
  readonly change: FileVersion["change"];
  readonly item_code: string;
  readonly item_name: string;
  readonly disclosure: FileClass;
}

const dayOrNone = (day: string): string | null => (day.endsWith("infinity") ? null : day);

/** A record of an item that has left the catalogue: nothing says what its fields are, so whoever doesn't see everything sees none of them. */
const withoutItem = (catalogue: Catalogue, row: VersionRow, { sight }: FileReading) => {
  const content = JSON.parse(row.content) as RecordContent;
  const name = { zh: row.item_name, en: row.item_name };
  const fields = Object.entries(content).map(([id, value]) => ({
    id,
    name: { zh: id, en: id },
    value: typeof value === "string" ? value : value.join("；"),
    disclosure: "government" as const,
  }));
  const seen = !sight.masked;
  return {
    summary: {
      recordId: row.record_id,
      uscc: row.uscc,
      organisation: row.organisation,
      item: { id: row.item_code, name, effect: "neutral" as const, statesBasis: false },
      kinds: [],
      title: row.item_name,
      documentNumber: null,
      summary: null,
      statedBasis: null,
      outcome: null,
      authority: row.authority,
      region: null,
      source: sourceOf(catalogue, row.source_id, { code: row.source_code, name: row.source_name }),
      decidedOn: row.decided_on,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      amountYuan: null,
      publicUntil: dayOrNone(row.public_until),
      receivedAt: row.known_from.toISOString(),
      version: row.version,
    },
    fields: seen ? fields : [],
    withheld: seen ? [] : fields.map((field) => field.name),
  };
};

const stateOf = (row: VersionRow, { today }: FileReading) =>
  publicityState(
    {
      change: row.change,
      current: row.known_until === "infinity",
      publicItem: row.disclosure === "public",
      publicUntil: row.public_until,
    },
    today,
  );

const viewOf = (catalogue: Catalogue, row: VersionRow, reading: FileReading) => {
  const view = recordView(catalogue, row, reading.sight);
  if (!view) return { view, ...withoutItem(catalogue, row, reading) };
  const { fields, withheld } = view.shown;
  return { view, summary: view.summary, fields, withheld };
};

/** Why it is public until then, or never; told where today's rules agree with the day that is stored. */
const whyOf = (catalogue: Catalogue, row: VersionRow, { view }: ReturnType<typeof viewOf>): FileRecord["why"] => {
  if (!view || row.disclosure !== "public" || row.change === "withdrawn") return [];
  const { until, trace } = whyPublic(catalogue, view, row);
  return until === row.public_until ? trace : [];
};

/** A record as a reader of the file sees it. @param versions all of them, latest first, at least one */
export const fileRecord = (catalogue: Catalogue, versions: readonly VersionRow[], reading: FileReading): FileRecord => {
  const seen = versions.map((row) => ({ row, ...viewOf(catalogue, row, reading) }));
  const [first] = seen;
  if (!first) throw new Error("a record without a version");
  const latest = first.row;
  return {
    ...first.summary,
    disclosure: latest.disclosure,
    publicity: stateOf(latest, reading),
    why: whyOf(catalogue, latest, first),
    versions: seen.map(({ row, fields, withheld }) => ({
      version: row.version,
      change: row.change,
      knownFrom: row.version_from.toISOString(),
      knownUntil: row.known_until === "infinity" ? null : row.known_until.toISOString(),
      publicity: stateOf(row, reading),
      publicUntil: dayOrNone(row.public_until),
      fields,
      withheld,
    })),
  };
};
