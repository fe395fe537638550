import type { Indicator } from "@chengxin/domain/catalogue/indicator.ts";
import { useLanguage } from "../../text/use-text.ts";
import { inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Facts } from "../ui/TaskPage.tsx";

/** What each rate counts, by which month, what it leaves out, and where that comes from. */
export const Definitions = ({ indicators }: { indicators: readonly Indicator[] }) => {
  const text = useWorkbenchText().quality;
  const language = useLanguage();
  return (
    <section>
      <h2>{text.definitions}</h2>
      <div className="wb-definitions">
        {indicators.map((indicator) => (
          <section key={indicator.id}>
            <h3>{inWords(indicator.name, language)}</h3>
            <Facts
              facts={[
                [text.numerator, inWords(indicator.numerator, language)],
                [text.denominator, inWords(indicator.denominator, language)],
                [text.byMonth, inWords(indicator.month, language)],
                [text.leftOut, inWords(indicator.leftOut, language)],
                [
                  text.basis,
                  indicator.confidence === "A"
                    ? `${inWords(indicator.source, language)} · ${text.assumed}`
                    : inWords(indicator.source, language),
                ],
              ]}
            />
          </section>
        ))}
      </div>
    </section>
  );
};
