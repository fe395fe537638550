import type { CatalogueItem, Field } from "../catalogue/item.ts";
import type { Source } from "../catalogue/code-table.ts";
import { isRegistrationNumber } from "../organisation/legacy-codes.ts";
import { cleanCode } from "../organisation/clean-code.ts";
import { kindOfUscc, readUscc } from "../organisation/uscc.ts";
import type { PlainDate } from "../words.ts";
import type { HeaderMatch } from "./checked-row.ts";
import { holdsIdentityNumber, removeIdentityNumbers } from "./identity-number.ts";
import { readSubjectKind } from "./read-code.ts";
import { isNullWord, scanText, tidyText, TEXT_DIGITS } from "./read-text.ts";
import type { TurnAwayReason } from "./row-problem.ts";

/** Endings by which a name of at most four characters is an organisation's. Single characters that are also given names (会, 园, 行) are not among them. */
const organisationEndings =
  /(?:厂|店|局|站|馆|所|厅|院|部|校|公司|银行|商行|车行|药房|药行|合作社|供销社|旅行社|报社|协会|学会|商会|工会|委员会|村委会|居委会|中心|超市|市场|商场|农场|林场|牧场|渔场|矿场|政府|党委|海关|处|大队|支队|中队|公园|庄园|园区|幼儿园|酒楼|茶楼|集团|基金会|联合会|红十字会|办公室|工作室|网吧|酒吧|作坊|油坊|饭庄|商社|寺|庙|教堂|街道|社区)$/;
const han = /^[\p{Script=Han}]{2,4}$/u;
const minority = /^[\p{Script=Han}]{1,8}(?:[·•・.．][\p{Script=Han}]{1,8}){1,3}$/u;
const maskedName = /^[\p{Script=Han}][*＊×○某xX]{1,3}[\p{Script=Han}]?$/u;
/** 张三丰先生, 王某某女士 */
const titled = /^[\p{Script=Han}·•*＊×○xX]{1,8}(?:先生|女士|小姐|同志|夫妇)$/u;
/** 网友“…”, 个人张三: whoever goes by such a name is a person. */
const online =
  /^(?:网友|网民|网名|昵称|(?:微信|微博|抖音|快手|网络)用户)[\p{Script=Han}\p{L}\p{N}“”"'‘’「」『』《》:：_·-]{1,30}$/u;
const declared = /^(?:个人|自然人|公民)[:：]?[\p{Script=Han}]{2,4}$/u;
const latin = /^[A-Z][A-Z'-]*(?:[ ,.]+[A-Z][A-Z'-]*){1,3}\.?$/i;
const latinOrganisation =
  /\b(?:CO|LTD|INC|LLC|LLP|CORP|GMBH|AG|SA|COMPANY|LIMITED|GROUP|BANK|BRANCH|OFFICE|ASSOCIATION|UNIVERSITY|SCHOOL|CENTER|CENTRE|CLUB|HOTEL)\b/i;

/** Whether a name alone looks like a natural person's: two to four Chinese characters without any ending of an organisation, 某 and * included, several of them too, with a title (先生), or the name that somebody goes by on the internet (网友“…”). */
export const looksLikePersonName = (name: string): boolean => {
  const bare = name
    .trim()
    .replace(/[(（〔][^()（）〔〕]*[)）〕]/gu, "")
    .replace(/等.{0,3}人$/u, "")
    .trim();
  if (bare.length > 60) return false;
  const people = bare.split(/[、，,；;]+/u).filter((part) => part !== "");
  const isPerson = (part: string): boolean => {
    const tight = part.replace(/[\s\u3000]/gu, "");
    if (organisationEndings.test(tight)) return false;
    if (maskedName.test(tight) || minority.test(tight)) return true;
    if (titled.test(tight) || online.test(tight) || declared.test(tight)) return true;
    return han.test(tight) || (latin.test(part.trim()) && !latinOrganisation.test(part));
  };
  return people.length > 0 && people.every(isPerson);
};

/** No cell of a code column is longer; what lies behind can only make it wrong. */
const MOST_CODE_CHARACTERS = 200;

const filled = (raw: string): boolean => {
  const text = tidyText(raw, scanText(raw));
  return text !== "" && !isNullWord(text);
};

const isValidUscc = (raw: string): boolean => raw.length <= MOST_CODE_CHARACTERS && readUscc(raw).ok;

/** A header without a field of its own that promises a person's identity number (old layouts). */
const personalHeader = /身份证|自然人.*证件/u;

/**
 * The guard of charter 3, made once a file: says why a row is about a natural person, before anything else of it is looked at, or null.
 * It needs no help from the catalogue's value maps to know 自然人, and no map can rename it.
 */
