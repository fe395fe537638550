import { Button, Select } from "antd";
import { useId } from "react";
import { plainFileName } from "@chengxin/domain/upload/upload.ts";
import { codeInWords } from "../../problem-words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatBytes, inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { OffButton } from "../ui/OffButton.tsx";
import { Consequence } from "../ui/TaskPage.tsx";
import type { FileToSend } from "./sending.ts";
import type { Chosen, ChosenFile, Sources } from "./use-chosen.ts";

type Ready = Omit<FileToSend, "language">;

/** What is ready to go out of a chosen file; null: something is missing. */
const readyFile = ({ file, fault, fingerprint, resumes, item }: ChosenFile, source: string | null): Ready | null => {
  if (fault || item === null) return null;
  if (resumes)
    return { file, fileName: resumes.fileName, fingerprint, item: resumes.item.id, source: resumes.source.id };
  return source === null ? null : { file, fileName: plainFileName(file.name), fingerprint, item, source };
};

interface ToSendProps {
  readonly sources: Sources;
  readonly chosen: Chosen;
  readonly onSend: (files: readonly Ready[]) => void;
}

/** The chosen files, each with the item it is taken for, for the clerk to confirm. */
export const ToSend = ({ sources, chosen, onSend }: ToSendProps) => {
  const text = useWorkbenchText().uploads;
  const language = useLanguage();
  const id = useId();
  const { files, source } = chosen;
  if (files.length === 0) return null;
  const items = sources.find((one) => one.id === source)?.items ?? [];
  const may = (file: ChosenFile): ChosenFile =>
    file.resumes || items.some((item) => item.id === file.item) ? file : { ...file, item: null };
  const sendable = files.map(may).filter(({ fault }) => fault === null);
  const ready = sendable.flatMap((file) => readyFile(file, source) ?? []);
  const lacking = sendable.find(({ item }) => item === null);
  const offBecause =
    ready.length === sendable.length
      ? null
      : source === null
        ? text.sourceMissing
        : lacking
          ? text.itemMissing(lacking.file.name)
          : null;
  return (
    <section className="wb-to-send" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{text.toSend}</h2>
      {sources.length > 1 && (
        <div className="wb-field">
          <label htmlFor={`${id}-source`}>{text.source}</label>
          <Select
            id={`${id}-source`}
            style={{ width: "22em" }}
            showSearch={{ optionFilterProp: "label" }}
            value={source}
            options={sources.map((one) => ({ value: one.id, label: inWords(one.name, language) }))}
            onChange={(value: string | null) => value !== null && chosen.chooseSource(value)}
          />
        </div>
      )}
      <ul className="wb-files">
        {files.map(may).map((file) => (
          <ChosenRow key={file.key} file={file} items={items} chosen={chosen} needsSource={source === null} />
        ))}
      </ul>
      {sendable.length > 0 && (
        <>
          <Consequence>{text.consequence}</Consequence>
          <OffButton
            type="primary"
            offBecause={offBecause}
            onClick={() => {
              onSend(ready);
              chosen.remove(sendable.map(({ key }) => key));
            }}
          >
            {text.send(sendable.length)}
          </OffButton>
        </>
      )}
    </section>
  );
};

interface ChosenRowProps {
  readonly file: ChosenFile;
  readonly items: Sources[number]["items"];
  readonly chosen: Chosen;
  readonly needsSource: boolean;
}

const ChosenRow = ({
  file: { key, file, fault, guess, resumes, item },
  items,
  chosen,
  needsSource,
}: ChosenRowProps) => {
  const text = useWorkbenchText().uploads;
  const language = useLanguage();
  const id = useId();
  const why = resumes
    ? text.resumes(formatBytes(resumes.received), formatBytes(resumes.bytes))
    : guess && guess.item === item
      ? text.guessed(guess.known, guess.columns)
      : item !== null && item === chosen.preset
        ? text.preset
        : item === null && !needsSource
          ? text.notGuessed
          : "";
  return (
    <li>
      <div className="wb-file-name">
        <strong>{file.name}</strong> <span className="wb-note">{formatBytes(file.size)}</span>
      </div>
      {fault ? (
        <p className="wb-wrong" role="alert">
          {codeInWords(fault.code, language, fault.data)}
        </p>
      ) : (
        <div className="wb-field">
          <label htmlFor={id} className="visually-hidden">
            {text.itemOf(file.name)}
          </label>
          {resumes ? (
            <span>{inWords(resumes.item.name, language)}</span>
          ) : (
            <Select
              id={id}
              style={{ width: "18em" }}
              placeholder={text.chooseItem}
              disabled={needsSource}
              value={item}
              showSearch={{ optionFilterProp: "label" }}
              options={items.map((one) => ({ value: one.id, label: inWords(one.name, language) }))}
              onChange={(value: string | null) => value !== null && chosen.chooseItem(key, value)}
            />
          )}
          <p className="wb-note">{why}</p>
          {guess && guess.item === item && guess.unknown.length > 0 && (
            <p className="wb-wrong">
              {text.unknownColumns(guess.unknown.slice(0, 8).join(language === "en" ? ", " : "、"))}
            </p>
          )}
        </div>
      )}
      <Button type="text" aria-label={text.remove(file.name)} onClick={() => chosen.remove([key])}>
        {text.removeShort}
      </Button>
    </li>
  );
};
