import { useEffect, useRef } from "react";
import type { FormFault } from "../../api.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

interface FormProblemProps {
  readonly fault: FormFault | undefined;
  /** What the fields are called on the page, by their names. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What stands and what to do; by default that nothing was sent and what was typed is still there. */
  readonly advice?: string;
}

/** Why a form was not taken, above it; what was typed is still there. The reader is led here. */
export const FormProblem = ({ fault, labels = {}, advice }: FormProblemProps) => {
  const text = useWorkbenchText().ui;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (fault) box.current?.focus();
  }, [fault]);
  if (!fault) return null;
  const { code, sentence, field } = fault.problem;
  const label = code === "request.invalid" && field ? labels[field] : undefined;
  return (
    <div ref={box} role="alert" tabIndex={-1} className="wb-refusal">
      <p className="wb-nothing-title">{label ? text.fieldInvalid(label) : sentence}</p>
      <p>{advice ?? text.notSent}</p>
      <p className="wb-note">{text.code(code)}</p>
    </div>
  );
};
