import type { CatalogueItem, Field } from "../catalogue/item.ts";
import type { HeaderMatch, HeaderProblem } from "./checked-row.ts";
import { removeIdentityNumbers } from "./identity-number.ts";
import type { AmountUnit } from "./read-amount.ts";

/** Id of the layout that every item has: today's names, codes and aliases. */
export const standardLayout = "standard";

/** No column's name is longer; what is, is no name. */
const MOST_CHARACTERS = 200;

const unitSuffix = /(?:\((?:单位[:：]?)?(万元|元)\)|_(万元|元))$/;
const lastBracket = /\([^()]*\)$/;

/** A header as it is compared: NFKC, upper case, without blank space, BOM, 必填 marks and stars. */
export const foldHeader = (header: string): string =>
  header
    .slice(0, MOST_CHARACTERS)
    .normalize("NFKC")
    .replace(/[〔【［[]/g, "(")
    .replace(/[〕】］\]]/g, ")")
    .replace(/[\s\u00AD\u200B-\u200F\u2060\uFEFF"'*:：]/g, "")
    .replace(/\(必填\)|\(选填\)/g, "")
    .toUpperCase();

/** Unit of money that a header names (罚款金额（元）), null when it names none. */
export const unitOfHeader = (header: string): AmountUnit | null => {
  const m = unitSuffix.exec(foldHeader(header));
  return m === null ? null : ((m[1] ?? m[2]) as AmountUnit);
};

type Index = ReadonlyMap<string, string | null>;

const namesOf = (field: Field): string[] => [field.name.zh, field.id, ...field.aliases, field.name.en];

/** Folded header → field. Names go before aliases, whole names before names without their bracket or unit. */
const standardIndex = (item: CatalogueItem): Map<string, string | null> => {
  const index = new Map<string, string | null>();
  const add = (header: string, id: string): void => {
    if (header !== "" && !index.has(header)) index.set(header, id);
  };
  for (const field of item.fields) for (const name of [field.name.zh, field.id]) add(foldHeader(name), field.id);
  for (const field of item.fields) for (const name of namesOf(field)) add(foldHeader(name), field.id);
  for (const field of item.fields) {
    for (const name of namesOf(field)) add(foldHeader(name).replace(unitSuffix, "").replace(lastBracket, ""), field.id);
  }
  return index;
};

const layoutIndex = (item: CatalogueItem, columns: Readonly<Record<string, string | null>>): Index => {
  const own = new Map<string, string | null>();
  for (const [header, id] of Object.entries(columns)) own.set(foldHeader(header), id);
  return new Map([...standardIndex(item), ...own]);
};

/** undefined: in no column of the index. A unit or remark in brackets behind a known name is overlooked. */
const find = (index: Index, header: string): string | null | undefined => {
  const folded = foldHeader(header);
  if (folded === "") return undefined;
  for (const form of [folded, folded.replace(unitSuffix, ""), folded.replace(lastBracket, "")]) {
    if (index.has(form)) return index.get(form);
  }
  return undefined;
};

interface Candidate {
  readonly layout: string;
  readonly fields: readonly (string | null)[];
  readonly unknown: readonly number[];
}

const candidates = (item: CatalogueItem, headers: readonly string[]): Candidate[] => {
  const indexes: [string, Index][] = [
    [standardLayout, standardIndex(item)],
    ...item.layouts.map((layout): [string, Index] => [layout.id, layoutIndex(item, layout.columns)]),
  ];
  return indexes.map(([layout, index]) => {
    const found = headers.map((header) => find(index, header));
    return {
      layout,
      fields: found.map((id) => id ?? null),
      unknown: found.flatMap((id, column) => (id === undefined ? [column] : [])),
    };
  });
};

/** Fewest columns unknown, then most columns taken in, then the first (today's names). */
const best = (item: CatalogueItem, headers: readonly string[]): Candidate => {
  const taken = (candidate: Candidate): number => candidate.fields.filter((id) => id !== null).length;
  return candidates(item, headers).reduce((a, b) =>
    b.unknown.length < a.unknown.length || (b.unknown.length === a.unknown.length && taken(b) > taken(a)) ? b : a,
  );
};

const withoutEmptyTail = (headers: readonly string[]): readonly string[] => {
  let length = headers.length;
  while (length > 0 && foldHeader(headers[length - 1] as string) === "") length--;
  return headers.slice(0, length);
};

/** A header as a problem may repeat it: short, and without any identity number, whenever its owner was born. */
const safe = (header: string): string =>
  removeIdentityNumbers(header.slice(0, 200), "9999-12-31", "key").text.slice(0, 80);

const twice = (
  item: CatalogueItem,
  headers: readonly string[],
  fields: readonly (string | null)[],
): HeaderProblem[] => {
  const first = new Map<string, number>();
  const problems: HeaderProblem[] = [];
  fields.forEach((id, column) => {
    if (id === null) return;
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, column);
      return;
    }
    const field = item.fields.find((f) => f.id === id);
    // 处罚类别1 and 处罚类别2 of the old layout feed one field that allows several values
    if (
      field?.type === "code" &&
      field.multiple &&
      foldHeader(headers[before] as string) !== foldHeader(headers[column] as string)
    )
      return;
    problems.push({
      code: "file.column_twice",
      data: {
        header: headers[column] as string,
        column: column + 1,
        other: headers[before] as string,
        otherColumn: before + 1,
        field: field?.name.zh ?? id,
      },
    });
  });
  return problems;
};

