import { useId } from "react";
import { Form } from "react-router";
import * as calendar from "@chengxin/domain/calendar/api.ts";
import type { Route } from "./+types/WorkingDaysPage.ts";
import { ApiProblem } from "../../api-problem.ts";
import { filled, load } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { useCatalogueText } from "../../text/catalogue-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { Page } from "../../ui/Page.tsx";
import { DaysCounted } from "./DaysCounted.tsx";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { after = "", days = "" } = filled(url, ["after", "days"]);
    const typed = { after, days };
    if (!after && !days) return { typed, answer: null, problem: null };
    try {
      return { typed, answer: await api(calendar.countWorkingDays, typed), problem: null };
    } catch (error) {
      // What was typed stays; the reason stands above the form.
      if (error instanceof ApiProblem && error.status < 500)
        return { typed, answer: null, problem: problemInWords(error, language) };
      throw error;
    }
  });

export default function WorkingDaysPage({ loaderData: { typed, answer, problem } }: Route.ComponentProps) {
  const own = useCatalogueText().workingDays;
  const paths = usePaths();
  const id = useId();
  return (
    <Page
      title={own.title}
      description={own.lead}
      lead={own.lead}
      {...((typed.after || typed.days) && { robots: "noindex, follow" })}
    >
      {problem && (
        <div className="notice notice-alert" role="alert">
          <h2>{own.problem}</h2>
          <p>{own.invalid[problem.field ?? ""] ?? problem.sentence}</p>
        </div>
      )}
      <Form key={`${typed.after}|${typed.days}`} action={paths.workingDays()} className="ask">
        <div className="field">
          <label htmlFor={`${id}-after`}>{own.after}</label>
          <p className="hint" id={`${id}-after-hint`}>
            {own.afterHint}
          </p>
          <input
            id={`${id}-after`}
            type="date"
            name="after"
            defaultValue={typed.after}
            required
            aria-describedby={`${id}-after-hint`}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-days`}>{own.days}</label>
          <p className="hint" id={`${id}-days-hint`}>
            {own.daysHint}
          </p>
          <input
            id={`${id}-days`}
            type="number"
            name="days"
            min={0}
            max={400}
            step={1}
            inputMode="numeric"
            defaultValue={typed.days}
            required
            aria-describedby={`${id}-days-hint`}
          />
        </div>
        <button type="submit">{own.button}</button>
      </Form>
      {answer && <DaysCounted answer={answer} />}
      <p className="muted prose">{own.source}</p>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
