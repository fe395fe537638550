import { Link } from "react-router";
import { downloadRejects, listRejections, showBatch, type BatchDetail } from "@chengxin/domain/batch/api.ts";
import { receiptWords } from "@chengxin/domain/text/receipt-words.ts";
import type { Route } from "./+types/BatchPage.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { formatBytes, formatNumber, inWords } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Progress } from "../ui/Progress.tsx";
import { Receipt } from "../ui/Receipt.tsx";
import { useRefresh } from "../ui/use-refresh.ts";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { summaryInWords } from "./batch-in-words.ts";
import { FaultKinds } from "./FaultKinds.tsx";
import { Notes, TurnedAway, WarningLines } from "./ReceiptNotes.tsx";
import { RejectedRows } from "./RejectedRows.tsx";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    const batch = await api(showBatch, { batch: args.params.batch });
    const { code, cursor } = filled(url, ["code", "cursor"]);
    // rows are looked at when all are there: each look is logged
    const rejections =
      batch.rejected > 0 && batch.outcome !== "running"
        ? await api(listRejections, { batch: batch.batch, code, cursor, limit: 20 })
        : null;
    return { batch, rejections, code: code ?? null };
  });

const counted = ["accepted", "corrected", "duplicate", "rejected", "turnedAway"] as const;

const useFacts = (batch: BatchDetail) => {
  const { facts, channels, notFinished } = useWorkbenchText().batches;
  const language = useLanguage();
  return [
    [facts.file, batch.fileName],
    [facts.item, inWords(batch.item.name, language)],
    [facts.source, inWords(batch.source.name, language)],
    [facts.started, <Moment key="started" at={batch.startedAt} />],
    [facts.finished, batch.finishedAt === null ? notFinished : <Moment key="finished" at={batch.finishedAt} />],
    [facts.channel, channels[batch.channel]],
    [facts.bytes, formatBytes(batch.bytes)],
    [facts.encoding, [batch.layout, batch.encoding?.toUpperCase()].filter(Boolean).join(" · ")],
    [facts.sha256, <code key="sha256">{batch.sha256}</code>],
  ] as const;
};

export default function BatchPage({ loaderData: { batch, rejections, code } }: Route.ComponentProps) {
  const words = useWorkbenchText();
  const text = words.batches;
  const language = useLanguage();
  const paths = useWorkbenchPaths();
  const facts = useFacts(batch);
  const running = batch.outcome === "running";
  useRefresh(running, 1500);
  const mendable = batch.rejected > 0 && !running;
  return (
    <WorkbenchPage
      title={batch.fileName}
      lead={
        <span className="wb-outcome" data-outcome={batch.outcome}>
          {summaryInWords(batch, text)}
        </span>
      }
    >
      {batch.failure !== null && (
        <p className="wb-refusal">{receiptWords(language).fileFault({ code: batch.failure, data: {} })}</p>
      )}
      {running && (
        <Progress label={text.running} done={batch.read} total={null} part={batch.part} unit={text.rowsUnit} leavable />
      )}
      {mendable && (
        <div className="wb-mend wb-no-print">
          <div className="wb-actions">
            <a href={apiUrl(downloadRejects, { batch: batch.batch, language })} download="" className="wb-button-main">
              {text.download(formatNumber(batch.rejected))}
            </a>
            <Link
              to={paths.uploads({ item: batch.item.id, source: batch.source.id })}
              className="ant-btn ant-btn-default wb-button"
            >
              {text.mend}
            </Link>
          </div>
          <p className="wb-note">{text.mendHint}</p>
        </div>
      )}
      <Receipt
        title={text.receiptTitle(String(batch.batch))}
        facts={facts}
        counts={counted.map((id) => ({ name: text.counts[id], count: batch[id], link: text.meaning[id] }))}
      >
        <WarningLines batch={batch} />
        <FaultKinds batch={batch} chosen={code} />
        <TurnedAway batch={batch} />
        <Notes batch={batch} />
      </Receipt>
      {rejections && <RejectedRows batch={batch.batch} page={rejections} code={code} />}
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
