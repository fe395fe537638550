import { longestMonths } from "@chengxin/domain/mandate/mandate-flow.ts";
import { listLimits } from "@chengxin/domain/catalogue/api.ts";
import { redirect } from "react-router";
import { askMandate } from "@chengxin/domain/mandate/api.ts";
import type { Route } from "./+types/AskMandatePage.ts";
import { act, load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";
import { useOwnText } from "../../text/own-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { sent } from "../account/fault.ts";
import { FormField } from "../account/FormField.tsx";
import { FormPage } from "../account/FormPage.tsx";
import { noStore } from "../account/no-store.ts";
import { ownAccount } from "../account/own-account.ts";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    await ownAccount(api, language, url);
    const { items } = await api(listLimits, {});
    return { months: longestMonths(items.find(({ id }) => id === "MANDATE_MAX")) };
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language) => {
    const { number } = await api(askMandate, {
      code: sent(form, "organisation"),
      letterNumber: sent(form, "letterNumber"),
      letterDate: sent(form, "letterDate"),
    });
    return redirect(pathsIn(language).own({ asked: number }), { status: 303 });
  });

export default function AskMandatePage({ loaderData: { months }, actionData: fault }: Route.ComponentProps) {
  const own = useOwnText();
  const text = own.ask;
  const paths = usePaths();
  return (
    <FormPage title={text.title} lead={text.lead} fault={fault}>
      <section aria-labelledby="steps" className="prose">
        <h2 id="steps">{text.steps}</h2>
        <ol className="steps">
          {text.stepList(months).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p>{own.askedNext}</p>
        <ul>
          {own.bring.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
      <form method="post" action={paths.askMandate()} className="ask">
        <FormField
          name="organisation"
          label={text.organisation}
          hint={text.organisationHint}
          fault={fault}
          autoComplete="off"
          autoCapitalize="characters"
          maxLength={64}
        />
        <FormField
          name="letterNumber"
          label={text.letter}
          hint={text.letterHint}
          fault={fault}
          autoComplete="off"
          minLength={2}
          maxLength={60}
        />
        <FormField name="letterDate" label={text.date} fault={fault} type="date" />
        <button type="submit">{text.button}</button>
      </form>
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
