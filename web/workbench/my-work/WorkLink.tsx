import { Link } from "react-router";
import type { WorkItem } from "@chengxin/domain/workbench/api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatDay } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";

/** One kind of work in words, with the day on which it is due; it opens where it is done. */
export const WorkLink = ({ item }: { item: WorkItem }) => {
  const text = useWorkbenchText().work;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  return (
    <Link to={paths.page(item.page)} className="wb-work">
      <span>{text.items[item.code](item.count, item.data)}</span>
      {item.dueOn && <time dateTime={item.dueOn}>{text.due(formatDay(item.dueOn, language))}</time>}
    </Link>
  );
};
