import { exportEvidence, measureEvidence } from "@chengxin/domain/audit/api.ts";
import type { Route } from "./+types/EvidencePage.ts";
import { ApiProblem } from "../../api-problem.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { formatNumber } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Filters } from "../ui/Filters.tsx";
import { Nothing } from "../ui/Nothing.tsx";
import { OffButton } from "../ui/OffButton.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const input = filled(url, ["organisation", "actor", "from", "to"]);
    const nothing = { size: null, download: null, problem: null };
    if (input.organisation && input.actor) return { ...nothing, state: "both" as const };
    if (!input.organisation && !input.actor) return { ...nothing, state: "none" as const };
    try {
      const size = await api(measureEvidence, input);
      return { ...nothing, state: "measured" as const, size, download: apiUrl(exportEvidence, input) };
    } catch (error) {
      if (!(error instanceof ApiProblem) || ![400, 404, 503].includes(error.status)) throw error;
      return { ...nothing, state: "refused" as const, problem: problemInWords(error, language) };
    }
  });

const Download = ({ size, download }: Pick<Route.ComponentProps["loaderData"], "size" | "download">) => {
  const text = useWorkbenchText().audit.evidence;
  if (size === null || download === null) return null;
  const { events, most } = size;
  const off = events === 0 ? text.nothing : events > most ? text.tooMany(formatNumber(most)) : null;
  return (
    <div className="wb-notice">
      {events <= most && events > 0 && <p>{text.size(formatNumber(events))}</p>}
      {off === null ? (
        <a href={download} download="" className="ant-btn ant-btn-primary wb-button">
          {text.download}
        </a>
      ) : (
        <OffButton offBecause={off}>{text.download}</OffButton>
      )}
    </div>
  );
};

export default function EvidencePage({ loaderData: { state, size, download, problem } }: Route.ComponentProps) {
  const { evidence: text, filters } = useWorkbenchText().audit;
  const { ui } = useWorkbenchText();
  return (
    <WorkbenchPage title={text.title} lead={text.lead}>
      <Filters
        fields={[
          { name: "organisation", label: filters.organisation, kind: "text", width: 14 },
          { name: "actor", label: filters.actor, kind: "text", width: 12 },
          { name: "from", label: filters.from, kind: "day", width: 10 },
          { name: "to", label: filters.to, kind: "day", width: 10 },
        ]}
      />
      {state === "none" && <Nothing title={text.choose} advice={text.chooseAdvice} />}
      {(state === "both" || problem) && (
        <div role="alert" className="wb-refusal">
          <p>{problem ? problem.sentence : text.both}</p>
          {problem && <p className="wb-note">{ui.code(problem.code)}</p>}
        </div>
      )}
      <Download size={size} download={download} />
      <section aria-labelledby="contents">
        <h2 id="contents">{text.contents}</h2>
        <dl className="wb-facts">
          {text.files.map(([name, meaning]) => (
            <div key={name}>
              <dt>
                <code className="code">{name}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-labelledby="check">
        <h2 id="check">{text.check}</h2>
        <ol>
          {text.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p>{text.key}</p>
      </section>
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
