import type { LoaderFunctionArgs } from "react-router";
import * as catalogue from "@chengxin/domain/catalogue/api.ts";
import * as organisation from "@chengxin/domain/organisation/api.ts";
import * as record from "@chengxin/domain/record/api.ts";
import { apiUrl, filled, load } from "../../api.ts";

/** All that the page of one organisation shows: who it is, one page of its records, what they can be narrowed by. */
export const loadOrganisation = (args: LoaderFunctionArgs, uscc: string) =>
  load(args, async (api, language, url) => {
    const chosen = filled(url, ["item", "year", "authority", "cursor"]);
    const year = /^\d{4}$/.test(chosen.year ?? "") ? chosen.year : undefined;
    const query = {
      organisation: uscc,
      item: chosen.item,
      authority: chosen.authority,
      cursor: chosen.cursor,
      ...(year && { from: `${year}-01-01`, to: `${year}-12-31` }),
    };
    const [found, page, facets, { items }] = await Promise.all([
      api(organisation.showOrganisation, { uscc }),
      api(record.listRecords, query),
      api(record.listFacets, { organisation: uscc, item: chosen.item }),
      api(catalogue.listItems, {}),
    ]);
    return {
      organisation: found,
      page,
      facets,
      /** What "adverse" means here: every item of the catalogue that has that effect and is shown in public. */
      adverseItems: items
        .filter(({ effect, disclosure }) => effect === "adverse" && disclosure === "public")
        .map(({ id, name }) => ({ id, name: name[language] })),
      chosen: {
        item: chosen.item ?? null,
        year: year ?? null,
        authority: chosen.authority ?? null,
        cursor: chosen.cursor ?? null,
      },
      take: {
        csv: apiUrl(record.listRecords, { ...query, format: "csv", language }),
        json: apiUrl(record.listRecords, query),
      },
    };
  });
export type OrganisationData = Awaited<ReturnType<typeof loadOrganisation>>;
