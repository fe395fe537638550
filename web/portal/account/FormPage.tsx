import type { ReactNode } from "react";
import type { FormFault } from "../../api.ts";
import { useAccountText } from "../../text/account-text.ts";
import { Page } from "../../ui/Page.tsx";
import { faultInWords, fieldOf } from "./fault.ts";

interface FormPageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Of the form that was sent; undefined: none was, or all went well. */
  readonly fault: FormFault | undefined;
  readonly children: ReactNode;
}

/** A page with a form: what went wrong stands first, in the page's title too, and leads to the field. */
export const FormPage = ({ title, lead, fault, children }: FormPageProps) => {
  const text = useAccountText();
  const field = fault && fieldOf(fault);
  return (
    <Page
      title={fault ? text.error + title : title}
      heading={<h1>{title}</h1>}
      robots="noindex"
      lead={fault ? undefined : lead}
    >
      {fault && (
        <div className="notice notice-alert" role="alert">
          <h2>{text.notDone}</h2>
          <p>{field ? <a href={`#field-${field}`}>{faultInWords(fault, text)}</a> : faultInWords(fault, text)}</p>
          {Object.values(fault.typed).some((value) => value !== "") && <p className="hint">{text.typedKept}</p>}
        </div>
      )}
      {children}
    </Page>
  );
};
