import * as api from "@chengxin/domain/workbench/api.ts";
import { byClock } from "@chengxin/domain/workbench/order-work.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { bind, type BoundRoute } from "../platform/http.ts";
import { dropView, findViews, keepView } from "./views.ts";
import type { WorkSource } from "./work.ts";

interface WorkbenchServices {
  readonly database: Database;
  readonly clock: Clock;
}

/** @param sources where work comes from: one of each area that has any */
export const workbenchRoutes = (
  { database, clock }: WorkbenchServices,
  sources: readonly WorkSource[],
): BoundRoute[] => [
  bind(api.listViews, (args, ask) => findViews(database, args, ask)),
  bind(api.saveView, (args, ask) => keepView(database, args, ask)),
  bind(api.deleteView, (args, ask) => dropView(database, args, ask)),
  bind(api.showWork, async (_args, ask) => {
    const actor = ask.account();
    const today = clock.today();
    const items = await Promise.all(sources.map((workOf) => workOf(actor, today)));
    return { today, items: byClock(items.flat()) };
  }),
];
