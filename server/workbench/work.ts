import type { AccountActor } from "@chengxin/domain/access/actor.ts";
import type { WorkItem } from "@chengxin/domain/workbench/api.ts";
import type { PlainDate } from "@chengxin/domain/words.ts";

/**
 * What an area has for somebody to do, today. Each area exports one (`server/<area>/work.ts`) and `api-routes.ts` lists it; it asks one small, indexed
 * question, since everybody's first page waits for all of them, and answers nothing to those whose task it isn't.
 */
export type WorkSource = (actor: AccountActor, today: PlainDate) => Promise<readonly WorkItem[]>;
