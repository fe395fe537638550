import { Link } from "react-router";
import type { Verification } from "@chengxin/domain/audit/api.ts";
import type { EventFault, VerifierReport } from "@chengxin/domain/audit/event-fault.ts";
import { eventFaults as en } from "@chengxin/domain/text/event-faults.en.ts";
import { eventFaults as zh } from "@chengxin/domain/text/event-faults.zh-CN.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatNumber } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Progress } from "../ui/Progress.tsx";
import { Receipt } from "../ui/Receipt.tsx";
import { exactMoment } from "./exact-moment.ts";

/** Faults of an event that is still there to be looked at. */
const ofPresentEvent: readonly EventFault["kind"][] = ["event.changed", "event.blanked", "event.misnumbered"];

const Fault = ({ fault }: { fault: EventFault }) => {
  const text = useWorkbenchText().audit.verifications;
  const paths = useWorkbenchPaths();
  const sentence = (useLanguage() === "en" ? en : zh)[fault.kind](fault);
  const { organisationId, chainNo } = fault;
  return (
    <li>
      {sentence.charAt(0).toUpperCase() + sentence.slice(1)}{" "}
      {organisationId !== null && chainNo !== null && ofPresentEvent.includes(fault.kind) && (
        <Link to={paths.event(organisationId, chainNo)}>{text.open}</Link>
      )}
    </li>
  );
};

const Faults = ({ report: { faults, faultCount } }: { report: VerifierReport }) => {
  const text = useWorkbenchText().audit.verifications;
  if (faultCount === 0) return null;
  return (
    <div className="wb-refusal">
      {faultCount > faults.length && <p>{text.firstOnly(faults.length)}</p>}
      <ol>
        {faults.map((fault) => (
          <Fault key={JSON.stringify(fault)} fault={fault} />
        ))}
      </ol>
      <p>{text.advice}</p>
    </div>
  );
};

interface RunProps {
  readonly run: Verification;
  readonly who: string;
  /** One line that opens. */
  readonly folded?: boolean;
}

const useResult = ({ faultCount, state }: Verification): string => {
  const text = useWorkbenchText().audit.verifications;
  if (state === "running") return text.running;
  if (state === "cutOff" || faultCount === null) return text.cutOff;
  return faultCount === 0 ? text.whole : text.faulty(formatNumber(faultCount));
};

/** One run of the verifier: its progress, or what it found in plain words. */
export const VerifierRun = ({ run, who, folded = false }: RunProps) => {
  const text = useWorkbenchText().audit.verifications;
  const language = useLanguage();
  const result = useResult(run);
  const { report, progress, startedAt } = run;
  if (run.state === "running")
    return (
      <section className="wb-receipt" aria-label={result}>
        {progress ? (
          <Progress
            label={result}
            done={progress.checked}
            total={progress.expected === 0 ? null : progress.expected}
            unit={text.unit}
            leavable
          />
        ) : (
          <p>{text.elsewhere}</p>
        )}
      </section>
    );
  const receipt = (
    <Receipt
      title={result}
      facts={[
        [text.startedAt, exactMoment(startedAt, language)],
        [text.by, who],
        ...(report
          ? ([
              [text.asOf, text.asOfValue(exactMoment(report.at, language))],
              [text.events, text.eventsValue(formatNumber(report.events), formatNumber(report.chains))],
              ...(report.unchained > 0 ? [[text.unchained, text.unchainedValue(formatNumber(report.unchained))]] : []),
              [
                text.seals,
                text.sealsValue(
                  formatNumber(report.seals),
                  report.sealedUntil && exactMoment(report.sealedUntil, language),
                ),
              ],
              [text.took, text.seconds(formatNumber(Number((report.milliseconds / 1000).toFixed(1))))],
            ] as [string, string][])
          : []),
      ]}
    >
      {report && <Faults report={report} />}
    </Receipt>
  );
  if (!folded) return <div data-result={run.faultCount === 0 ? "whole" : "faulty"}>{receipt}</div>;
  return (
    <details className="wb-fold">
      <summary>
        {exactMoment(startedAt, language)} · {result}
      </summary>
      {receipt}
    </details>
  );
};
