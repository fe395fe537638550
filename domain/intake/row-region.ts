import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Region, Source } from "../catalogue/code-table.ts";
import { regionOfUscc } from "../organisation/uscc.ts";
import { memo } from "./memo.ts";

/** 丹东市 is also 丹东, 宽甸满族自治县 also 宽甸: two characters at least, or it would match too much. */
const shortName = (region: Region): string => {
  const short = region.name.zh.replace(/(?:满族|回族|蒙古族|朝鲜族|锡伯族)*(?:自治县|自治州|省|市|县|区)$/u, "");
  return short.length >= 2 ? short : region.name.zh;
};

/** A place at the beginning of an authority's name, known or not: 南京市…, 济南市…, but not 市场监督管理局. */
const namesSomePlace = /^[\p{Script=Han}]{2,}?(?:省|市|县|区|州|旗|盟)/u;

export interface RegionReader {
  /** Division that an authority works for: by its code, else by its name; a name without a place is the source's. null: another place, not in the table. */
  readonly ofAuthority: (authority: string, code: string | undefined) => string | null;
  /** Division an organisation belongs to: as stated (code or name), made finer by the code's registering authority where that lies within it. */
  readonly ofOrganisation: (stated: string | undefined, uscc: string) => string | null;
}

/** Finds GB/T 2260 divisions of the catalogue. Abolished codes are not given out. */
export const regionReader = (catalogue: Catalogue, source: Source): RegionReader => {
  const current = [...catalogue.regions.values()].filter((region) => !region.abolished);
  const codes = new Set(current.map((region) => region.code));
  const province = current.find((region) => region.level === "province");
  const city = current.find((region) => region.code === catalogue.city.region);
  // counties before the city: 丹东市元宝区… is 元宝区
  const finest = current.toSorted(
    (a, b) =>
      Number(a.level === "city" || a.level === "province") - Number(b.level === "city" || b.level === "province"),
  );

  const byName = (name: string): string | null => {
    let rest = name;
    if (province !== undefined && rest.startsWith(province.name.zh)) rest = rest.slice(province.name.zh.length);
    const inCity = city !== undefined && rest.startsWith(city.name.zh);
    if (inCity) rest = rest.slice(city.name.zh.length);
    const county = finest.find(
      (region) => region.level !== "city" && region.level !== "province" && rest.startsWith(region.name.zh),
    );
    if (county !== undefined) return county.code;
    if (inCity) return city.code;
    return rest === "" && province !== undefined && name !== "" ? province.code : null;
  };

  const ofAuthorityName = memo((authority: string): { readonly region: string | null } => {
    const named = byName(authority);
    if (named !== null) return { region: named };
    return { region: namesSomePlace.test(authority) ? null : codes.has(source.region) ? source.region : null };
  });

  const ofStated = memo((stated: string): { readonly region: string | null } => {
    if (codes.has(stated)) return { region: stated };
    const exact = finest.find((region) => region.name.zh === stated || shortName(region) === stated);
    return { region: exact?.code ?? byName(stated) };
  });

  return {
    ofAuthority: (authority, code) => {
      if (code !== undefined) {
        const region = regionOfUscc(code);
        if (codes.has(region)) return region;
      }
      return ofAuthorityName(authority).region;
    },
    ofOrganisation: (stated, uscc) => {
      const registered = regionOfUscc(uscc);
      const byCode = codes.has(registered) ? registered : null;
      if (stated === undefined) return byCode;
      const { region } = ofStated(stated);
      if (region === null) return byCode;
      const lower =
        region.endsWith("00") && byCode !== null && byCode.startsWith(region.slice(0, region.endsWith("0000") ? 2 : 4));
      return lower ? byCode : region;
    },
  };
};
