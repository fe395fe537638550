import type { AuditEvent } from "@chengxin/domain/audit/api.ts";

export interface EventRow {
  readonly organisation_id: number;
  readonly chain_no: number;
  readonly event_id: number;
  readonly at: Date;
  readonly actor: string;
  readonly role: string | null;
  readonly action: string;
  readonly object: string;
  readonly purpose: string | null;
  readonly basis: string | null;
  readonly data: string;
  readonly uscc: string | null;
  readonly name: string | null;
}

/** SQL: columns of an event `e` with the organisation `o` that it concerns. */
export const eventColumns =
  "e.organisation_id, e.chain_no, e.event_id, e.at, e.actor, e.role, e.action, e.object, e.purpose, e.basis, e.data, o.uscc, o.name";

export const eventOf = (row: EventRow): AuditEvent => ({
  organisationId: row.organisation_id,
  chainNo: row.chain_no,
  eventId: row.event_id,
  at: row.at.toISOString(),
  actor: row.actor,
  role: row.role,
  action: row.action,
  object: row.object,
  purpose: row.purpose,
  basis: row.basis,
  data: row.data,
  uscc: row.uscc,
  organisation: row.name,
});
