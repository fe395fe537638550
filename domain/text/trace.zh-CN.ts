import type { Confidence } from "../catalogue/legal-basis.ts";
import type { TraceStep } from "../record/api.ts";
import type { TraceCode } from "../record/publicity-trace.ts";

/** How certain a rule is, in words that a citizen understands. */
export const confidenceWords: Record<Confidence, string> = {
  FULL: "已核对全文",
  EX: "已核对原文摘录",
  SEC: "据报道等二手资料",
  FRAG: "条款存在，原文未能读全",
  DRAFT: "据征求意见稿",
  K: "待核对",
  A: "本平台的假定，可由主管部门改定",
};

const cite = ({ basis }: TraceStep): string =>
  basis === null
    ? ""
    : `《${basis.title}》${basis.number === null ? "" : `（${basis.number}）`}${basis.article ?? ""}（${confidenceWords[basis.confidence]}）`;

const day = (value: unknown): string => (typeof value === "string" ? value : "长期");

const facts = ({ data }: TraceStep): string => {
  const told = [
    data["kinds"] ? `种类为“${data["kinds"]}”` : "",
    data["values"] ? `取值为“${data["values"]}”` : "",
    data["procedure"] === "simple" ? "适用简易程序" : "",
    typeof data["fineYuan"] === "number" ? `罚款 ${data["fineYuan"]} 元` : "",
  ].filter((words) => words !== "");
  return told.length === 0 ? "" : `${told.join("，")}：`;
};

const months = (n: unknown): string =>
  typeof n !== "number" ? "" : n % 12 === 0 && n > 0 ? `${n / 12} 年` : `${n} 个月`;

/** One sentence for each step of a publicity trace. */
export const traceSteps: Record<TraceCode, (step: TraceStep) => string> = {
  "publicity.rule_applies": (s) =>
    `决定日期 ${day(s.data["decidedOn"])}，适用自 ${day(s.data["from"])} 起施行的规则，依据${cite(s)}。`,
  "publicity.narrower_applies": (s) => `同时适用自 ${day(s.data["from"])} 起施行的另一规则，依据${cite(s)}。`,
  "publicity.later_rule": (s) =>
    `公示期间（原至 ${day(s.data["until"])}）新规则自 ${day(s.data["from"])} 起施行，一并计算，依据${cite(s)}。`,
  "publicity.class": (s) => `${facts(s)}属于“${s.data["classZh"]}”类，依据${cite(s)}。`,
  "publicity.class_default": (s) => `${facts(s)}不属于其他各类，归入“${s.data["classZh"]}”类，依据${cite(s)}。`,
  "publicity.class_longest": (s) =>
    `${facts(s)}同时属于“${s.data["amongZh"]}”，取公示期限最长的“${s.data["classZh"]}”类（一个决定含多种情形的，取最长），依据${cite(s)}。`,
  "publicity.class_prevails": (s) =>
    `${facts(s)}同时属于“${s.data["amongZh"]}”，以“${s.data["classZh"]}”类为准，依据${cite(s)}。`,
  "publicity.not_published": () => "按此规则不公示。",
  "publicity.no_end": () => "按此规则公示不设期限。",
  "publicity.open_validity": () => "没有注明有效期届满日，按此规则公示不设期限。",
  "publicity.term_months": (s) =>
    `公示 ${months(s.data["months"])}，自决定次日起算，至 ${day(s.data["until"])}（含当日）。`,
  "publicity.term_after_validity": (s) =>
    s.data["months"] === 0
      ? `公示至有效期届满日 ${day(s.data["until"])}（含当日）。`
      : `有效期至 ${day(s.data["validUntil"])}，届满后再公示 ${months(s.data["months"])}，至 ${day(s.data["until"])}（含当日）。`,
  "publicity.term_without_validity": (s) =>
    `没有注明有效期届满日，自决定次日起公示 ${months(s.data["months"])}，至 ${day(s.data["until"])}（含当日）。`,
  "publicity.shorter": (s) =>
    s.data["until"] === null
      ? "新旧规则不一致时取较短者（本平台的假定）：不再公示。"
      : `两个规则取较短者（本平台的假定）：原至 ${day(s.data["before"])}，现至 ${day(s.data["until"])}。`,
  "publicity.ends_with_new_rule": (s) =>
    `按新规则公示期限早已届满或不予公示；新规则不溯及以前的公示，公示到其施行前一日（本平台的假定） ${day(s.data["until"])} 为止。`,
  "publicity.not_shorter": (s) => `此规则并不更短，仍公示至 ${day(s.data["until"])}。`,
  "publicity.until": (s) => `结论：公示至 ${day(s.data["until"])}（含当日），次日起自动停止。`,
  "publicity.without_end": () => "结论：记录有效期间一直公示。",
  "publicity.never": () => "结论：不公示。",
};
