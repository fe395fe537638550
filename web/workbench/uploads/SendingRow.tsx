import { Button } from "antd";
import { useEffect, useState } from "react";
import { useRevalidator } from "react-router";
import type { Words } from "@chengxin/domain/words.ts";
import { problemInWords } from "../../problem-words.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { formatBytes, inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Progress } from "../ui/Progress.tsx";
import type { Sending, Stage } from "./sending.ts";
import { cancelSending, goOn } from "./sendings.ts";

interface SendingRowProps {
  readonly owner: string;
  readonly sending: Sending;
  readonly item: { readonly name: Words } | undefined;
}

/** A file that this tab sends: how far it is, what holds it up, and what can be done. */
export const SendingRow = ({ owner, sending, item }: SendingRowProps) => {
  const text = useWorkbenchText().uploads;
  const language = useLanguage();
  const { revalidate } = useRevalidator();
  const { stage, what } = sending;
  const moving = stage.at === "sending" || stage.at === "retrying";
  return (
    <li data-stage={stage.at}>
      <div className="wb-file-name">
        <strong>{what.fileName}</strong>{" "}
        <span className="wb-note">
          {item ? `${inWords(item.name, language)} · ` : ""}
          {formatBytes(what.file.size)}
        </span>
      </div>
      <div>
        {moving && (
          <Progress
            label={text.sendingOf(what.fileName)}
            done={sending.sent}
            total={what.file.size}
            unit={text.bytesUnit}
            format={formatBytes}
          />
        )}
        {stage.at === "waiting" && <p>{text.waiting}</p>}
        {(stage.at === "checking" || stage.at === "done") && <p role="status">{text.comparing}</p>}
        {stage.at === "retrying" && <Retrying sending={sending} next={stage.next} />}
        {stage.at === "stopped" && <Stopped owner={owner} sending={sending} reason={stage.reason} />}
      </div>
      {stage.at !== "done" && (
        <Button
          type="text"
          aria-label={text.cancelOf(what.fileName)}
          // what the server has already thrown away needs no cancelling
          onClick={() => void cancelSending(sending).then(revalidate, revalidate)}
        >
          {text.cancel}
        </Button>
      )}
    </li>
  );
};

const Retrying = ({ sending, next }: { sending: Sending; next: number }) => {
  const text = useWorkbenchText().uploads;
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="wb-wrong" role="status">
      <p>{text.retrying(Math.max(0, Math.ceil((next - now) / 1000)), formatBytes(sending.sent))}</p>
      <Button onClick={() => sending.retryNow()}>{text.retryNow}</Button>
    </div>
  );
};

interface StoppedProps {
  readonly owner: string;
  readonly sending: Sending;
  readonly reason: Extract<Stage, { at: "stopped" }>["reason"];
}

const Stopped = ({ owner, sending, reason }: StoppedProps) => {
  const text = useWorkbenchText().uploads;
  const language = useLanguage();
  const paths = usePaths();
  if (reason === "fileChanged")
    return (
      <p className="wb-wrong" role="alert">
        {text.fileChanged}
      </p>
    );
  const ended = reason.code.startsWith("session.");
  return (
    <div role="alert">
      <p className="wb-wrong">{ended ? text.sessionEnded : problemInWords(reason, language).sentence}</p>
      {ended && (
        <p>
          <a href={paths.signIn()} target="_blank" rel="noreferrer">
            {text.signIn}
          </a>{" "}
          {text.thenGoOn}
        </p>
      )}
      <Button onClick={() => goOn(owner, sending)}>{text.goOn}</Button>
    </div>
  );
};
