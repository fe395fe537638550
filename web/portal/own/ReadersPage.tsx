import { Link, redirect } from "react-router";
import {
  downloadReaders,
  listReaders,
  markReadersSeen,
  type ChainChecked,
} from "@chengxin/domain/dossier/readers-api.ts";
import type { Route } from "./+types/ReadersPage.ts";
import { act, apiUrl, filled, load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { formatMoment, formatNumber } from "../../ui/format.ts";
import { Page } from "../../ui/Page.tsx";
import { Paging } from "../../ui/Paging.tsx";
import { sent } from "../account/fault.ts";
import { noStore } from "../account/no-store.ts";
import { OwnHeading } from "./OwnHeading.tsx";
import { OwnNav } from "./OwnNav.tsx";
import { ownOrganisation } from "./own-organisation.ts";
import { Readings } from "./Readings.tsx";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { uscc } = args.params;
    const { cursor } = filled(url, ["cursor"]);
    const all = url.searchParams.get("whose") === "all";
    const organisation = await ownOrganisation(api, uscc);
    const page = await api(listReaders, { uscc, whose: all ? "all" : "others", ...(cursor ? { cursor } : {}) });
    return { organisation, page, all, cursor: cursor ?? null, csv: apiUrl(downloadReaders, { uscc, language }) };
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language) => {
    const { uscc } = args.params;
    await api(markReadersSeen, { uscc, upTo: sent(form, "upTo") });
    return redirect(pathsIn(language).ownReaders(uscc), { status: 303 });
  });

export default function ReadersPage({ loaderData: { organisation, page, all, cursor, csv } }: Route.ComponentProps) {
  const text = useOwnText().readers;
  const paths = usePaths();
  const { uscc, name } = organisation;
  const whose = all ? "all" : null;
  return (
    <Page
      title={`${text.title} · ${name}`}
      robots="noindex"
      heading={<OwnHeading title={text.title} name={name} uscc={uscc} />}
    >
      <OwnNav uscc={uscc} />
      <p className="lead">{text.lead}</p>
      {page.checked && <Completeness checked={page.checked} kept={page.kept} />}
      {page.checked && page.news > 0 && (
        <form method="post" action={paths.ownReaders(uscc)}>
          <p>
            <strong>{text.news(formatNumber(page.news))}</strong>
          </p>
          <button type="submit" className="plain" name="upTo" value={page.checked.upTo} aria-describedby="mark-note">
            {text.mark}
          </button>
          <p className="hint" id="mark-note">
            {text.markNote}
          </p>
        </form>
      )}
      <nav className="tabs" aria-label={text.title}>
        <ul>
          <li>
            <Link to={paths.ownReaders(uscc)} aria-current={all ? undefined : "true"}>
              {text.others}
            </Link>
          </li>
          <li>
            <Link to={paths.ownReaders(uscc, { whose: "all" })} aria-current={all ? "true" : undefined}>
              {text.all}
            </Link>
          </li>
        </ul>
      </nav>
      {page.items.length === 0 ? (
        <p>
          <strong>{all ? text.noneAll : text.none}</strong>
        </p>
      ) : (
        <>
          <p className="rows-count">{text.count(formatNumber(page.count?.value ?? 0))}</p>
          <Readings readings={page.items} caption={text.title} />
        </>
      )}
      <Paging
        next={page.next && paths.ownReaders(uscc, { whose, cursor: page.next })}
        first={cursor ? paths.ownReaders(uscc, { whose }) : null}
      />
      <p>
        <a href={csv} download>
          {text.download}
        </a>
      </p>
      <p className="muted prose">{text.noNames}</p>
    </Page>
  );
}

/** Whether the list is whole, and what is kept back for now. */
const Completeness = ({ checked, kept }: { checked: ChainChecked; kept: number }) => {
  const text = useOwnText().readers;
  const language = useLanguage();
  const broken = checked.faults > 0;
  const upTo = formatNumber(checked.upTo);
  return (
    <div className={broken ? "notice notice-alert" : "notice"} role={broken ? "alert" : undefined}>
      <p>
        {broken
          ? text.broken(formatNumber(checked.faults), upTo)
          : text.whole(formatNumber(checked.whole.upTo), formatMoment(checked.whole.at, language))}{" "}
        {!broken && checked.upTo > checked.whole.upTo && (
          <>{text.wholeSince(formatNumber(checked.whole.upTo + 1), upTo)} </>
        )}
        {!broken && text.wholeNext} {checked.unchained > 0 && text.wholeOld(formatNumber(checked.unchained))}
      </p>
      {kept > 0 && <p>{text.kept(formatNumber(kept))}</p>}
    </div>
  );
};

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
