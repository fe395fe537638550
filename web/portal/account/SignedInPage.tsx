import { Link, redirect } from "react-router";
import { showSession } from "@chengxin/domain/account/api.ts";
import type { Route } from "./+types/SignedInPage.ts";
import { load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { Page } from "../../ui/Page.tsx";
import { noStore } from "./no-store.ts";
import { onward, wantedPath } from "./onward.ts";

export const headers = noStore;
export const handle = { plain: true, own: true };

/** So few are left that one should get new ones. */
const fewCodes = 2;

/** What somebody should know who has just signed in; when there is nothing to know, they are on their way. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { account } = await api(showSession, {});
    const paths = pathsIn(language);
    const to = url.searchParams.get("to");
    if (account?.next !== "done") throw redirect(paths.signIn({ to: wantedPath(to) }));
    const next = onward(to, account, paths);
    const { failuresBefore, recoveryCodesLeft, factors } = account;
    // Codes stand in for an authenticator; whoever the identity service vouches for has neither.
    const codesLeft = factors.includes("totp") && recoveryCodesLeft <= fewCodes ? recoveryCodesLeft : null;
    if (failuresBefore === 0 && codesLeft === null) throw redirect(next);
    return { next, failuresBefore, codesLeft };
  });

export default function SignedInPage({ loaderData: { next, failuresBefore, codesLeft } }: Route.ComponentProps) {
  const { done: text, how, recovery } = useAccountText();
  const paths = usePaths();
  return (
    <Page title={text.title} robots="noindex">
      {failuresBefore > 0 && (
        <div className="notice notice-alert">
          <p>
            <strong>{text.failures(failuresBefore)}</strong>
          </p>
          <p>
            {text.failuresAdvice} <a href={paths.password()}>{how.password}</a>
          </p>
        </div>
      )}
      {codesLeft !== null && (
        <div className="notice">
          <p>
            <strong>{text.codesLeft(codesLeft)}</strong> <a href={paths.recoveryCodes()}>{recovery.button}</a>
          </p>
        </div>
      )}
      <p>
        <Link to={next} className="button">
          {text.onward}
        </Link>
      </p>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
