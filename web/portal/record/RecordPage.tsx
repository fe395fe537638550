import { Link } from "react-router";
import * as record from "@chengxin/domain/record/api.ts";
import type { Route } from "./+types/RecordPage.ts";
import { apiUrl, load } from "../../api.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { Cite } from "../../ui/Cite.tsx";
import { FactRow } from "../../ui/FactRow.tsx";
import { formatDay, formatMoment, formatNumber, inWords } from "../../ui/format.ts";
import { Page } from "../../ui/Page.tsx";
import { Reported } from "../../ui/Reported.tsx";
import { Terms } from "../../ui/Terms.tsx";
import { Value } from "../../ui/Value.tsx";
import { Reporting } from "./Reporting.tsx";
import { traceInWords } from "./trace-in-words.ts";
import { WhyPublic } from "./WhyPublic.tsx";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language) => {
    const input = { uscc: args.params.uscc, recordId: args.params.recordId };
    const { publicity, ...shown } = await api(record.showRecord, input);
    return { record: shown, why: traceInWords(publicity, language), json: apiUrl(record.showRecord, input) };
  });
export type RecordData = Awaited<ReturnType<typeof loader>>;

export default function RecordPage({ loaderData: { record: shown, why, json } }: Route.ComponentProps) {
  const text = useText();
  const own = text.record;
  const paths = usePaths();
  const language = useLanguage();
  const item = inWords(shown.item.name, language);
  return (
    <Page
      title={own.title(item, shown.title)}
      description={own.description(item, shown.organisation, formatDay(shown.decidedOn, language))}
      robots="noarchive"
      heading={
        <h1>
          <Reported>{shown.title}</Reported>
        </h1>
      }
    >
      <FactRow record={shown} full />
      <WhyPublic until={shown.publicUntil} why={why} />
      <section aria-labelledby="fields">
        <h2 id="fields">{own.fields}</h2>
        <Terms
          pairs={shown.fields.map(({ name, value }) => [
            inWords(name, language),
            <Value key={name.zh} value={value} />,
          ])}
        />
      </section>
      <section aria-labelledby="withheld">
        <h2 id="withheld">{own.withheld}</h2>
        {shown.withheld.length > 0 ? (
          <p>
            {own.withheldNote} {shown.withheld.map((name) => inWords(name, language)).join(text.word.listSeparator)}
          </p>
        ) : (
          <p>{own.withheldNone}</p>
        )}
      </section>
      {shown.reporting && <Reporting decidedOn={shown.decidedOn} reporting={shown.reporting} />}
      <section aria-labelledby="origin">
        <h2 id="origin">{own.collectedUnder}</h2>
        <ul>
          {shown.collectedUnder.map((basis) => (
            <li key={basis.document + basis.article}>
              <Cite basis={basis} />
            </li>
          ))}
        </ul>
        <p className="screen-only">
          <Link to={paths.item(shown.item.id)}>{item}</Link>
        </p>
      </section>
      <section aria-labelledby="versions">
        <h2 id="versions">{own.versions}</h2>
        <ol className="plain-list">
          {shown.versions.map(({ version, knownFrom, change }) => (
            <li key={version}>
              {own.version(version)}
              {text.word.colon}
              {formatMoment(knownFrom, language)}
              {text.word.comma}
              {own.changes[change]}
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="dispute" className="prose">
        <h2 id="dispute">{own.dispute}</h2>
        <p>{own.disputeNote}</p>
        <h2>{own.proof}</h2>
        <p>
          {shown.logIndex === null ? (
            own.proofWaits
          ) : (
            <Link to={paths.recordProof(shown.uscc, shown.recordId)}>{own.proofAt(formatNumber(shown.logIndex))}</Link>
          )}
        </p>
      </section>
      <p className="muted record-number">
        {own.number} <code className="code">{shown.recordId}</code>{" "}
        <span className="screen-only">
          · <a href={json}>JSON</a> · {own.print}
        </span>
      </p>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
