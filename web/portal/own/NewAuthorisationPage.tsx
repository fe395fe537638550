import { data, redirect } from "react-router";
import { grantAuthorisation, listChoices, previewAuthorisation } from "@chengxin/domain/authorisation/api.ts";
import type { Route } from "./+types/NewAuthorisationPage.ts";
import { act, faultOf, isMendable, load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";
import { ownTextIn, useOwnText } from "../../text/own-text.ts";
import { sent } from "../account/fault.ts";
import { FormPage } from "../account/FormPage.tsx";
import { noStore } from "../account/no-store.ts";
import { AuthorisationForm } from "./AuthorisationForm.tsx";
import { OwnNav } from "./OwnNav.tsx";
import { ownOrganisation } from "./own-organisation.ts";
import { Preview } from "./Preview.tsx";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api) => {
    const organisation = await ownOrganisation(api, args.params.uscc);
    return { organisation, choices: await api(listChoices, { uscc: organisation.uscc }) };
  });

/** What was filled in; of the items every box that is ticked. */
const askedIn = (form: FormData) => ({
  recipient: sent(form, "recipient"),
  recipientName: sent(form, "recipientName"),
  items: form.getAll("items").filter((item): item is string => typeof item === "string"),
  purpose: sent(form, "purpose"),
  lastDay: sent(form, "lastDay"),
});
export type Asked = ReturnType<typeof askedIn>;

/** First what would happen, in words; only the second time, with `confirmed`, it happens. What was filled in comes back either way. */
export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language) => {
    const { uscc } = args.params;
    const asked = askedIn(form);
    const step = sent(form, "step");
    try {
      if (step === "confirmed") {
        const { authorisationId } = await api(grantAuthorisation, { uscc, ...asked });
        return redirect(pathsIn(language).authorisation(uscc, authorisationId), { status: 303 });
      }
      return {
        asked,
        preview: step === "change" ? null : await api(previewAuthorisation, { uscc, ...asked }),
        fault: null,
      };
    } catch (error) {
      if (!isMendable(error)) throw error;
      const fault = faultOf(error, form, language);
      // A list of nothing is told in words of this form.
      const sentence =
        fault.problem.field === "items" && asked.items.length === 0
          ? ownTextIn(language).grant.noItems
          : fault.problem.sentence;
      return data(
        { asked, preview: null, fault: { ...fault, problem: { ...fault.problem, sentence } } },
        { status: error.status },
      );
    }
  });

export default function NewAuthorisationPage({
  loaderData: { organisation, choices },
  actionData,
}: Route.ComponentProps) {
  const text = useOwnText().grant;
  const came = actionData && "asked" in actionData ? actionData : null;
  const fault = came?.fault ?? undefined;
  return (
    <FormPage title={`${text.title} · ${organisation.name}`} lead={text.lead} fault={fault}>
      <OwnNav uscc={organisation.uscc} />
      {came?.preview ? (
        <Preview uscc={organisation.uscc} asked={came.asked} preview={came.preview} />
      ) : (
        <AuthorisationForm uscc={organisation.uscc} choices={choices} asked={came?.asked ?? null} fault={fault} />
      )}
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
