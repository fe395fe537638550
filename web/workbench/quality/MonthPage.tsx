import { Input } from "antd";
import { useId } from "react";
import { Form, useActionData } from "react-router";
import { declareDecisions, listDeclarations, showQuality, type Declaration } from "@chengxin/domain/quality/api.ts";
import type { Route } from "./+types/MonthPage.ts";
import { act, filled, load, type FormFault } from "../../api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { formatNumber, inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { OffButton } from "../ui/OffButton.tsx";
import { Consequence, Facts, TaskPage } from "../ui/TaskPage.tsx";
import { Definitions } from "./Definitions.tsx";
import { RateOfRow, RowsLink } from "./Rate.tsx";

const placeOf = (url: URL) => {
  const { source = "", item = "", month = "" } = filled(url, ["source", "item", "month"]);
  return { source, item, month };
};

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    const place = placeOf(url);
    const declarations = await api(listDeclarations, place);
    const { items, indicators, declares } = await api(showQuality, {
      source: place.source,
      item: place.item,
      from: place.month,
      to: place.month,
      limit: 1,
    });
    return {
      ...declarations,
      month: place.month,
      row: items[0] ?? null,
      indicators,
      mayDeclare: declares.includes(place.source),
    };
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, _language, url) => {
    const textOf = (name: string): string => {
      const value = form.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    // an empty field is no 0
    const decisions = /^\d+$/.test(textOf("decisions")) ? Number(textOf("decisions")) : Number.NaN;
    await api(declareDecisions, { ...placeOf(url), decisions, remark: textOf("remark") });
    return { saved: true as const };
  });

type Data = Route.ComponentProps["loaderData"];

const MonthFacts = ({ row, mayDeclare, indicators }: Pick<Data, "row" | "mayDeclare" | "indicators">) => {
  const text = useWorkbenchText().quality;
  const language = useLanguage();
  if (row === null) return <p>{text.nothing}</p>;
  const declares = mayDeclare ? [row.source.id] : [];
  return (
    <Facts
      facts={[
        ...indicators.map(
          ({ id, name }) =>
            [inWords(name, language), <RateOfRow key={id} row={row} indicator={id} declares={declares} />] as const,
        ),
        ...(["received", "late", "unassessed", "rejected"] as const).map(
          (set) => [text.sets[set], <RowsLink key={set} row={row} set={set} />] as const,
        ),
      ]}
    />
  );
};

const History = ({ declarations }: { declarations: readonly Declaration[] }) => {
  const text = useWorkbenchText().quality;
  if (declarations.length === 0) return <p>{text.historyNone}</p>;
  return (
    <ol className="wb-plain-list">
      {declarations.map(({ at, decisions, remark, mine }) => (
        <li key={at}>
          <Moment at={at} /> · <strong>{text.historyLine(formatNumber(decisions))}</strong>
          {mine && ` · ${text.mine}`}
          {remark && ` · ${remark}`}
        </li>
      ))}
    </ol>
  );
};

export default function MonthPage({ loaderData }: Route.ComponentProps) {
  const { source, item, month, row, items, indicators, mayDeclare } = loaderData;
  const text = useWorkbenchText().quality;
  const language = useLanguage();
  const told = useActionData<{ saved: true } | FormFault>();
  const id = useId();
  const fault = told && "problem" in told ? told : null;
  const offBecause = !mayDeclare ? text.mayNot : row?.asked ? null : text.notAskedLong;
  return (
    <TaskPage
      title={text.monthTitle(inWords(source.name, language), inWords(item.name, language), text.monthOf(month))}
      lead={text.lead}
      factsTitle={text.factsTitle}
      facts={
        <>
          <MonthFacts row={row} mayDeclare={mayDeclare} indicators={indicators} />
          <Definitions indicators={indicators} />
        </>
      }
      formTitle={text.formTitle}
    >
      <p>{text.formLead}</p>
      {/* another declaration begins with an empty form */}
      <Form method="post" key={items.length}>
        <div className="wb-field">
          <label htmlFor={`${id}-decisions`}>{text.decisions}</label>
          <Input
            id={`${id}-decisions`}
            name="decisions"
            inputMode="numeric"
            required
            maxLength={8}
            pattern="[0-9]*"
            autoComplete="off"
            style={{ width: "10em" }}
            defaultValue={fault?.typed["decisions"] ?? ""}
            {...(fault ? { status: "error", "aria-invalid": true, "aria-describedby": `${id}-fault` } : {})}
          />
        </div>
        <p id={`${id}-fault`} role="alert" className="wb-wrong">
          {fault && (fault.problem.field === "decisions" ? text.decisionsInvalid : fault.problem.sentence)}
        </p>
        <div className="wb-field">
          <label htmlFor={`${id}-remark`}>{text.remark}</label>
          <Input.TextArea
            id={`${id}-remark`}
            name="remark"
            rows={2}
            maxLength={500}
            defaultValue={fault?.typed["remark"] ?? ""}
          />
        </div>
        <Consequence>{text.consequence(formatNumber(row?.received ?? 0))}</Consequence>
        <OffButton type="primary" htmlType="submit" offBecause={offBecause}>
          {text.submit}
        </OffButton>
        <p role="status">{told && "saved" in told ? text.saved : ""}</p>
      </Form>
      <h2>{text.history}</h2>
      <History declarations={items} />
    </TaskPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
