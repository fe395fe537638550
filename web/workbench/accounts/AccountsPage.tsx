import { roles } from "@chengxin/domain/access/actor.ts";
import {
  type AccountLine,
  attentions,
  AccountState,
  listAccounts,
  listPlaces,
  Role,
} from "@chengxin/domain/account/administration-api.ts";
import { AccountKind } from "@chengxin/domain/account/api.ts";
import { rightOf } from "@chengxin/domain/access/policy.ts";
import { Link } from "react-router";
import type { Route } from "./+types/AccountsPage.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Day } from "../../ui/Day.tsx";
import { formatDay, localMoment } from "../../ui/format.ts";
import { useLayoutData } from "../layout-data.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Filters, type FilterField } from "../ui/Filters.tsx";
import { QueryTable, type Column } from "../ui/QueryTable.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { useRoleWords, type Places } from "./role-words.ts";

const oneOf = <T extends string>(values: readonly T[], value: string | undefined): T | undefined =>
  values.find((one) => one === value);

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const given = filled(url, ["kind", "state", "role", "attention", "q", "cursor"]);
    const input = {
      kind: oneOf(AccountKind.options, given.kind),
      state: oneOf(AccountState.options, given.state),
      role: oneOf(Role.options, given.role),
      attention: oneOf(attentions, given.attention),
      q: given.q?.slice(0, 60),
      cursor: given.cursor,
      limit: 50,
    };
    const [page, places] = await Promise.all([api(listAccounts, input), api(listPlaces, {})]);
    return { page, places, csv: apiUrl(listAccounts, { ...input, format: "csv", language }) };
  });

const Moment = ({ at, none }: { at: string | null; none: string }) =>
  at === null ? <>{none}</> : <Day day={localMoment(at).day} />;

const useColumns = (places: Places): readonly Column<AccountLine>[] => {
  const text = useWorkbenchText().accounts;
  const roleWords = useRoleWords(places);
  const { columns } = text;
  return [
    { id: "login", title: columns.login, width: 8, value: ({ login }) => login },
    { id: "name", title: columns.name, value: ({ displayName }) => displayName },
    { id: "unit", title: columns.unit, width: 8, value: ({ unit }) => unit },
    { id: "kind", title: columns.kind, width: 6, hidden: true, value: ({ kind }) => text.kinds[kind] },
    { id: "state", title: columns.state, width: 6, value: ({ state }) => text.states[state] },
    {
      id: "roles",
      title: columns.roles,
      width: 12,
      value: ({ roles: held }) => (
        <ul className="wb-plain-list">
          {held.length === 0 && <li>{text.noRoles}</li>}
          {held.map((grant) => {
            const words = roleWords(grant);
            return <li key={words}>{grant.proposed ? text.roleProposed(words) : words}</li>;
          })}
        </ul>
      ),
    },
    {
      id: "validUntil",
      title: columns.validUntil,
      width: 8,
      value: ({ validUntil }) => <Moment at={validUntil} none="" />,
    },
    {
      id: "reviewed",
      title: columns.reviewed,
      width: 8,
      hidden: true,
      value: ({ reviewedAt }) => <Moment at={reviewedAt} none={text.notReviewed} />,
    },
    {
      id: "lastSignIn",
      title: columns.lastSignIn,
      width: 8,
      value: ({ lastSignInAt }) => <Moment at={lastSignInAt} none={text.never} />,
    },
    {
      id: "factor",
      title: columns.factor,
      width: 7,
      hidden: true,
      value: ({ secondFactor, passkeys }) => text.factors(secondFactor, passkeys),
    },
  ];
};

const useFields = (held: readonly string[]): readonly FilterField[] => {
  const text = useWorkbenchText();
  const { kinds, states, attentions: worth, filters } = text.accounts;
  const options = <T extends string>(values: readonly T[], words: Readonly<Record<T, string>>) =>
    values.map((value) => ({ value, label: words[value] }));
  const decides = rightOf("grant.approve").who.some((who) => held.includes(who));
  const looks = attentions.filter((look) => look !== "decide" || decides);
  return [
    { name: "attention", label: filters.attention, kind: "choice", width: 16, options: options(looks, worth) },
    { name: "role", label: filters.role, kind: "choice", options: options(roles, text.roles) },
    { name: "state", label: filters.state, kind: "choice", width: 10, options: options(AccountState.options, states) },
    { name: "kind", label: filters.kind, kind: "choice", width: 10, options: options(AccountKind.options, kinds) },
    { name: "q", label: filters.q, kind: "text" },
  ];
};

export default function AccountsPage({ loaderData: { page, places, csv } }: Route.ComponentProps) {
  const text = useWorkbenchText().accounts;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  const held = useLayoutData()?.account.roles.map(({ role }) => role) ?? [];
  const mayInvite = rightOf("account.invite").who.some((who) => (held as readonly string[]).includes(who));
  return (
    <WorkbenchPage
      title={text.title}
      lead={text.lead}
      actions={
        mayInvite && (
          <Link to={paths.invite()} className="ant-btn ant-btn-primary wb-button">
            {text.invite}
          </Link>
        )
      }
    >
      <Filters fields={useFields(held)} />
      <QueryTable
        list="accounts"
        caption={text.title}
        page={page}
        columns={useColumns(places)}
        rowKey={({ accountId }) => accountId}
        rowName={({ login, displayName }) => `${login} ${displayName}`}
        open={({ accountId }) => paths.account(accountId)}
        why={({ validUntil }) => text.why(formatDay(localMoment(validUntil).day, language))}
        labels={text.filters}
        csv={csv}
        empty={{ title: text.emptyTitle, advice: text.emptyAdvice }}
      />
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
