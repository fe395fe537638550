import type { countWorkingDays } from "@chengxin/domain/calendar/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { useCatalogueText } from "../../text/catalogue-text.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Day } from "../../ui/Day.tsx";
import { formatDay, inWords } from "../../ui/format.ts";
import { Table } from "../../ui/Table.tsx";

type Answer = RouteAnswer<typeof countWorkingDays>;
type Line = (Answer["counted"] | Answer["skipped"])[number] & { readonly number: number | null };

/** Day of the week of a calendar day, 0 = Sunday. */
const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** The day itself, then every day in order: counted with its number, or skipped with the reason. */
export const DaysCounted = ({ answer }: { answer: Answer }) => {
  const own = useCatalogueText().workingDays;
  const language = useLanguage();
  const counted: Line[] = answer.counted.map((day, index) => ({ ...day, number: index + 1 }));
  const lines = [...counted, ...answer.skipped.map((day): Line => ({ ...day, number: null }))].toSorted((a, b) =>
    a.date.localeCompare(b.date),
  );
  return (
    <section aria-labelledby="result" className="answer" role="status">
      <h2 id="result">
        {own.result(formatDay(answer.after, language), answer.days)}{" "}
        <strong className="result">
          <Day day={answer.day} />
          {language === "zh" ? `（${own.weekdays[weekday(answer.day)]}）` : ` (${own.weekdays[weekday(answer.day)]})`}
        </strong>
      </h2>
      <p>
        {own.counted(answer.counted.length)} · {own.skipped(answer.skipped.length)}
      </p>
      <Table<Line>
        caption={own.why}
        hideCaption
        compact
        rows={lines}
        rowKey={(line) => line.date}
        columns={[
          { key: "number", name: own.number, number: true, cell: (line) => line.number ?? "–" },
          {
            key: "date",
            name: own.date,
            cell: (line) => (
              <>
                <Day day={line.date} /> {own.weekdays[weekday(line.date)]}
              </>
            ),
          },
          {
            key: "why",
            name: own.why,
            cell: (line) => (
              <span className={line.number === null ? "muted" : undefined}>
                {own.reasons[line.reason]}
                {line.name && ` · ${inWords(line.name, language)}`}
              </span>
            ),
          },
        ]}
      />
    </section>
  );
};
