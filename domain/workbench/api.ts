import { z } from "zod";
import { defineRoute } from "../route.ts";
import { PlainDate } from "../words.ts";

/** Saved views that an account may have. */
export const mostViews = 50;

/** Which list of the workbench a view is of. */
const List = z.string().regex(/^[a-z][a-z-]{1,39}$/);

/** A list as somebody likes to see it: filters, order and columns under a name. */
export const SavedView = z.object({
  viewId: z.uuid(),
  list: z.string(),
  name: z.string(),
  /** Query part of the list's address, without `?` and without the page. */
  query: z.string(),
  savedAt: z.string(),
});
export type SavedView = z.infer<typeof SavedView>;

export const listViews = defineRoute({
  name: "listViews",
  method: "GET",
  path: "/workbench/views",
  action: "view.list",
  tag: "workbench",
  summary: { zh: "本账号保存的视图", en: "The views that this account has saved" },
  params: z.object({}),
  query: z.object({ list: List.optional() }),
  answer: z.object({ items: z.array(SavedView), most: z.number().int() }),
  maxAge: 0,
  problems: ["session.required"],
});

export const saveView = defineRoute({
  name: "saveView",
  method: "POST",
  path: "/workbench/views",
  action: "view.save",
  tag: "workbench",
  summary: {
    zh: "保存视图；同一列表的同名视图被替换",
    en: "Save a view; one of the same name on the same list is replaced",
  },
  params: z.object({}),
  query: z.object({}),
  body: z.object({ list: List, name: z.string().trim().min(1).max(40), query: z.string().max(2000) }),
  answer: SavedView,
  maxAge: 0,
  problems: ["session.required", "request.invalid", "view.too_many"],
});

export const deleteView = defineRoute({
  name: "deleteView",
  method: "DELETE",
  path: "/workbench/views/:viewId",
  action: "view.manage",
  tag: "workbench",
  summary: { zh: "删除本账号的一个视图", en: "Delete one of this account's views" },
  params: z.object({ viewId: z.uuid() }),
  query: z.object({}),
  answer: z.object({}),
  maxAge: 0,
  problems: ["session.required", "object.not_found"],
});

/** Kinds of work. An area that has work for somebody adds its code here, its words in the workbench's `text/work.*` and its source in the server. */
export const workCodes = [
  "batch.rejected",
  "declaration.missing",
  "mandate.waiting",
  "events.faulty",
  "alert.open",
  "log.contradicted",
  "account.proposed",
  "account.ending",
] as const;
export const WorkCode = z.enum(workCodes);
export type WorkCode = z.infer<typeof WorkCode>;

/** Something that waits for the one who asks. */
export const WorkItem = z.object({
  code: WorkCode,
  /** What the words are filled with. */
  data: z.record(z.string(), z.union([z.string(), z.number()])),
  /** How many of them. */
  count: z.number().int().positive(),
  /** The earliest day by which one is due; null: no clock runs. */
  dueOn: PlainDate.nullable(),
  /** Page of the workbench where it is done, below `/workbench`. */
  page: z.string().regex(/^\/[a-z]/),
});
export type WorkItem = z.infer<typeof WorkItem>;

export const showWork = defineRoute({
  name: "showWork",
  method: "GET",
  path: "/workbench/work",
  action: "work.read",
  tag: "workbench",
  summary: { zh: "等我处理的事，先到期的在前", en: "What waits for me, earliest due first" },
  params: z.object({}),
  query: z.object({}),
  answer: z.object({ today: PlainDate, items: z.array(WorkItem) }),
  maxAge: 0,
  problems: ["session.required"],
});
