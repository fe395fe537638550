import type { Confidence } from "@chengxin/domain/catalogue/legal-basis.ts";
import { useText } from "../text/use-text.ts";

export interface Citation {
  readonly title: string;
  readonly number: string | null;
  readonly article: string | null;
  readonly confidence: Confidence;
}

/** Document, number, article, and how certain the wording is. Legal texts keep their Chinese names in both languages. */
export const Cite = ({ basis }: { basis: Citation }) => (
  <span className="cite">
    <span lang="zh-CN">
      {basis.title.startsWith("《") ? basis.title : `《${basis.title}》`}
      {basis.number && `（${basis.number}）`}
      {basis.article}
    </span>{" "}
    <Certainty level={basis.confidence} />
  </span>
);

/** How certain a rule's number or wording is, always in words. */
export const Certainty = ({ level }: { level: Confidence | "unknown" }) => {
  const text = useText();
  return (
    <span className="certainty" data-level={level}>
      {text.confidenceLabel}
      {text.word.colon}
      {text.confidences[level]}
    </span>
  );
};
