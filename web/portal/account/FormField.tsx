import type { InputHTMLAttributes } from "react";
import type { FormFault } from "../../api.ts";
import { useAccountText } from "../../text/account-text.ts";
import { faultInWords, fieldOf } from "./fault.ts";

interface FormFieldProps extends Omit<
  InputHTMLAttributes<HTMLInputElement>,
  "id" | "name" | "defaultValue" | "autoFocus"
> {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** Of the form; shown here when it is about this field. */
  readonly fault: FormFault | undefined;
  /** Before anything was typed. */
  readonly initial?: string;
  /** The page is for nothing but this field. */
  readonly focus?: boolean;
}

/** A labelled input. What is wrong with it stands above it and is read with it; the cursor is there already. */
export const FormField = ({ name, label, hint, fault, initial = "", focus = false, ...input }: FormFieldProps) => {
  const text = useAccountText();
  const id = `field-${name}`;
  const wrong = fault !== undefined && fieldOf(fault) === name ? faultInWords(fault, text) : null;
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  return (
    <div className="field" data-wrong={wrong === null ? undefined : "true"}>
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p className="wrong" id={`${id}-wrong`}>
          <span className="visually-hidden">{text.error}</span>
          {wrong}
        </p>
      )}
      <input
        spellCheck={false}
        required
        {...input}
        id={id}
        name={name}
        defaultValue={fault?.typed[name] ?? initial}
        aria-invalid={wrong === null ? undefined : true}
        aria-describedby={described || undefined}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- without scripts nothing else leads to the field that is wrong
        autoFocus={wrong !== null || focus}
      />
    </div>
  );
};
