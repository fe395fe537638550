import type { FileVersion } from "@chengxin/domain/dossier/file.ts";
import { changeWords, fileClassWords, publicityStateWords } from "@chengxin/domain/text/dossier.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useLanguage, useText } from "../../text/use-text.ts";
import { FactRow } from "../../ui/FactRow.tsx";
import { formatDay, formatMoment, inWords } from "../../ui/format.ts";
import { Terms } from "../../ui/Terms.tsx";
import { Value } from "../../ui/Value.tsx";
import type { StoredRecordData } from "./FilePage.tsx";

/** A record as its organisation sees it: the fact row, whether it is public and why, every field, every version. */
export const StoredRecord = ({ record }: { record: StoredRecordData }) => {
  const text = useOwnText().file;
  const words = useText().word;
  const language = useLanguage();
  const [latest, ...earlier] = record.versions;
  return (
    <>
      <FactRow record={record} linked={record.publicity === "public"} publicity={<Publicity record={record} />} />
      {latest && (
        <details className="stored">
          <summary>{text.more(record.versions.length)}</summary>
          <p>
            {text.who}
            {words.colon}
            {inWords(fileClassWords[record.disclosure], language)}
          </p>
          {record.why.length > 0 && (
            <>
              <p>
                <strong>{text.why}</strong>
              </p>
              <ol className="steps">
                {record.why.map(({ key, sentence }) => (
                  <li key={key}>{sentence}</li>
                ))}
              </ol>
            </>
          )}
          <Version version={latest} />
          {earlier.length > 0 && (
            <>
              <p>
                <strong>{text.earlier}</strong>
              </p>
              {earlier.map((version) => (
                <details key={version.version} className="stored">
                  <summary>{text.version(version.version)}</summary>
                  <Version version={version} />
                </details>
              ))}
            </>
          )}
        </details>
      )}
    </>
  );
};

const Publicity = ({ record: { publicity, publicUntil } }: { record: StoredRecordData }) => {
  const text = useOwnText().file;
  const words = useText().word;
  const language = useLanguage();
  const day = publicUntil && formatDay(publicUntil, language);
  return (
    <>
      {inWords(publicityStateWords[publicity], language)}
      {day && publicity === "public" && words.comma + text.untilDay(day)}
      {day && publicity === "ended" && words.comma + text.endedOn(day)}
    </>
  );
};

const Version = ({ version }: { version: FileVersion }) => {
  const text = useOwnText().file;
  const words = useText().word;
  const language = useLanguage();
  return (
    <>
      <p className="muted">
        {text.version(version.version)}
        {words.comma}
        {inWords(changeWords[version.change], language)}
        {words.comma}
        {text.known(
          formatMoment(version.knownFrom, language),
          version.knownUntil && formatMoment(version.knownUntil, language),
        )}
      </p>
      {version.fields.length === 0 && <p>{text.noFields}</p>}
      <Terms
        pairs={version.fields.map(({ id, name, value, disclosure }) => [
          inWords(name, language),
          <span key={id}>
            <Value value={value} />
            {disclosure !== "public" && (
              <span className="muted"> {text.fieldWho(inWords(fileClassWords[disclosure], language))}</span>
            )}
          </span>,
        ])}
      />
      {version.withheld.length > 0 && (
        <p className="muted">
          {text.withheld(version.withheld.map((name) => inWords(name, language)).join(words.listSeparator))}
        </p>
      )}
    </>
  );
};
