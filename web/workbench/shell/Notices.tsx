import { BellOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import type { WorkItem } from "@chengxin/domain/workbench/api.ts";
import { WorkLink } from "../my-work/WorkLink.tsx";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Disclosure } from "../ui/Disclosure.tsx";

/** The bell: how many kinds of work wait, and which. */
export const Notices = ({ items }: { items: readonly WorkItem[] }) => {
  const text = useWorkbenchText().shell;
  const paths = useWorkbenchPaths();
  return (
    <Disclosure
      plain
      align="end"
      name={text.notifications(items.length)}
      label={
        <>
          <BellOutlined aria-hidden="true" />
          {items.length > 0 && <span className="wb-count">{items.length}</span>}
        </>
      }
    >
      {items.length === 0 ? (
        <p>{text.nothingNew}</p>
      ) : (
        <ul className="wb-notices">
          {items.map((item) => (
            <li key={item.code}>
              <WorkLink item={item} />
            </li>
          ))}
        </ul>
      )}
      <Link to={paths.work()}>{text.toWork}</Link>
    </Disclosure>
  );
};
