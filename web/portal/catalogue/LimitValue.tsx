import type { Limit } from "@chengxin/domain/catalogue/rules.ts";
import { useCatalogueText } from "../../text/catalogue-text.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Certainty } from "../../ui/Cite.tsx";
import { inWords } from "../../ui/format.ts";

/** A limit in words with its source and certainty. */
export const LimitValue = ({ limit }: { limit: Limit }) => {
  const language = useLanguage();
  return (
    <>
      {inWords(limit.rule, language)}
      {language === "zh" ? "：" : ": "}
      <LimitNumber limit={limit} />
      <br />
      <span className="muted">
        <span lang="zh-CN">{limit.source}</span> <Certainty level={limit.confidence} />
      </span>
    </>
  );
};

/** Its number with unit, or plainly that it is not established. */
export const LimitNumber = ({ limit }: { limit: Limit }) => {
  const text = useCatalogueText().limits;
  if (limit.value === null) return <span className="muted">{text.notKnown}</span>;
  return <>{`${limit.value}${limit.unit ? unitAfter(text.units[limit.unit]) : ""}`}</>;
};

const unitAfter = (unit: string): string => (/^[个日]/.test(unit) ? ` ${unit}` : unit);
