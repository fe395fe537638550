import { useLanguage, useText } from "../../text/use-text.ts";
import { formatDay } from "../../ui/format.ts";
import type { StepInWords } from "./trace-in-words.ts";

/** Why this record is public until that day: the rule's own steps in words, each with article and certainty. */
export const WhyPublic = ({ until, why }: { until: string | null; why: readonly StepInWords[] }) => {
  const text = useText().record;
  const language = useLanguage();
  return (
    <section aria-labelledby="why" className="answer">
      <h2 id="why">{text.why}</h2>
      <p>
        <strong>{until ? text.whyLead(formatDay(until, language)) : text.whyNoEnd}</strong>
      </p>
      <ol className="steps">
        {why.map(({ key, sentence, rule, version }, index) => (
          <li key={key}>
            {sentence}
            {rule !== why[index - 1]?.rule && (
              <>
                {" "}
                <span className="rule">
                  {text.rule} <code>{rule}</code> {version}
                </span>
              </>
            )}
          </li>
        ))}
      </ol>
      {until && <p className="muted">{text.whyMonth}</p>}
    </section>
  );
};
