import type { ReactNode } from "react";
import type { listChoices } from "@chengxin/domain/authorisation/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { FormFault } from "../../api.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { formatDay, inWords } from "../../ui/format.ts";
import { fieldOf } from "../account/fault.ts";
import { FormField } from "../account/FormField.tsx";
import type { Asked } from "./NewAuthorisationPage.tsx";

interface AuthorisationFormProps {
  readonly uscc: string;
  readonly choices: RouteAnswer<typeof listChoices>;
  /** What was filled in before. */
  readonly asked: Asked | null;
  readonly fault: FormFault | undefined;
}

/** Whom, what, what for, until when. Nothing is ticked beforehand. */
export const AuthorisationForm = ({ uscc, choices, asked, fault }: AuthorisationFormProps) => {
  const text = useOwnText().grant;
  const paths = usePaths();
  const language = useLanguage();
  return (
    <form method="post" action={paths.newAuthorisation(uscc)} className="ask ask-wide">
      <FormField
        name="recipient"
        label={text.recipient}
        hint={text.recipientHint}
        fault={fault}
        initial={asked?.recipient ?? ""}
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={64}
      />
      <FormField
        name="recipientName"
        label={text.recipientName}
        hint={text.recipientNameHint}
        fault={fault}
        initial={asked?.recipientName ?? ""}
        autoComplete="off"
        maxLength={200}
      />
      <Boxes name="items" legend={text.items} hint={text.itemsHint} fault={fault}>
        {choices.items.map(({ id, name, disclosure }) => (
          <label key={id} className="box">
            <input type="checkbox" name="items" value={id} defaultChecked={asked?.items.includes(id) ?? false} />
            <span>
              {inWords(name, language)}
              {disclosure !== "public" && <span className="muted"> {text.closed}</span>}
            </span>
          </label>
        ))}
      </Boxes>
      <Boxes name="purpose" legend={text.purpose} fault={fault}>
        {choices.purposes.map(({ id, name }) => (
          <label key={id} className="box">
            <input type="radio" name="purpose" value={id} defaultChecked={asked?.purpose === id} required />
            <span>{inWords(name, language)}</span>
          </label>
        ))}
      </Boxes>
      <FormField
        name="lastDay"
        label={text.lastDay}
        hint={text.lastDayHint(formatDay(choices.latest, language))}
        fault={fault}
        initial={asked?.lastDay ?? ""}
        type="date"
        min={choices.today}
        max={choices.latest}
      />
      <button type="submit">{text.look}</button>
    </form>
  );
};

interface BoxesProps {
  readonly name: string;
  readonly legend: string;
  readonly hint?: string;
  readonly fault: FormFault | undefined;
  readonly children: ReactNode;
}

/** Boxes to tick that belong together; what is wrong with them stands above them. */
const Boxes = ({ name, legend, hint, fault, children }: BoxesProps) => {
  const wrong = fault !== undefined && fieldOf(fault) === name ? fault.problem.sentence : null;
  return (
    <fieldset id={`field-${name}`} className="field boxes" data-wrong={wrong === null ? undefined : "true"}>
      <legend>{legend}</legend>
      {hint && <p className="hint">{hint}</p>}
      {wrong && <p className="wrong">{wrong}</p>}
      {children}
    </fieldset>
  );
};