export const naturalPersonGuard = (input: {
  readonly item: CatalogueItem;
  readonly source: Source;
  readonly header: HeaderMatch;
  readonly today: PlainDate;
}): ((cells: readonly string[]) => TurnAwayReason | null) => {
  const { item, source, header, today } = input;
  const { roles } = item;
  const field = (id: string): Field | undefined => item.fields.find((f) => f.id === id);
  const columnsOf = (wanted: (id: string) => boolean): number[] =>
    header.fields.flatMap((id, column) => (id !== null && wanted(id) ? [column] : []));

  const name = header.fields.indexOf(roles.subjectName);
  const code = header.fields.indexOf(roles.subjectCode);
  const categories = columnsOf((id) => field(id)?.type === "subjectKind");
  const legacy = columnsOf((id) => field(id)?.type === "legacyCode");
  const documents = new Set(columnsOf((id) => (roles.naturalPersonDocument ?? []).includes(id)));
  header.fields.forEach((id, column) => {
    if (id === null && personalHeader.test(header.headers[column] ?? "")) documents.add(column);
  });
  const maps = categories.map((column) => source.valueMaps[header.fields[column] as string] ?? {});
  const taxNumbers = new Set(
    legacy.filter((column) => {
      const of = field(header.fields[column] as string);
      return of?.type === "legacyCode" && of.scheme === "taxNumber";
    }),
  );

  const saysNaturalPerson = (raw: string, map: Readonly<Record<string, string>>, hasCode: boolean): boolean => {
    const text = tidyText(raw, scanText(raw)).slice(0, MOST_CODE_CHARACTERS);
    if (text === "") return false;
    const own = readSubjectKind(text);
    if (own === "naturalPerson" && !/^\d+$/.test(text)) return true;
    const mapped = Object.hasOwn(map, text) ? readSubjectKind(map[text] as string) : own;
    return mapped === "naturalPerson" || (mapped === "ambiguous" && text === "2" && !hasCode);
  };

  const holdsNumber = (raw: string): boolean => {
    const cell = raw.slice(0, MOST_CODE_CHARACTERS);
    return (scanText(cell) & TEXT_DIGITS) !== 0 && holdsIdentityNumber(cell, today, "key");
  };

  return (cells) => {
    const codeCell = code < 0 ? "" : (cells[code] ?? "");
    const hasCode = codeCell !== "" && isValidUscc(codeCell);
    for (let i = 0; i < categories.length; i++) {
      if (saysNaturalPerson(cells[categories[i] as number] ?? "", maps[i] as Record<string, string>, hasCode)) {
        return "subject.natural_person_category";
      }
    }
    if (codeCell !== "" && holdsNumber(codeCell)) return "subject.identity_number_in_code";
    for (const column of legacy) {
      const cell = cells[column] ?? "";
      if (cell === "" || !holdsNumber(cell)) continue;
      // a sole trader's tax number was made of the owner's identity number: the business is known by its own code, the number is removed
      const ofSoleTrader = taxNumbers.has(column) && hasCode && kindOfUscc(cleanCode(codeCell).code) === "soleTrader";
      if (!ofSoleTrader) return "subject.identity_number_in_code";
    }
    for (const column of documents) if (filled(cells[column] ?? "")) return "subject.identity_document_columns";
    if (hasCode || name < 0) return null;
    return presumably(cells[name] ?? "", codeCell, today);
  };
};

/** Without a valid code of its own, a row belongs to whom its name says. */
const presumably = (nameCell: string, codeCell: string, today: PlainDate): TurnAwayReason | null => {
  const cell = nameCell.slice(0, MOST_CODE_CHARACTERS);
  const cleaned = removeIdentityNumbers(tidyText(cell, scanText(cell)), today, "key");
  const person = looksLikePersonName(cleaned.text);
  if (cleaned.removed > 0) return "subject.identity_number_in_code";
  if (!person) return null;
  const code = cleanCode(codeCell.slice(0, MOST_CODE_CHARACTERS)).code;
  // a sole trader may bear the owner's name: a number that is one of an organisation, but wrong, gets the row rejected, not lost
  const reading = readUscc(codeCell.slice(0, MOST_CODE_CHARACTERS));
  const mistyped = !reading.ok && (reading.problem === "checkDigit" || reading.problem === "legacyNumber");
  if (!mistyped) return "subject.presumably_natural_person";
  const asPerson = code.length === 15 && isRegistrationNumber(code) && isFirstGeneration(code, today);
  return asPerson ? "subject.presumably_natural_person" : null;
};

/** Reads a 15-digit number as a person's although it is a valid 注册号 too: only a person's name beside it makes the difference. */
const isFirstGeneration = (code: string, today: PlainDate): boolean =>
  holdsIdentityNumber(`身份证${code}`, today, "text");
