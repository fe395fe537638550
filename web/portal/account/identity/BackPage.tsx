import type { Route } from "./+types/BackPage.ts";
import { ApiProblem } from "../../../api-problem.ts";
import { load } from "../../../api.ts";
import { pathsIn } from "../../../paths.ts";
import { problemInWords } from "../../../problem-words.ts";
import { useIdentityText } from "../../../text/identity-text.ts";
import { usePaths } from "../../../text/use-text.ts";
import { Page } from "../../../ui/Page.tsx";
import { noStore } from "../no-store.ts";
import { wantedPath } from "../onward.ts";

export const headers = noStore;
export const handle = { plain: true };

/** Of what was answered only a code is in the address; any other is said as a refusal. */
const isKnown = (why: string): boolean =>
  /^(identity\.[a-z_]+|session\.required|sign_in\.wait|request\.[a-z_]+)$/.test(why);

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (_api, language, url) => {
    const why = url.searchParams.get("why");
    const to = wantedPath(url.searchParams.get("to"));
    const paths = pathsIn(language);
    const next = url.searchParams.get("next");
    const onward = { secondFactor: paths.secondStep({ to }), linked: paths.identityOwn({ said: "linked" }) }[
      next ?? ""
    ];
    const problem = new ApiProblem(why !== null && isKnown(why) ? why : "identity.refused", 401, {});
    return Promise.resolve({
      to,
      onward: onward ?? paths.signedIn({ to }),
      problem: why === null ? null : problemInWords(problem, language).sentence,
    });
  });

/**
 * The last step comes from this site itself: the session's cookie is strict, so the request by which the identity service sent the browser here doesn't carry it,
 * and the next one does.
 */
export default function BackPage({ loaderData: { to, onward, problem } }: Route.ComponentProps) {
  const text = useIdentityText();
  const paths = usePaths();
  if (problem !== null)
    return (
      <Page title={text.failedTitle} heading={<h1>{text.failedTitle}</h1>} robots="noindex">
        <p className="notice notice-alert" role="alert">
          {problem}
        </p>
        <p>
          <a href={paths.signIn({ to })}>{text.toSignIn}</a>
        </p>
        <p>
          <a href={paths.identityLeave({ to })}>{text.again}</a>
        </p>
      </Page>
    );
  return (
    <Page title={text.backTitle} heading={<h1>{text.backTitle}</h1>} robots="noindex">
      <meta httpEquiv="refresh" content={`0;url=${onward}`} />
      <p>
        <a href={onward}>{text.onward}</a>
      </p>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../../ui/PageError.tsx";
