import type { listReaders as route, Reading } from "@chengxin/domain/dossier/readers-api.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { z } from "zod";
import type { FileServices } from "../mandate/services.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import { inSnapshot } from "../platform/snapshot.ts";
import type { ChainChecks } from "./chain-checks.ts";
import { countReaders } from "./count-readings.ts";
import { ownAccess } from "./own-file.ts";
import type { Queryable } from "./read-file.ts";
import { pageOfReadings, purposesOf, readersValues, type ReadersOf, type ReadingRow } from "./reading-rows.ts";
import { readingView } from "./reading-view.ts";

const scope = "listReaders";
const Cursor = z.tuple([z.int().positive()]);

/** @throws Problem object.not_found for an organisation that the account doesn't act for */
export const readersOf = async (
  { database, catalogue }: Pick<FileServices, "database" | "catalogue">,
  uscc: string,
  ask: Ask<"dossier.read-readers" | "authorisation.read-uses">,
): Promise<ReadersOf> => {
  ask.permit({ uscc });
  return {
    organisationId: await getOrganisationId(database, uscc, null),
    accountId: ask.account().accountId,
    today: dayInShanghai(ask.at),
    purposes: purposesOf(catalogue),
  };
};

interface Wanted {
  /** Number in the chain; null: from the newest. */
  readonly before: number | null;
  /** The organisation's own readings too. */
  readonly all: boolean;
  /** Null: on any. */
  readonly basis?: string | null;
  readonly limit: number;
}

/** Readings before a number of the chain, newest first. */
export const readReadings = async (
  on: Queryable,
  { catalogue }: Pick<FileServices, "catalogue">,
  of: ReadersOf,
  { before, all, basis = null, limit }: Wanted,
): Promise<Reading[]> => {
  const { rows } = await on.query<ReadingRow>({
    text: pageOfReadings(limit),
    values: [...readersValues(of), before, all, basis],
  });
  return rows.map((row) => readingView(catalogue, row));
};

/** Who read what is not public about the organisation, complete or visibly broken; the look at the list is a reading as well. */
export const listReaders = async (
  services: FileServices & { readonly chains: ChainChecks },
  { uscc, whose, cursor, limit }: RouteArgs<typeof route>,
  ask: Ask<"dossier.read-readers">,
): Promise<RouteAnswer<typeof route>> => {
  const of = await readersOf(services, uscc, ask);
  const [before = null] = cursor === undefined ? [] : readCursor(scope, Cursor, cursor);
  const all = whose === "all";
  if (before === null) await services.chains.ready(of.organisationId, ask.at);
  const answer = await inSnapshot(services.database, async (client) => {
    const found = await readReadings(client, services, of, { before, all, limit: limit + 1 });
    const { total, others, news, kept } = await countReaders(
      client,
      of,
      services.chains.counted(of.organisationId, ask.at),
    );
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
      items,
      next: found.length > limit && last ? writeCursor(scope, [last.chainNo]) : null,
      count: { value: all ? total : others, atLeast: false },
      checked: before === null ? await services.chains.check(client, of.organisationId, ask.at) : null,
      kept,
      news,
    };
  });
  ask.noteAccess(ownAccess(ask, uscc, `readers:${uscc}`, { records: answer.items.length }));
  return answer;
};
