import { Button, Input } from "antd";
import { Form, redirect } from "react-router";
import { findMandate, listWaitingMandates, type Mandate } from "@chengxin/domain/mandate/api.ts";
import type { Route } from "./+types/MandatesPage.ts";
import { ApiProblem } from "../../api-problem.ts";
import { filled, load } from "../../api.ts";
import { codeInWords } from "../../problem-words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { Moment } from "../../ui/Day.tsx";
import { formatMoment } from "../../ui/format.ts";
import { workbenchPathsIn } from "../paths.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Filters } from "../ui/Filters.tsx";
import { FormField } from "../ui/FormField.tsx";
import { QueryTable, type Column } from "../ui/QueryTable.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { q, cursor, uscc, number } = filled(url, ["q", "cursor", "uscc", "number"]);
    const page = await api(listWaitingMandates, { q, cursor, limit: 50 });
    if (!uscc || !number) return { page, sought: null };
    try {
      const found = await api(findMandate, { uscc, number });
      throw redirect(workbenchPathsIn(language).mandate(found.uscc, found.mandateId));
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status >= 500 || error.status === 403) throw error;
      const sentence = error.code === "object.not_found" ? null : codeInWords(error.code, language, error.data);
      return { page, sought: { uscc, number, sentence } };
    }
  });

const useColumns = (): readonly Column<Mandate>[] => {
  const { columns } = useWorkbenchText().mandates;
  return [
    { id: "organisation", title: columns.organisation, width: 16, value: ({ organisation }) => organisation },
    { id: "uscc", title: columns.uscc, value: ({ uscc }) => <Uscc code={uscc} /> },
    { id: "number", title: columns.number, value: ({ number }) => <code>{number}</code> },
    { id: "account", title: columns.account, value: ({ account }) => <code>{account}</code> },
    { id: "asked", title: columns.asked, width: 12, value: ({ askedAt }) => <Moment at={askedAt} /> },
  ];
};

export default function MandatesPage({ loaderData: { page, sought } }: Route.ComponentProps) {
  const text = useWorkbenchText().mandates;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  return (
    <WorkbenchPage title={text.title} lead={text.lead}>
      <Filters fields={[{ name: "q", label: text.query, kind: "text", width: 24 }]} />
      <QueryTable
        list="mandates"
        caption={text.title}
        page={page}
        columns={useColumns()}
        rowKey={({ mandateId }) => mandateId}
        rowName={({ organisation, number }) => `${organisation} ${number}`}
        open={({ uscc, mandateId }) => paths.mandate(uscc, mandateId)}
        why={({ askedAt }) => text.why(formatMoment(askedAt, language))}
        empty={{ title: text.emptyTitle, advice: text.emptyAdvice }}
      />
      <section className="wb-find" aria-label={text.find.title}>
        <h2>{text.find.title}</h2>
        <p className="wb-note">{text.find.lead}</p>
        {sought && (
          <p role="alert" className="wb-refusal">
            {sought.sentence ?? text.find.none}
          </p>
        )}
        <Form key={`${sought?.uscc}|${sought?.number}`} action={paths.mandates()} autoComplete="off">
          <FormField label={text.find.uscc}>
            {(joined) => <Input {...joined} name="uscc" required maxLength={30} defaultValue={sought?.uscc} />}
          </FormField>
          <FormField label={text.find.number} hint={text.find.numberHint}>
            {(joined) => <Input {...joined} name="number" required maxLength={20} defaultValue={sought?.number} />}
          </FormField>
          <Button htmlType="submit">{text.find.button}</Button>
        </Form>
      </section>
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
