import { useEffect } from "react";
import { organisationKinds, organisationStatuses } from "@chengxin/domain/text/organisation-kinds.ts";
import { fileClasses } from "@chengxin/domain/dossier/file.ts";
import { useRootData } from "../../root-data.ts";
import { useLanguage, useText } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { Day, Moment } from "../../ui/Day.tsx";
import { formatDay, formatMoment, formatNumber, inWords } from "../../ui/format.ts";
import { useLayoutData } from "../layout-data.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Facts } from "../ui/TaskPage.tsx";
import { FileCounts } from "./FileCounts.tsx";
import type { OpenFile } from "./FilePage.tsx";
import { RecordEntry } from "./RecordEntry.tsx";

interface FileDocumentProps {
  readonly file: OpenFile;
  /** Records in the parts before this one. */
  readonly before: number;
}

/** Puts the number of the query into the margin of every printed page, beside the page's own. */
const usePrintedNumber = (number: string): void => {
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty("--query", JSON.stringify(number));
    return () => void style.removeProperty("--query");
  }, [number]);
};

/** The file as it stands on the screen and on paper: on what it rests, what there is, each record, what is not included. */
export const FileDocument = ({ file, before }: FileDocumentProps) => {
  const { files, roles } = useWorkbenchText();
  const text = files.file;
  const language = useLanguage();
  const root = useRootData();
  const { word } = useText();
  const { ground, organisation, items, readAt } = file;
  const unit = useLayoutData()?.account.unit;
  usePrintedNumber(ground.number);
  const moment = formatMoment(readAt, language);
  const groups = file.counts.map(({ item: id }) => items.filter(({ item }) => item.id === id));
  return (
    <article className="wb-file">
      <header className="wb-file-head">
        <p>{root?.siteName}</p>
        <h2>{text.document}</h2>
        <p>{text.asOf(moment)}</p>
      </header>
      <div className="wb-file-facts">
        <Facts
          facts={[
            [text.organisation, <strong key="name">{organisation.name}</strong>],
            [files.columns.uscc, <Uscc key="uscc" code={organisation.uscc} />],
            [files.columns.kind, organisationKinds[organisation.kind][language]],
            [files.columns.status, organisationStatuses[organisation.status][language]],
            ...(organisation.region
              ? ([[files.columns.region, inWords(organisation.region.name, language)]] as const)
              : []),
            ...(organisation.establishedOn
              ? ([[text.established, <Day key="day" day={organisation.establishedOn} />]] as const)
              : []),
            ...(organisation.names.length > 0
              ? ([[text.names, organisation.names.map(({ name }) => name).join(word.listSeparator)]] as const)
              : []),
            ...(organisation.codes.length > 0
              ? ([[text.codes, organisation.codes.map(({ code }) => code).join(word.listSeparator)]] as const)
              : []),
          ]}
        />
        <Facts
          facts={[
            [text.number, <strong key="number">{ground.number}</strong>],
            [text.readAt, <Moment key="at" at={readAt} />],
            [text.purpose, inWords(ground.purpose.name, language)],
            [text.ground, ground.ground],
            ...(ground.relation ? ([[text.relation, files.relations[ground.relation]]] as const) : []),
            [
              text.by,
              [roles[ground.role], ground.source && inWords(ground.source.name, language), unit]
                .filter((part) => part)
                .join(word.comma),
            ],
          ]}
        />
      </div>
      <FileCounts counts={file.counts} />
      {groups.map((records) => {
        const [first] = records;
        return (
          first && (
            <section key={first.item.id} id={`item-${first.item.id}`} className="wb-file-item">
              <h2>
                {inWords(first.item.name, language)} <span className="wb-note">{formatNumber(records.length)}</span>
              </h2>
              {records.map((record) => (
                <RecordEntry key={record.recordId} record={record} />
              ))}
            </section>
          )
        );
      })}
      <p>
        <strong>{rangeInWords(file, before, text)}</strong>
      </p>
      <section className="wb-file-not">
        <h2>{text.notTitle}</h2>
        <ul>
          {fileClasses
            .filter((one) => !file.classes.includes(one))
            .map((one) => (
              <li key={one}>{text.not[one]}</li>
            ))}
          {ground.source && <li>{text.not.source(inWords(ground.source.name, language))}</li>}
          <li>{file.masked ? text.not.masked : text.not.unmasked}</li>
          <li>{text.not.rest}</li>
          <li>{text.not.persons}</li>
        </ul>
        <p>
          {text.basisOf}
          {ground.visibleFrom === null ? text.seen : text.seenFrom(formatDay(ground.visibleFrom, language))}
        </p>
      </section>
    </article>
  );
};

const rangeInWords = (
  { items, next, count }: OpenFile,
  before: number,
  text: ReturnType<typeof useWorkbenchText>["files"]["file"],
): string => {
  const all = count?.value ?? before + items.length;
  if (items.length === 0) return text.nothing;
  if (before === 0 && next === null) return text.allHere(all);
  const range = text.range(before + 1, before + items.length, all);
  return next === null ? range : `${range}${text.moreNote(all - before - items.length)}`;
};
