import type { ReactNode } from "react";
import { redirect } from "react-router";
import { endMandate, leastReason, listAgents, type Mandate } from "@chengxin/domain/mandate/api.ts";
import type { Route } from "./+types/AgentsPage.ts";
import { act, load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { Day } from "../../ui/Day.tsx";
import { formatDay, formatMoment } from "../../ui/format.ts";
import { Table } from "../../ui/Table.tsx";
import { sent } from "../account/fault.ts";
import { FormField } from "../account/FormField.tsx";
import { FormPage } from "../account/FormPage.tsx";
import { noStore } from "../account/no-store.ts";
import { OwnNav } from "./OwnNav.tsx";
import { ownOrganisation } from "./own-organisation.ts";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api) => {
    const organisation = await ownOrganisation(api, args.params.uscc);
    const { items, asserted } = await api(listAgents, { uscc: organisation.uscc });
    return { organisation, mandates: items, asserted };
  });

/** Ends a mandate; whoever ended the own one is led to where that is not needed. */
export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language) => {
    const { uscc } = args.params;
    const ended = await api(endMandate, { uscc, mandateId: sent(form, "mandateId"), reason: sent(form, "reason") });
    const paths = pathsIn(language);
    return redirect(ended.mine ? paths.own() : paths.ownAgents(uscc), { status: 303 });
  });

/** Who may act, asks to or did, by whatever proof. */
interface Row {
  readonly id: string;
  readonly account: string;
  readonly mine: boolean;
  readonly state: Mandate["state"];
  readonly proof: string | null;
  readonly until: ReactNode;
  readonly number: string | null;
  readonly note: string | null;
}

export default function AgentsPage({
  loaderData: { organisation, mandates, asserted },
  actionData: fault,
}: Route.ComponentProps) {
  const own = useOwnText();
  const text = own.agents;
  const paths = usePaths();
  const language = useLanguage();
  const rows: readonly Row[] = [
    ...asserted.map((agent) => ({
      id: `asserted-${agent.account}`,
      ...agent,
      state: "confirmed" as const,
      proof: text.proofs.identityService,
      until: text.untilSignedOut(formatMoment(agent.until, language)),
      number: null,
      note: null,
    })),
    ...mandates.map(({ mandateId, account, mine, state, until, number, refusal, endReason }) => ({
      id: mandateId,
      account,
      mine,
      state,
      proof: until === null ? null : text.proofs.window,
      until: until && <Day day={until} />,
      number,
      note: refusal ?? endReason,
    })),
  ];
  const open = mandates.filter(({ state }) => state === "confirmed" || state === "asked");
  return (
    <FormPage title={`${text.title} · ${organisation.name}`} fault={fault}>
      <OwnNav uscc={organisation.uscc} />
      <p className="lead">{text.lead}</p>
      <Table
        caption={text.title}
        hideCaption
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "account",
            name: own.account,
            cell: ({ account, mine }) => (
              <span>
                <code className="code">{account}</code>
                {mine && own.you}
              </span>
            ),
          },
          { key: "state", name: own.state, cell: ({ state }) => own.states[state] },
          { key: "proof", name: text.proof, cell: ({ proof }) => proof },
          { key: "until", name: own.until, cell: ({ until }) => until },
          { key: "number", name: own.number, cell: ({ number }) => number && <code className="code">{number}</code> },
          { key: "note", name: own.note, cell: ({ note }) => note },
        ]}
      />
      {open.length > 0 && (
        <section aria-labelledby="end">
          <h2 id="end">{text.endTitle}</h2>
          <p>{text.endNote}</p>
          <form method="post" action={paths.ownAgents(organisation.uscc)} className="ask">
            <div className="field">
              <label htmlFor="field-mandateId">{text.whose}</label>
              <select id="field-mandateId" name="mandateId" defaultValue={fault?.typed["mandateId"]} required>
                {open.map(({ mandateId, account, until, mine }) => (
                  <option key={mandateId} value={mandateId}>
                    {text.option(account, until && formatDay(until, language))}
                    {mine && own.you}
                  </option>
                ))}
              </select>
            </div>
            <FormField
              name="reason"
              label={own.reason}
              hint={text.reasonHint}
              fault={fault}
              autoComplete="off"
              minLength={leastReason}
              maxLength={300}
            />
            <button type="submit">{text.button}</button>
          </form>
        </section>
      )}
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
