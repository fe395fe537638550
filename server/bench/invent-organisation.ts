import { usccCheckCharacter } from "@chengxin/domain/organisation/uscc.ts";
import { createRandom } from "./random.ts";
import { businessScopes, bureaus, counties, forms, streets, tradeCharacters, trades } from "./vocabulary.ts";

/** An invented organisation: never a natural person, never a real firm on purpose. */
export interface InventedOrganisation {
  readonly uscc: string;
  readonly name: string;
  readonly county: string;
  /** 企业类型 as registers write it. */
  readonly type: string;
  /** 行政相对人类别 as the standard writes it. */
  readonly subjectKind: "法人及非法人组织" | "个体工商户";
  readonly establishedOn: string;
}

export interface InventedAuthority {
  readonly name: string;
  readonly short: string;
  readonly uscc: string;
}

const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const organisationStream = 1;

/** 2015-01-01 and the days after it, ISO. */
const firstDay = Date.UTC(2015, 0, 1);
const isoDays = Array.from({ length: 12_000 }, (_, day) =>
  new Date(firstDay + day * 86_400_000).toISOString().slice(0, 10),
);
/** Days on which decisions were made: 2015-01-01 to 2026-06-30. */
export const lastDecisionDay = isoDays.indexOf("2026-06-30");

/** ISO date of a day number, 0 = 2015-01-01. */
export const isoDay = (day: number): string => isoDays[Math.min(day, isoDays.length - 1)]!;

/** Check character of GB 11714 over the first eight. */
const withOrganisationCheck = (first8: string): string => {
  let sum = 0;
  for (const [place, weight] of [3, 7, 9, 10, 5, 8, 4, 2].entries())
    sum += Number.parseInt(first8[place]!, 36) * weight;
  const check = (11 - (sum % 11)) % 11;
  return first8 + (check === 10 ? "X" : String(check));
};

/** Nine characters of GB 11714, as given out since 2015: a prefix of two letters, six counted up from `number` (distinct below 31^6), the check character. */
const organisationCode = (prefix: string, number: number): string => {
  let rest = number % 31 ** 6;
  let code = "";
  for (let place = 0; place < 6; place += 1) {
    code = alphabet[rest % 31]! + code;
    rest = Math.trunc(rest / 31);
  }
  return withOrganisationCheck(prefix + code);
};

/** The older form: digits alone. */
const digitsCode = (number: number): string => withOrganisationCheck(String(number % 1e8).padStart(8, "0"));

const withCheck = (first17: string): string => {
  const check = usccCheckCharacter(first17);
  if (check === null) throw new Error(`${first17} has a character outside GB 32100-2015`);
  return first17 + check;
};

const chooseWeighted = <T>(from: readonly T[], weight: (entry: T) => number, at: number): T => {
  let rest = at;
  for (const entry of from) {
    rest -= weight(entry);
    if (rest < 0) return entry;
  }
  return from.at(-1)!;
};

const random = createRandom();

/** Organisation number `index` (0-based) of the set that `seed` names. Codes are valid and distinct; names repeat now and then, as in life. */
export const inventOrganisation = (index: number, seed: number): InventedOrganisation => {
  random.at(seed, organisationStream, index);
  const county = chooseWeighted(counties, (entry) => entry.share, random.next());
  const form = chooseWeighted(forms, (entry) => entry.weight, random.next());
  const third = random.next() < 0.25 ? random.pick(tradeCharacters) : "";
  const name =
    random.pick(county.prefixes) +
    random.pick(tradeCharacters) +
    random.pick(tradeCharacters) +
    third +
    random.pick(trades) +
    form.ending;
  return {
    uscc: withCheck(
      form.code +
        county.code +
        (index % 5 === 0 && form.code === "91"
          ? digitsCode(70_000_000 + index)
          : organisationCode(form.code < "60" ? "MJ" : "MA", 20_000_003 + index * 7919)),
    ),
    name,
    county: county.name,
    type: form.type,
    subjectKind: form.code === "92" ? "个体工商户" : "法人及非法人组织",
    establishedOn: isoDay(random.below(3500)),
  };
};

/** The register's own columns, as the city's published register has them. */
export const organisationHeaders = [
  "企业名称",
  "统一社会信用代码",
  "注册日期",
  "企业类型",
  "注册资金",
  "经营范围",
  "所在省份",
  "地区",
  "注册地址",
] as const;

/** CSV line (with line feed) of organisation `index` in a register file. */
export const organisationLine = (index: number, seed: number): string => {
  const organisation = inventOrganisation(index, seed);
  const wan = 1 + random.below(5000);
  const capital =
    random.next() < 0.3
      ? `"${wan.toLocaleString("en")}.${1000 + random.below(8999)}(万元人民币)"`
      : random.next() < 0.2
        ? "N/A"
        : `${wan}万元人民币`;
  const scope = `${random.pick(businessScopes)}；${random.pick(businessScopes)}。`;
  const tail = random.next() < 0.4 ? `"${scope}(依法须经批准的项目,经相关部门批准后方可开展经营活动。)"` : scope;
  const address = `辽宁省丹东市${organisation.county}${random.pick(streets)}${1 + random.below(400)}号`;
  return `${organisation.name},${organisation.uscc},${organisation.establishedOn},${organisation.type},${capital},${tail},辽宁,丹东,${address}\n`;
};

/** Every authority that decides in the invented set: each bureau of the city and of each county. */
export const authorities: readonly InventedAuthority[] = [{ code: "210600", name: "丹东市" }, ...counties].flatMap(
  (place, row) =>
    bureaus.map(([bureau, short], column) => ({
      name: place.name + bureau,
      short: (place.code === "210600" ? "丹" : place.name[0]!) + short,
      uscc: withCheck(`11${place.code}${digitsCode(100_000 + (row * bureaus.length + column) * 61)}`),
    })),
);
