import type { showGiven as route } from "@chengxin/domain/authorisation/api.ts";
import { basisOf } from "@chengxin/domain/dossier/basis.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { z } from "zod";
import { readersOf, readReadings } from "../dossier/list-readers.ts";
import { ownAccess } from "../dossier/own-file.ts";
import type { FileServices } from "../mandate/services.ts";
import type { Ask } from "../platform/ask.ts";
import { readCursor, writeCursor } from "../platform/cursor.ts";
import { authorisationView, getAuthorisation } from "./authorisations.ts";

const scope = "showGiven";
const Cursor = z.tuple([z.int().positive()]);

/** One authorisation that the organisation gave, with each use. @throws Problem object.not_found */
export const showGiven = async (
  services: FileServices,
  { uscc, authorisationId, cursor, limit }: RouteArgs<typeof route>,
  ask: Ask<"authorisation.read-uses">,
): Promise<RouteAnswer<typeof route>> => {
  const { database, catalogue } = services;
  const of = await readersOf(services, uscc, ask);
  const row = await getAuthorisation(database.pool, of.organisationId, authorisationId);
  const [before = null] = cursor === undefined ? [] : readCursor(scope, Cursor, cursor);
  const basis = basisOf("authorisation", authorisationId);
  const found = await readReadings(database.pool, services, of, { before, all: true, basis, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  ask.noteAccess(ownAccess(ask, uscc, `readers:${uscc}`, { authorisation: authorisationId, records: items.length }));
  return {
    authorisation: authorisationView(catalogue, row, of.today),
    items,
    next: found.length > limit && last ? writeCursor(scope, [last.chainNo]) : null,
    count: { value: row.uses, atLeast: false },
  };
};
