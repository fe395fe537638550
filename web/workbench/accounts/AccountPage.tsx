import type { ReactNode } from "react";
import { useActionData } from "react-router";
import * as api from "@chengxin/domain/account/administration-api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { Route } from "./+types/AccountPage.ts";
import { act, load, type FormFault } from "../../api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatMoment } from "../../ui/format.ts";
import { useLayoutData } from "../layout-data.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { FormProblem } from "../ui/FormProblem.tsx";
import { Facts, TaskPage } from "../ui/TaskPage.tsx";
import { AccountSteps } from "./AccountSteps.tsx";
import { Grants } from "./Grants.tsx";
import { NewLink } from "./NewLink.tsx";
import { Reasons } from "./Reasons.tsx";
import { useRoleWords } from "./role-words.ts";
import { takeStep, type StepDone } from "./take-step.ts";

export type ShownAccount = RouteAnswer<typeof api.showAccount>;

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (ask) => {
    const [account, places] = await Promise.all([
      ask(api.showAccount, { accountId: args.params.accountId }),
      ask(api.listPlaces, {}),
    ]);
    return { account, places };
  });

export const action = (args: Route.ActionArgs) => act(args, (ask, form) => takeStep(ask, form, args.params.accountId));

const useFacts = (account: ShownAccount): readonly (readonly [string, ReactNode])[] => {
  const text = useWorkbenchText().accounts;
  const language = useLanguage();
  const at = (moment: string): string => formatMoment(moment, language);
  const { columns } = text;
  const notes = [
    account.mustChangePassword && text.mustChange,
    account.invitation && text.invitationOpen(at(account.invitation.expiresAt)),
  ].filter(Boolean);
  const facts: readonly (readonly [string, ReactNode])[] = [
    [columns.name, account.displayName],
    [columns.kind, text.kinds[account.kind]],
    [columns.unit, account.unit],
    [text.contact, account.contact && `${account.contact}（${text.contactNote}）`],
    [columns.state, [text.states[account.state], ...notes].join("；")],
    [columns.validUntil, at(account.validUntil)],
    [columns.reviewed, account.reviewedAt === null ? text.notReviewed : at(account.reviewedAt)],
    [columns.lastSignIn, account.lastSignInAt === null ? text.never : at(account.lastSignInAt)],
    [text.openSessions, text.sessions(account.openSessions)],
    [columns.factor, text.factors(account.secondFactor, account.passkeys)],
    [text.created, at(account.createdAt)],
  ];
  return facts.filter(([, value]) => value !== "");
};

export default function AccountPage({ loaderData: { account, places } }: Route.ComponentProps) {
  const text = useWorkbenchText().accounts;
  const answer = useActionData<StepDone | FormFault>();
  const me = useLayoutData()?.account;
  const roleWords = useRoleWords(places);
  const facts = useFacts(account);
  if (!me) return null;
  const fault = answer && "problem" in answer ? answer : undefined;
  const done = answer && "did" in answer ? answer : undefined;
  // Forms begin anew once things have changed.
  const things = [
    account.state,
    account.validUntil,
    account.mustChangePassword,
    account.invitation?.expiresAt,
    account.extension?.extensionId,
  ];
  const key = [...things, ...account.grants.map(({ grantId, state }) => grantId + state)].join();
  return (
    <TaskPage
      title={text.page(account.login)}
      factsTitle={text.facts}
      facts={
        <>
          <Facts facts={facts} />
          <Grants grants={account.grants} roleWords={roleWords} />
          <Reasons reasons={account.reasons} />
        </>
      }
      formTitle={text.form}
    >
      <p role="status" className={done && "link" in done ? undefined : "wb-did"}>
        {done && !("link" in done) ? text.done[done.did] : ""}
      </p>
      {done && "link" in done && <NewLink key={done.link.link} invited={done.link} {...account} />}
      <FormProblem fault={fault} labels={{ reason: text.reason, role: text.role }} />
      <AccountSteps
        key={key}
        account={account}
        places={places}
        me={{ accountId: me.accountId, roles: me.roles.map(({ role }) => role) }}
        fault={fault}
      />
    </TaskPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
