import { createHash, randomUUID } from "node:crypto";
import { foldName } from "@chengxin/domain/organisation/fold-name.ts";
import { usccCheckCharacter } from "@chengxin/domain/organisation/uscc.ts";
import { sql, type Insertable } from "kysely";
import { transact, type Database } from "../platform/db.ts";
import type {
  Organisation,
  OrganisationCode,
  OrganisationName,
  Record as RecordTable,
} from "../platform/tables.gen.ts";

/** Rows as tests need them: a builder is told the fields that matter and invents the others. Nothing is real. */

const by = (at: string): { actor: { kind: "system"; name: string }; at: Date } => ({
  actor: { kind: "system", name: "test" },
  at: new Date(at),
});

let made = 0;

/** A valid code of an invented enterprise of the division 210602. */
export const inventUscc = (prefix = "91210602"): string => {
  const first17 = `${prefix}${String(++made).padStart(17 - prefix.length, "0")}`;
  return first17 + (usccCheckCharacter(first17) ?? "0");
};

const inventedName = (): string => `测试样例第${++made}号有限公司`;

export interface BuiltOrganisation {
  readonly organisationId: number;
  readonly uscc: string;
  readonly name: string;
}

/** Stores an organisation, with an event that names it. Registered unless said otherwise. */
export const buildOrganisation = async (
  database: Database,
  fields: Partial<Insertable<Organisation>> & {
    formerNames?: readonly (string | { name: string; kind: OrganisationName["kind"]; initials?: string })[];
    codes?: readonly { scheme: OrganisationCode["scheme"]; code: string }[];
    at?: string;
  } = {},
): Promise<BuiltOrganisation> => {
  const { formerNames = [], codes = [], at = "2026-01-05T01:00:00Z", ...columns } = fields;
  const uscc = columns.uscc ?? inventUscc();
  const name = columns.name ?? inventedName();
  return transact(database, by(at), async (tx) => {
    const { organisation_id } = await tx.sql
      .insertInto("organisation_directory")
      .values({ uscc })
      .returning("organisation_id")
      .executeTakeFirstOrThrow();
    await tx.sql
      .insertInto("organisation")
      .values({
        name_folded: foldName(name),
        initials: "",
        kind: "enterprise",
        status: "active",
        region_code: 210602,
        established_on: "2015-03-02",
        registered: true,
        first_known_at: tx.at,
        ...columns,
        organisation_id,
        uscc,
        name,
      })
      .execute();
    for (const entry of formerNames) {
      const other = typeof entry === "string" ? { name: entry, kind: "former" as const } : entry;
      await tx.sql
        .insertInto("organisation_name")
        .values({
          organisation_id,
          name: other.name,
          name_folded: foldName(other.name),
          initials: ("initials" in other ? other.initials : "") ?? "",
          kind: other.kind,
          known_until: null,
        })
        .execute();
    }
    if (codes.length > 0)
      await tx.sql
        .insertInto("organisation_code")
        .values(codes.map((code) => ({ organisation_id, ...code })))
        .execute();
    tx.note({
      action: "organisation.registered",
      object: `organisation:${uscc}`,
      organisationId: organisation_id,
      data: { organisations: [organisation_id] },
    });
    return { organisationId: organisation_id, uscc, name };
  });
};

/** The number of an authority of this name, stored when it is new. */
export const buildAuthority = async (database: Database, name: string): Promise<number> => {
  const known = await database.sql
    .selectFrom("authority")
    .select("authority_id")
    .where("name", "=", name)
    .executeTakeFirst();
  if (known) return known.authority_id;
  return transact(database, by("2026-01-05T01:00:00Z"), async (tx) => {
    tx.note({ action: "authority.stored", object: `authority:${name}`, data: {} });
    return (await tx.sql.insertInto("authority").values({ name }).returning("authority_id").executeTakeFirstOrThrow())
      .authority_id;
  });
};

export type BuiltRecordFields = Omit<Partial<Insertable<RecordTable>>, "content"> & {
  organisation_id: number;
  item_id: number;
  source_id: number;
  content?: Record<string, string | readonly string[]>;
  authority?: string;
};

/** Stores a version of a record, with an event that names its organisation. A version after the first closes the one before it. */
export const buildRecord = async (
  database: Database,
  fields: BuiltRecordFields,
): Promise<{ recordId: string; version: number }> => {
  const { content = {}, authority = "样例市市场监督管理局", ...columns } = fields;
  const authorityId = columns.authority_id ?? (await buildAuthority(database, authority));
  const text = JSON.stringify(content);
  const recordId = columns.record_id ?? randomUUID();
  const version = columns.version ?? 1;
  const knownFrom = new Date(columns.known_from ?? "2026-01-06T02:00:00Z");
  await transact(database, { actor: { kind: "system", name: "test" }, at: knownFrom }, async (tx) => {
    if (version > 1)
      await tx.sql
        .updateTable("record")
        .set({ known_until: knownFrom })
        .where("organisation_id", "=", columns.organisation_id)
        .where("record_id", "=", recordId)
        .where("known_until", "=", sql<Date>`'infinity'`)
        .execute();
    await tx.sql
      .insertInto("record")
      .values({
        region_code: 210602,
        decided_on: "2026-01-02",
        valid_from: null,
        valid_until: null,
        public_until: "2027-01-02",
        kind: null,
        amount_cents: null,
        change: version > 1 ? "corrected" : "reported",
        batch_id: 1,
        row_no: 1,
        ...columns,
        authority_id: authorityId,
        record_id: recordId,
        version,
        known_from: knownFrom,
        content: text,
        content_hash: createHash("sha256").update(text).digest(),
      })
      .execute();
    tx.note({
      action: "record.stored",
      object: `record:${recordId}`,
      organisationId: columns.organisation_id,
      data: { organisations: [columns.organisation_id] },
    });
  });
  return { recordId, version };
};
