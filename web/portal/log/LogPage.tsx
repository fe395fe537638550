import { Link } from "react-router";
import * as log from "@chengxin/domain/log/api.ts";
import * as witnesses from "@chengxin/domain/log/witnesses-api.ts";
import type { Route } from "./+types/LogPage.ts";
import { load } from "../../api.ts";
import { logCheckpoint, verifierPage } from "../../paths.ts";
import { useLogText } from "../../text/log-text.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { formatMoment, formatNumber } from "../../ui/format.ts";
import { Page } from "../../ui/Page.tsx";
import { Terms } from "../../ui/Terms.tsx";
import { Commands } from "./Commands.tsx";
import { Lines } from "./Lines.tsx";
import { LogKeys } from "./LogKeys.tsx";
import { Witnesses } from "./Witnesses.tsx";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    const shown = await api(log.showLog, {});
    // before anything is signed there is nothing to witness
    const witnessed = shown.checkpoint && (await api(witnesses.showLogWitnesses, {}));
    return { log: shown, witnessed, origin: url.origin };
  });

export default function LogPage({ loaderData: { log: shown, witnessed, origin } }: Route.ComponentProps) {
  const text = useText();
  const own = useLogText().log;
  const language = useLanguage();
  const paths = usePaths();
  const { checkpoint } = shown;
  const key = shown.keys.at(-1)?.vkey ?? "";
  return (
    <Page title={own.title} description={own.lead} lead={own.lead}>
      {shown.standsSince !== null && (
        <div className="notice notice-alert">
          <h2>{own.standsTitle}</h2>
          <p>{own.stands(formatMoment(shown.standsSince, language))}</p>
        </div>
      )}
      <Lines title={own.whatTitle} lines={own.what} />
      <section>
        <h2>{own.nowTitle}</h2>
        <Terms
          pairs={[
            [own.name, <code className="code break">{shown.origin}</code>],
            [own.begun, <Moment at={shown.begunAt} />],
            [own.entries, checkpoint ? own.entriesOf(formatNumber(checkpoint.size)) : own.none],
            [own.newest, checkpoint && <Moment at={checkpoint.at} />],
            [own.root, checkpoint && <code className="code break">{checkpoint.root}</code>],
          ]}
        />
        <p className="screen-only">
          <a href={logCheckpoint}>{own.raw}</a>
        </p>
      </section>
      <LogKeys keys={shown.keys} />
      {witnessed && <Witnesses witnessed={witnessed} />}
      <Lines title={own.provenTitle} lines={own.proven} />
      <Lines title={own.notTitle} lines={own.not} />
      <section className="prose">
        <h2>{own.checkTitle}</h2>
        <p>{own.checkLead}</p>
        <p>{own.checkPage}</p>
        <p>
          <a href={verifierPage} className="button">
            {own.openPage}
          </a>{" "}
          <a href={verifierPage} download="chengxin-verify.html">
            {own.savePage}
          </a>
        </p>
        <Commands name={own.checkCommand} lines={[`npx chengxin-verify proof record.tlog-proof --key '${key}'`]} />
        <Commands
          name={own.checkFollow}
          lines={[`npx chengxin-verify follow ${origin}/log --key '${key}' --state state.json`]}
        />
      </section>
      <Lines title={own.privacyTitle} lines={own.privacy} />
      <Lines title={own.programmersTitle} lines={own.programmers} />
      <p className="screen-only">
        <Link to={paths.developers()}>{text.nav.developers}</Link>
      </p>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
