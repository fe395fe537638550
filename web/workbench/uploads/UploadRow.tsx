import { Button } from "antd";
import { useId, useState } from "react";
import { Link, useRevalidator } from "react-router";
import { receiptWords } from "@chengxin/domain/text/receipt-words.ts";
import { cancelUpload, type Upload } from "@chengxin/domain/upload/api.ts";
import { ApiProblem } from "../../api-problem.ts";
import { call } from "../../api.ts";
import { codeInWords, problemInWords } from "../../problem-words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { formatBytes, inWords } from "../../ui/format.ts";
import { summaryInWords } from "../batches/batch-in-words.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Progress } from "../ui/Progress.tsx";
import { FileChoice } from "./DropZone.tsx";
import { fingerprintOf } from "./fingerprint.ts";
import { startSending } from "./sendings.ts";

/** A file as the server knows it, from its arrival to its receipt. */
export const UploadRow = ({ owner, upload }: { owner: string; upload: Upload }) => {
  const words = useWorkbenchText();
  const text = words.uploads;
  const language = useLanguage();
  const paths = useWorkbenchPaths();
  const { state, fileName, result } = upload;
  return (
    <li data-stage={state}>
      <div className="wb-file-name">
        <strong>{fileName}</strong>{" "}
        <span className="wb-note">
          {inWords(upload.item.name, language)} · {inWords(upload.source.name, language)} · {formatBytes(upload.bytes)}{" "}
          · <Moment at={upload.createdAt} />
          {!upload.mine && ` · ${text.notMine}`}
        </span>
      </div>
      <div>
        {state === "receiving" && <Unfinished owner={owner} upload={upload} />}
        {state === "queued" && (
          <p>
            {text.states.queued}
            {upload.place !== null && ` · ${text.place(upload.place)}`}
          </p>
        )}
        {state === "importing" && (
          <Progress
            label={text.importingOf(fileName)}
            done={upload.progress?.rows ?? 0}
            total={null}
            part={upload.progress?.part ?? null}
            unit={text.rowsUnit}
          />
        )}
        {state === "finished" && result && (
          <p className="wb-outcome" data-outcome={result.outcome}>
            {summaryInWords(result, words.batches)}
          </p>
        )}
        {(state === "refused" || state === "failed") && <Faults upload={upload} />}
        {upload.batch !== null && (
          <Link to={paths.batch(upload.batch)} aria-label={text.receiptOf(fileName)}>
            {text.receipt}
          </Link>
        )}
      </div>
      {(state === "receiving" || state === "queued") && <CancelButton upload={upload} />}
    </li>
  );
};

const Faults = ({ upload: { state, faults } }: { upload: Upload }) => {
  const text = useWorkbenchText().uploads;
  const language = useLanguage();
  const { fileFault } = receiptWords(language);
  return (
    <div className="wb-wrong">
      <p>{text.states[state]}</p>
      <ul>
        {faults.map((fault) => {
          const sentence = fault.code.startsWith("upload.")
            ? codeInWords(fault.code, language, fault.data)
            : fileFault(fault);
          return <li key={sentence}>{sentence}</li>;
        })}
      </ul>
    </div>
  );
};

/** Sent in part, by an earlier tab: the same file chosen again goes on. */
const Unfinished = ({ owner, upload }: { owner: string; upload: Upload }) => {
  const text = useWorkbenchText().uploads;
  const language = useLanguage();
  const id = useId();
  const [said, setSaid] = useState("");
  const { fileName, item, source, bytes } = upload;
  const onFile = async (file: File): Promise<void> => {
    const fingerprint = await fingerprintOf(file).catch(() => "");
    if (file.size !== bytes || fingerprint !== upload.fingerprint) setSaid(text.otherFile(file.name, fileName));
    else startSending(owner, [{ file, fileName, fingerprint, item: item.id, source: source.id, language }]);
  };
  return (
    <>
      <p>
        {text.states.receiving} ·{" "}
        <span id={`${id}-hint`}>{text.chooseAgainHint(formatBytes(upload.received), formatBytes(bytes))}</span>
      </p>
      {upload.mine && (
        <FileChoice
          id={id}
          label={text.chooseAgain}
          describedBy={`${id}-hint`}
          onFiles={([file]) => file && void onFile(file)}
        />
      )}
      <p role="alert" className="wb-wrong">
        {said}
      </p>
    </>
  );
};

const CancelButton = ({ upload }: { upload: Upload }) => {
  const text = useWorkbenchText().uploads;
  const language = useLanguage();
  const { revalidate } = useRevalidator();
  const [fault, setFault] = useState("");
  const cancel = async (): Promise<void> => {
    try {
      await call(cancelUpload, { upload: upload.uploadId });
    } catch (error) {
      setFault(error instanceof ApiProblem ? problemInWords(error, language).sentence : text.failed);
    }
    await revalidate();
  };
  return (
    <>
      <Button type="text" aria-label={text.cancelOf(upload.fileName)} onClick={() => void cancel()}>
        {text.cancel}
      </Button>
      <p role="alert" className="wb-wrong">
        {fault}
      </p>
    </>
  );
};
