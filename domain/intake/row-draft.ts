import type { SubjectKind } from "../catalogue/item.ts";
import { foldName } from "../organisation/fold-name.ts";
import { kindOfUscc } from "../organisation/uscc.ts";
import { byCodeUnits } from "./canonical.ts";
import type { CellContext } from "./cell-context.ts";
import type { RecordDraft } from "./checked-row.ts";
import { memo } from "./memo.ts";
import { amountInCents } from "./read-amount.ts";
import { readSubjectKind } from "./read-code.ts";
import { foldKey } from "./read-text.ts";
import { regionReader } from "./row-region.ts";
import { problemAt, type Place, type RowState } from "./row-state.ts";

/** Between the fields of a key; no cell can hold it (`row.control_character`). */
export const keySeparator = "\u001F";

const nameSeparators = /[;；、,，]/;

/** Puts the draft of a record together from a row without faults; made once a file. Gives null after adding a problem that only the whole row shows. */
export const draftBuilder = (
  context: CellContext,
  placeOfField: (id: string) => Place,
): ((row: RowState) => RecordDraft | null) => {
  const { item, catalogue, source } = context;
  const { roles } = item;
  const at = (id: string | undefined): number =>
    id === undefined ? -1 : item.fields.findIndex((field) => field.id === id);
  const text = (row: RowState, index: number): string | undefined => {
    const value = index < 0 ? undefined : row.values[index];
    return typeof value === "string" ? value : value?.join(";");
  };
  const code = at(roles.subjectCode);
  const name = at(roles.subjectName);
  const kindField = at(roles.subjectKind);
  const authority = at(roles.authority);
  const authorityCode = at(roles.authorityCode);
  const documentNumber = at(roles.documentNumber);
  const standIn = at(roles.documentNumberElse);
  const decidedOn = at(roles.decidedOn);
  const validFrom = at(roles.validFrom);
  const validUntil = at(roles.validUntil);
  const kind = at(roles.kind);
  const formerNames = at(roles.formerNames);
  const region = at(roles.region);
  const state = at(roles.state?.field);
  const withdrawnBy = roles.state?.withdrawnBy ?? [];
  const amounts = [at(roles.fine), at(roles.confiscated), at(roles.amount)].flatMap((index) => {
    const field = item.fields[index];
    return field?.type === "amount" ? [{ index, unit: field.unit, place: placeOfField(field.id) }] : [];
  });
  const legacy = item.fields.flatMap((field, index) =>
    field.type === "legacyCode" ? [{ index, scheme: field.scheme }] : [],
  );
  const sorted = item.fields
    .map((field, index) => ({ id: field.id, index }))
    .toSorted((a, b) => byCodeUnits(a.id, b.id));
  const keyFields = item.key.map(at);
  const folded = memo(foldName);
  const regions = regionReader(catalogue, source);
  const kindPlace = placeOfField(roles.subjectKind ?? roles.subjectCode);

  const date = (row: RowState, index: number): string | null => {
    const value = index < 0 || row.openEnded[index] === true ? undefined : row.values[index];
    return typeof value === "string" ? value : null;
  };

  const subjectKind = (row: RowState, uscc: string): SubjectKind | null => {
    const byCode: SubjectKind = kindOfUscc(uscc) === "soleTrader" ? "soleTrader" : "organisation";
    const stated = text(row, kindField);
    if (stated !== undefined && readSubjectKind(stated) !== byCode) {
      row.problems.push(problemAt(kindPlace, "subject.kind_conflicts_with_code", { stated, code: uscc.slice(0, 2) }));
      return null;
    }
    if (!item.subjectKinds.includes(byCode)) {
      row.problems.push(problemAt(kindPlace, "subject.kind_not_collected", { kind: byCode }));
      return null;
    }
    return byCode;
  };

  const amount = (row: RowState): number | null => {
    let cents: number | null = null;
    for (const { index, unit, place } of amounts) {
      const value = text(row, index);
      if (value === undefined) continue;
      const more = amountInCents(value, unit);
      if (more === null || !Number.isSafeInteger((cents ?? 0) + more)) {
        row.problems.push(problemAt(place, "amount.unreadable", { value }));
        return null;
      }
      cents = (cents ?? 0) + more;
    }
    return cents;
  };

  const key = (row: RowState, authorityName: string): string => {
    let joined = "";
    for (const [i, index] of keyFields.entries()) {
      if (i > 0) joined += keySeparator;
      if (index === authority && index >= 0) joined += folded(authorityName);
      else joined += foldKey(text(row, index) ?? (index === documentNumber ? (text(row, standIn) ?? "") : ""));
    }
    return joined;
  };

  return (row) => {
    const uscc = text(row, code);
    const subjectName = text(row, name);
    const day = date(row, decidedOn);
    if (uscc === undefined || subjectName === undefined || day === null)
      throw new Error("draft of a row that lacks its subject or its date");
    const of = subjectKind(row, uscc);
    const amountCents = amount(row);
    if (of === null || row.problems.length > 0) return null;
    const authorityName = text(row, authority) ?? source.name.zh;
    const content: Record<string, string | readonly string[]> = {};
    for (const field of sorted) {
      const value = row.values[field.index];
      if (value !== undefined) content[field.id] = value;
    }
    const matches = kind < 0 ? undefined : row.codes[kind];
    return {
      subject: { uscc, name: subjectName, kind: of },
      formerNames:
        text(row, formerNames)
          ?.split(nameSeparators)
          .map((part) => part.trim())
          .filter((part) => part !== "" && part !== subjectName) ?? [],
      legacyCodes: legacy.flatMap(({ index, scheme }) => {
        const value = row.values[index];
        return typeof value === "string" && !row.unchecked.includes(index) ? [{ scheme, code: value }] : [];
      }),
      key: key(row, authorityName),
      authority: authorityName,
      region:
        roles.region === undefined
          ? regions.ofAuthority(authorityName, text(row, authorityCode))
          : regions.ofOrganisation(text(row, region), uscc),
      decidedOn: day,
      validFrom: date(row, validFrom),
      validUntil: date(row, validUntil),
      kind: matches?.reduce((a, b) => (b.rank > a.rank ? b : a)).code.number ?? null,
      amountCents,
      withdrawn: state >= 0 && withdrawnBy.includes(text(row, state) ?? ""),
      content,
      // keys were put in sorted, so that this is the canonical form (`canonicalJson` in the tests)
      canonical: JSON.stringify(content),
    };
  };
};
