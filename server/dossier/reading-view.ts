import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import { readBasis } from "@chengxin/domain/dossier/basis.ts";
import { readWhats, type Reading } from "@chengxin/domain/dossier/readers-api.ts";
import { readerRoles } from "@chengxin/domain/text/dossier.ts";
import type { Words } from "@chengxin/domain/words.ts";
import { accountNumber } from "../mandate/account-number.ts";
import { itemsByNumber } from "../organisation/summary.ts";
import type { ReadingRow } from "./reading-rows.ts";

const plain = (text: string): Words => ({ zh: text, en: text });

const isRole = (role: string): role is keyof typeof readerRoles => Object.hasOwn(readerRoles, role);

/** What the event itself says of what was read: of which item, how many records, as a page or as a whole. */
const detailsOf = (data: string): { item?: unknown; records?: unknown; form?: unknown; unit?: unknown } => {
  const read: unknown = JSON.parse(data);
  return typeof read === "object" && read !== null ? read : {};
};

const whatOf = (catalogue: Catalogue, row: ReadingRow): Reading["what"] => {
  const { item, records, form } = detailsOf(row.data);
  const [name = ""] = row.object.split(":");
  const ofRecord = row.item_id === null ? undefined : itemsByNumber(catalogue).get(row.item_id)?.name;
  const ofFile = typeof item === "string" ? catalogue.items.get(item)?.name : undefined;
  return {
    kind: form === "download" || form === "proof" ? form : (readWhats.find((kind) => kind === name) ?? "other"),
    item: ofRecord ?? ofFile ?? null,
    decidedOn: row.decided_on,
    records: typeof records === "number" ? records : null,
  };
};

const basisOfRow = (row: ReadingRow): Reading["basis"] => {
  const known = readBasis(row.basis);
  return {
    kind: known?.kind ?? "words",
    number: known ? known.id.slice(0, 8).toUpperCase() : null,
    words: known ? row.ground : row.basis,
    relation: row.relation,
  };
};

/** A reading in words for the organisation: the account by its number, nobody by name. */
export const readingView = (catalogue: Catalogue, row: ReadingRow): Reading => {
  const { unit } = detailsOf(row.data);
  const [kind = "", id = ""] = row.actor.split(":");
  const role = row.role ?? kind;
  return {
    chainNo: row.chain_no,
    at: row.at.toISOString(),
    isNew: row.is_new,
    own: row.own,
    account: kind === "account" ? accountNumber(id) : null,
    role: isRole(role) ? readerRoles[role] : plain(role),
    unit: row.recipient ?? (typeof unit === "string" && unit !== "" ? unit : (row.unit ?? "")),
    purpose: catalogue.purposes.get(row.purpose)?.name ?? plain(row.purpose),
    basis: basisOfRow(row),
    what: whatOf(catalogue, row),
  };
};
