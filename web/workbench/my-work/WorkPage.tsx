import { Nothing } from "../ui/Nothing.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

export default function WorkPage() {
  const text = useWorkbenchText().work;
  return (
    <WorkbenchPage title={text.title} lead={text.lead}>
      <Nothing title={text.nothingTitle} advice={text.nothingAdvice} />
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
