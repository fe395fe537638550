import { clockOf, type Clock } from "@chengxin/domain/workbench/order-work.ts";
import { useLayoutData } from "../layout-data.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Nothing } from "../ui/Nothing.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { WorkLink } from "./WorkLink.tsx";

const clocks: readonly Clock[] = ["overdue", "today", "week", "later", "none"];

export default function WorkPage() {
  const text = useWorkbenchText().work;
  const work = useLayoutData()?.work;
  if (!work) return null;
  return (
    <WorkbenchPage title={text.title} lead={text.lead}>
      {work.items.length === 0 && <Nothing title={text.nothingTitle} advice={text.nothingAdvice} />}
      {clocks.map((clock) => {
        const items = work.items.filter((item) => clockOf(item, work.today) === clock);
        if (items.length === 0) return null;
        return (
          <section key={clock} className="wb-clock" data-clock={clock}>
            <h2>{text.clocks[clock]}</h2>
            <ul>
              {items.map((item) => (
                <li key={item.code}>
                  <WorkLink item={item} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
