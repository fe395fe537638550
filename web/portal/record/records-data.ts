import type { LoaderFunctionArgs } from "react-router";
import * as catalogue from "@chengxin/domain/catalogue/api.ts";
import * as record from "@chengxin/domain/record/api.ts";
import { ApiProblem } from "../../api-problem.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { countOf } from "./count-of.ts";

const names = ["item", "from", "to", "region", "kind", "authority", "organisation"] as const;

/** The two lists of 双公示 are this page with its item fixed by the address. */
const fixedItem = (pathname: string): string | null =>
  pathname.endsWith("/licences") ? "licence" : pathname.endsWith("/penalties") ? "penalty" : null;

/** One page of a list of records with what it is filtered by and what it could be filtered by. */
export const loadRecords = (args: LoaderFunctionArgs) =>
  load(args, async (api, language, url) => {
    const fixed = fixedItem(url.pathname);
    const { kind, ...asked } = { ...filled(url, names), ...(fixed && { item: fixed }) };
    // A kind left over from an item that is no longer chosen means nothing.
    const chosen = { ...asked, ...(kind && asked.item && { kind }) };
    const { cursor } = filled(url, ["cursor"]);
    const input = { ...chosen, cursor };
    const [{ items }, facets] = await Promise.all([
      api(catalogue.listItems, {}),
      api(record.listFacets, { item: chosen.item }),
    ]);
    const choices = {
      ...facets,
      items: items.filter(({ disclosure }) => disclosure === "public").map(({ id, name }) => ({ id, name })),
    };
    const shared = { fixed, chosen, cursor: cursor ?? null, choices };
    try {
      const page = await api(record.listRecords, input);
      const whole = Object.keys(chosen).every((name) => name === "item");
      const count =
        page.count?.atLeast && whole
          ? countOf(await api(record.showStatistics, {}), chosen.item ?? null, page.count)
          : page.count;
      const take = {
        csv: apiUrl(record.listRecords, { ...input, format: "csv", language }),
        json: apiUrl(record.listRecords, input),
      };
      return { ...shared, page: { ...page, count }, take, problem: null };
    } catch (error) {
      // A form keeps what was typed: the page answers with the reason above it.
      if (error instanceof ApiProblem && (error.status === 400 || error.status === 404))
        return { ...shared, page: null, take: null, problem: problemInWords(error, language) };
      throw error;
    }
  });
export type RecordsData = Awaited<ReturnType<typeof loadRecords>>;
