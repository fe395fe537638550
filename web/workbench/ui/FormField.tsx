import { useId, type ReactNode } from "react";

/** What joins a control to its label and hint. */
interface Joined {
  readonly id: string;
  readonly "aria-describedby"?: string;
}

interface FormFieldProps {
  readonly label: string;
  /** What belongs in and what doesn't. */
  readonly hint?: ReactNode;
  readonly children: (joined: Joined) => ReactNode;
}

/** One question of a form. */
export const FormField = ({ label, hint, children }: FormFieldProps) => {
  const id = useId();
  return (
    <div className="wb-question">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} className="wb-note">
          {hint}
        </p>
      )}
      {children({ id, ...(hint ? { "aria-describedby": `${id}-hint` } : {}) })}
    </div>
  );
};

/** A question that is answered by choosing one of a few. */
export const FormChoice = ({ label, hint, children }: Omit<FormFieldProps, "children"> & { children: ReactNode }) => (
  <fieldset className="wb-question">
    <legend>{label}</legend>
    {hint && <p className="wb-note">{hint}</p>}
    {children}
  </fieldset>
);
