import { soonDays } from "@chengxin/domain/workbench/order-work.ts";
import type { WorkCode } from "@chengxin/domain/workbench/api.ts";

type Data = Readonly<Record<string, string | number>>;

/** What each kind of work is called, with its number. */
const items: Readonly<Record<WorkCode, (count: number, data: Data) => string>> = {
  "batch.rejected": (count, data) =>
    `${count} ${count === 1 ? "file" : "files"} with rejected rows (${data["rejected"]} in all): mend them and send them again (last ${data["days"]} days)`,
  "declaration.missing": (count, data) =>
    `${count} ${count === 1 ? "item has" : "items have"} no number of decisions declared for ${data["month"]}; without it there is no rate of reporting`,
  "events.faulty": (count) => `The last verification found ${count} faults among the events`,
  "log.contradicted": (count) =>
    `${count} ${count === 1 ? "checkpoint" : "checkpoints"} of our log, shown by witnesses, that it does not have: the database was set back, or somebody else has its key`,
  "alert.open": (count) => `${count} alerts about unusual reading to look at`,
  "account.proposed": (count) =>
    `${count} ${count === 1 ? "account has a role or an extension that waits" : "accounts have a role or an extension that waits"} for you to decide`,
  "account.ending": (count, data) =>
    `${count} ${count === 1 ? "account ends" : "accounts end"} within ${data["days"]} days: review ${count === 1 ? "it" : "them"}, to extend or to let end`,
  "mandate.waiting": (count) => `${count} ${count === 1 ? "mandate waits" : "mandates wait"} to be confirmed`,
};

export const work = {
  title: "My work",
  lead: "What waits for you, earliest due first.",
  items,
  clocks: {
    overdue: "Overdue",
    today: "Due today",
    week: `Due within ${soonDays} days`,
    later: "Due later",
    none: "Without a due day",
  },
  due: (day: string) => `due ${day}`,
  nothingTitle: "Nothing waits for you now",
  nothingAdvice:
    "What is due, to be confirmed or to be reviewed appears here by itself. You can also start from the sections.",
};
