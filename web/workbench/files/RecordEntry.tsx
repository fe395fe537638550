import type { FileRecord, FileVersion } from "@chengxin/domain/dossier/file.ts";
import { useLanguage, useText } from "../../text/use-text.ts";
import { Reported } from "../../ui/Reported.tsx";
import { formatDay, formatMoment, formatYuan, inWords, localMoment } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

const usePublicity = () => {
  const { states } = useWorkbenchText().files.file;
  const language = useLanguage();
  return ({ publicity, publicUntil }: Pick<FileVersion, "publicity" | "publicUntil">): string =>
    states[publicity](publicUntil && formatDay(publicUntil, language));
};

/** One record with its evidence: what, by whom, on what basis, when, from where, public until when; then its fields and earlier versions. */
export const RecordEntry = ({ record }: { record: FileRecord }) => {
  const { files } = useWorkbenchText();
  const text = files.file;
  const { word } = useText();
  const language = useLanguage();
  const publicity = usePublicity();
  const [latest, ...earlier] = record.versions;
  const received = formatDay(localMoment(record.receivedAt).day, language);
  const evidence: readonly (readonly [string, string | null])[] = [
    [text.authority, record.authority],
    [text.documentNumber, record.documentNumber],
    [text.statedBasis, record.statedBasis],
    [text.decided, formatDay(record.decidedOn, language)],
    [text.validity, validity(record, (day) => formatDay(day, language), word)],
    [text.amount, record.amountYuan === null ? null : formatYuan(record.amountYuan, language)],
    [text.source, text.received(inWords(record.source.name, language), received)],
    [text.publicity, publicity(record)],
  ];
  return (
    <article className="wb-record" data-effect={record.item.effect}>
      <h3>
        <Reported>{record.title}</Reported>
      </h3>
      <dl className="wb-evidence">
        {evidence.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {latest && <Fields fields={latest.fields} />}
      {latest && latest.withheld.length > 0 && (
        <p className="wb-note">
          {text.withheld(
            latest.withheld.length,
            latest.withheld.map((name) => inWords(name, language)).join(word.listSeparator),
          )}
        </p>
      )}
      {earlier.length > 0 && (
        <section className="wb-earlier">
          <h4>{text.versionsTitle(earlier.length)}</h4>
          {earlier.map((version, index) => (
            <Earlier key={version.version} version={version} next={record.versions[index] ?? version} />
          ))}
        </section>
      )}
    </article>
  );
};

const validity = (
  { validFrom, validUntil }: FileRecord,
  day: (day: string) => string,
  word: ReturnType<typeof useText>["word"],
): string | null =>
  validFrom === null && validUntil === null
    ? null
    : `${validFrom === null ? "" : day(validFrom)} ${word.until} ${validUntil === null ? word.openEnded : day(validUntil)}`;

const Fields = ({
  fields,
}: {
  fields: readonly { id: string; name: FileVersion["withheld"][number]; value: string }[];
}) => {
  const language = useLanguage();
  return (
    <dl className="wb-fields">
      {fields.map(({ id, name, value }) => (
        <div key={id}>
          <dt>{inWords(name, language)}</dt>
          <dd>
            <Reported>{value}</Reported>
          </dd>
        </div>
      ))}
    </dl>
  );
};

/** What a version said that the one after it doesn't. */
const Earlier = ({ version, next }: { version: FileVersion; next: FileVersion }) => {
  const text = useWorkbenchText().files.file;
  const language = useLanguage();
  const moment = (instant: string): string => formatMoment(instant, language);
  const after = new Map(next.fields.map(({ id, value }) => [id, value]));
  const own = new Set(version.fields.map(({ id }) => id));
  const different = [
    ...version.fields.filter(({ id, value }) => after.get(id) !== value),
    ...next.fields.filter(({ id }) => !own.has(id)).map((field) => ({ ...field, value: text.absent })),
  ];
  return (
    <div>
      <p>
        {text.version(version.version)} · {text.changes[version.change]} ·{" "}
        {version.knownUntil === null
          ? text.knownFrom(moment(version.knownFrom))
          : text.knownFromTo(moment(version.knownFrom), moment(version.knownUntil))}{" "}
        · {different.length === 0 ? text.sameFields : text.otherFields}
      </p>
      {different.length > 0 && <Fields fields={different} />}
    </div>
  );
};
