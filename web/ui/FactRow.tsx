import type { ReactNode } from "react";
import { Link } from "react-router";
import type { RecordSummary } from "@chengxin/domain/record/api.ts";
import { useLanguage, usePaths, useText } from "../text/use-text.ts";
import { Uscc } from "./Code.tsx";
import { Day } from "./Day.tsx";
import { formatDay, formatYuan, inWords, localMoment } from "./format.ts";
import { Reported } from "./Reported.tsx";

interface FactRowProps {
  readonly record: RecordSummary;
  /** Whose record it is; left out on the organisation's own page. */
  readonly withOrganisation?: boolean;
  /** On the record's own page the title is the page's heading and leads nowhere. */
  readonly full?: boolean;
  /** Where the record has no page that the public sees: its title leads nowhere. */
  readonly linked?: boolean;
  /** Instead of the day until which it is public, where there is more to say. */
  readonly publicity?: ReactNode;
}

/**
 * A fact with its evidence: what was decided → by whom → on what basis → when → public until.
 * The same on lists, on the organisation's page, on the record's page and on paper.
 */
export const FactRow = ({ record, withOrganisation = false, full = false, linked = true, publicity }: FactRowProps) => {
  const text = useText();
  const paths = usePaths();
  const language = useLanguage();
  const kinds = record.kinds.map((kind) => inWords(kind, language)).join(text.word.listSeparator);
  return (
    <article className="fact" data-effect={record.item.effect}>
      <p className="fact-when">
        <span className="visually-hidden">{text.fact.decided} </span>
        <Day day={record.decidedOn} />
      </p>
      <div className="fact-what">
        <p className="fact-kind">
          {inWords(record.item.name, language)}
          {kinds && ` · ${kinds}`}
          {record.item.effect !== "neutral" && <EffectMark effect={record.item.effect} />}
        </p>
        {!full && (
          <h3 className="fact-title">
            {linked ? (
              <Link to={paths.record(record.uscc, record.recordId)}>
                <Reported>{record.title}</Reported>
              </Link>
            ) : (
              <Reported>{record.title}</Reported>
            )}
          </h3>
        )}
        {(withOrganisation || full) && (
          <p className="fact-whose">
            <Link to={paths.organisation(record.uscc)}>
              <Reported>{record.organisation}</Reported>
            </Link>{" "}
            <Uscc code={record.uscc} />
          </p>
        )}
        {record.summary && (
          <p className={full ? "fact-summary" : "fact-summary clamp"}>
            <Reported>{record.summary}</Reported>
          </p>
        )}
        {record.outcome && (
          <p>
            {inWords(record.outcome.name, language)}
            {text.word.colon}
            <strong>{inWords(record.outcome.value, language)}</strong>
          </p>
        )}
      </div>
      <Evidence record={record} full={full} publicity={publicity} />
    </article>
  );
};

const EffectMark = ({ effect }: { effect: "adverse" | "favourable" }) => (
  <span className="mark" data-effect={effect}>
    {useText().effects[effect]}
  </span>
);

const Evidence = ({ record, full, publicity }: Pick<FactRowProps, "record" | "full" | "publicity">) => {
  const text = useText();
  const language = useLanguage();
  return (
    <dl className="fact-evidence">
      <Line name={text.fact.authority}>
        <Reported>{record.authority}</Reported>
      </Line>
      {record.item.statesBasis && (
        <Line name={text.fact.basis}>
          {record.statedBasis ? (
            <Reported>{record.statedBasis}</Reported>
          ) : (
            <span className="muted">{text.fact.basisUnknown}</span>
          )}
        </Line>
      )}
      {record.documentNumber && (
        <Line name={text.fact.document}>
          <Reported>{record.documentNumber}</Reported>
        </Line>
      )}
      {record.amountYuan !== null && <Line name={text.fact.amount}>{formatYuan(record.amountYuan, language)}</Line>}
      {(record.validFrom ?? record.validUntil) && (
        <Line name={text.fact.validity}>
          <Validity from={record.validFrom} until={record.validUntil} />
        </Line>
      )}
      <Line name={publicity ? text.fact.publicity : text.fact.publicUntil} strong>
        {publicity ?? <PublicUntil day={record.publicUntil} />}
      </Line>
      {(full || record.version > 1) && (
        <Line name={text.fact.source}>
          {text.fact.sourceReceived(
            inWords(record.source.name, language),
            formatDay(localMoment(record.receivedAt).day, language),
          )}
          {record.version > 1 && `${text.word.comma}${text.fact.corrected(record.version)}`}
        </Line>
      )}
    </dl>
  );
};

const Line = ({ name, strong = false, children }: { name: string; strong?: boolean; children: ReactNode }) => (
  <div className={strong ? "fact-line fact-line-strong" : "fact-line"}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** Last day of publication, inclusive. */
export const PublicUntil = ({ day }: { day: string | null }) => {
  const text = useText();
  if (day === null) return <>{text.fact.publicNoEnd}</>;
  return (
    <>
      <Day day={day} />
      {text.word.inclusive}
    </>
  );
};

const Validity = ({ from, until }: { from: string | null; until: string | null }) => {
  const text = useText().word;
  return (
    <>
      {from && <Day day={from} />} {text.until} {until ? <Day day={until} /> : text.openEnded}
    </>
  );
};
