import { redirect } from "react-router";
import { listPasskeys, removePasskey } from "@chengxin/domain/account/own-api.ts";
import type { Route } from "./+types/PasskeysPage.ts";
import { act, load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { Table } from "../../ui/Table.tsx";
import { AddPasskey } from "./AddPasskey.tsx";
import { sent } from "./fault.ts";
import { FormPage } from "./FormPage.tsx";
import { noStore } from "./no-store.ts";
import { ownAccount } from "./own-account.ts";

export const headers = noStore;
export const handle = { own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { login } = await ownAccount(api, language, url);
    const { items } = await api(listPasskeys, {});
    return { login, passkeys: items };
  });

/** Removes one passkey. */
export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language) => {
    await api(removePasskey, { credentialId: sent(form, "credentialId") });
    return redirect(pathsIn(language).passkeys(), { status: 303 });
  });

export default function PasskeysPage({ loaderData: { login, passkeys }, actionData: fault }: Route.ComponentProps) {
  const text = useAccountText().passkey;
  const paths = usePaths();
  return (
    <FormPage title={text.title} lead={text.lead} fault={fault}>
      {passkeys.length === 0 ? (
        <p>{text.none}</p>
      ) : (
        <Table
          caption={text.title}
          hideCaption
          rows={passkeys}
          rowKey={({ credentialId }) => credentialId}
          columns={[
            { key: "name", name: text.name, cell: ({ name }) => name },
            { key: "since", name: text.since, cell: ({ createdAt }) => <Moment at={createdAt} /> },
            {
              key: "used",
              name: text.used,
              cell: ({ lastUsedAt }) => (lastUsedAt === null ? text.neverUsed : <Moment at={lastUsedAt} />),
            },
            {
              key: "remove",
              name: text.remove,
              cell: ({ credentialId, name }) => (
                <form method="post" action={paths.passkeys()}>
                  <button
                    type="submit"
                    className="plain"
                    name="credentialId"
                    value={credentialId}
                    aria-label={text.removeOne(name)}
                  >
                    {text.remove}
                  </button>
                </form>
              ),
            },
          ]}
        />
      )}
      <AddPasskey login={login} />
      <p>
        <a href={paths.account()}>{text.back}</a>
      </p>
    </FormPage>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