/**
 * Which column of a file is which field of the item: by Chinese name, standard code, alias or an older layout; blank space, width, BOM, stars and a unit or
 * remark in brackets are overlooked. Every column must be known, so that nothing is lost unnoticed; missing columns are the rows' affair.
 * @param otherItems to say which item a file of another item belongs to
 */
export const matchHeader = (
  item: CatalogueItem,
  headers: readonly string[],
  otherItems: readonly CatalogueItem[],
): { readonly match: HeaderMatch } | { readonly problems: readonly HeaderProblem[] } => {
  const named = withoutEmptyTail(headers);
  const own = best(item, named);
  const known = named.length - own.unknown.length;
  const { subjectName, subjectCode } = item.roles;
  const hasSubject = own.fields.includes(subjectName) || own.fields.includes(subjectCode);
  // a file without a header begins with somebody's data: nothing of it is repeated
  if (known === 0 || (!hasSubject && own.unknown.length > known)) {
    return { problems: [otherItemOf(item, named, known, otherItems) ?? { code: "file.header_missing", data: {} }] };
  }
  if (own.unknown.length > 0) {
    const other = otherItemOf(item, named, known, otherItems);
    if (other !== null) return { problems: [other] };
  }
  const problems: HeaderProblem[] = own.unknown.map((column) => ({
    code: "file.column_unknown",
    data: { header: safe(named[column] as string), column: column + 1 },
  }));
  problems.push(...twice(item, named, own.fields));
  if (!hasSubject) {
    const nameOf = (id: string): string => item.fields.find((f) => f.id === id)?.name.zh ?? id;
    problems.push({ code: "file.no_subject_column", data: { name: nameOf(subjectName), code: nameOf(subjectCode) } });
  }
  if (problems.length > 0) return { problems };
  const tail = headers.length - named.length;
  return {
    match: { layout: own.layout, fields: [...own.fields, ...new Array<null>(tail).fill(null)], headers: [...headers] },
  };
};

/** Another item that knows more of the columns than this one does, a subject's among them. */
const otherItemOf = (
  item: CatalogueItem,
  headers: readonly string[],
  known: number,
  otherItems: readonly CatalogueItem[],
): HeaderProblem | null => {
  let most = known;
  let found: CatalogueItem | null = null;
  for (const other of otherItems) {
    if (other.id === item.id) continue;
    const there = best(other, headers);
    const count = headers.length - there.unknown.length;
    const hasSubject = there.fields.includes(other.roles.subjectName) || there.fields.includes(other.roles.subjectCode);
    if (count > most && hasSubject) {
      most = count;
      found = other;
    }
  }
  return found === null
    ? null
    : {
        code: "file.columns_of_other_item",
        data: { item: found.id, name: found.name.zh, known, knownThere: most, columns: headers.length },
      };
};
