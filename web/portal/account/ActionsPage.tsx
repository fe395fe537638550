import { listOwnActions, type AuditEvent } from "@chengxin/domain/audit/api.ts";
import { eventActions as actionsEn } from "@chengxin/domain/text/event-words.en.ts";
import { eventActions as actionsZh } from "@chengxin/domain/text/event-words.zh-CN.ts";
import type { Route } from "./+types/ActionsPage.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { useAccountText } from "../../text/account-text.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { Page } from "../../ui/Page.tsx";
import { Paging } from "../../ui/Paging.tsx";
import { Table } from "../../ui/Table.tsx";
import { noStore } from "./no-store.ts";
import { ownAccount } from "./own-account.ts";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    await ownAccount(api, language, url);
    const asked = filled(url, ["cursor"]);
    const { items, next } = await api(listOwnActions, { ...asked, limit: 50 });
    return { items, next, first: asked.cursor === undefined };
  });

/** In words where there are any; else by its code, exactly as it is kept. */
const ActionName = ({ action }: Pick<AuditEvent, "action">) => {
  const words: Readonly<Record<string, string>> = useLanguage() === "en" ? actionsEn : actionsZh;
  return Object.hasOwn(words, action) ? words[action] : <code className="break">{action}</code>;
};

/** What it was about: an organisation by name, anything else by its code. */
const About = ({ event: { uscc, organisation, object } }: { event: AuditEvent }) => {
  const paths = usePaths();
  return uscc === null ? (
    <code className="break">{object}</code>
  ) : (
    <a href={paths.organisation(uscc)}>{organisation ?? uscc}</a>
  );
};

export default function ActionsPage({ loaderData: { items, next, first } }: Route.ComponentProps) {
  const text = useAccountText().actions;
  const language = useLanguage();
  const paths = usePaths();
  return (
    <Page title={text.title} robots="noindex" lead={text.lead}>
      {items.length === 0 ? (
        <p>{text.none}</p>
      ) : (
        <Table
          caption={text.title}
          hideCaption
          rows={items}
          rowKey={({ organisationId, chainNo }) => `${organisationId} ${chainNo}`}
          columns={[
            { key: "at", name: text.at, cell: ({ at }) => <Moment at={at} /> },
            { key: "action", name: text.action, cell: ({ action }) => <ActionName action={action} /> },
            { key: "about", name: text.about, cell: (event) => <About event={event} /> },
            { key: "why", name: text.why, cell: ({ purpose, basis }) => [purpose, basis].filter(Boolean).join(" · ") },
          ]}
        />
      )}
      <Paging next={next === null ? null : paths.actions({ cursor: next })} first={first ? null : paths.actions()} />
      <p>
        <a href={apiUrl(listOwnActions, { format: "csv", limit: 100, language })}>{text.csv}</a>
      </p>
      <p>
        <a href={paths.account()}>{text.back}</a>
      </p>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
