import { usePaths } from "../../text/use-text.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Nothing } from "../ui/Nothing.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";

/** What an organisation's agent finds here: where to go instead. */
export const OfficialsOnly = () => {
  const text = useWorkbenchText().shell;
  const paths = usePaths();
  return (
    <WorkbenchPage title={text.officialsOnly}>
      <Nothing title={text.officialsOnly} advice={text.officialsOnlyAdvice}>
        <a href={paths.home()}>{text.portal}</a>
      </Nothing>
    </WorkbenchPage>
  );
};
