import type { FormFault } from "../../api.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

/** Why a form was not taken, above it. */
export const FormProblem = ({ fault, advice }: { fault: FormFault | undefined; advice: string }) => {
  const { audit, ui } = useWorkbenchText();
  if (!fault) return null;
  return (
    <div role="alert" className="wb-refusal">
      <p className="wb-nothing-title">{audit.alerts.failed}</p>
      <p>{fault.problem.sentence}</p>
      <p>{advice}</p>
      <p className="wb-note">{ui.code(fault.problem.code)}</p>
    </div>
  );
};
