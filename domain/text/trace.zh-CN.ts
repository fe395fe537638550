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

const day = (value: unknown): string => (typeof value === "string" ? value : "");
const isDay = (value: unknown): boolean => typeof value === "string";

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
    `公示期间（${isDay(s.data["until"]) ? `原至 ${day(s.data["until"])}` : "原来不设截止日"}）新规则自 ${day(s.data["from"])} 起施行，一并计算，依据${cite(s)}。`,
  "publicity.class": (s) => `${facts(s)}属于“${s.data["classZh"]}”类，依据${cite(s)}。`,
  "publicity.class_default": (s) => `${facts(s)}不属于其他各类，归入“${s.data["classZh"]}”类，依据${cite(s)}。`,
  "publicity.class_longest": (s) =>
    `${facts(s)}同时属于“${s.data["amongZh"]}”，取公示期限最长的“${s.data["classZh"]}”类（一个决定含多种情形的，取最长），依据${cite(s)}。`,
  "publicity.class_prevails": (s) =>
    `${facts(s)}同时属于“${s.data["amongZh"]}”，以“${s.data["classZh"]}”类为准，依据${cite(s)}。`,
  "publicity.not_published": () => "按此规则不公示。",
  "publicity.no_end": () => "按此规则不设截止日。",
  "publicity.open_validity": () => "没有写明有效期到哪天，按此规则不设截止日。",
  "publicity.term_months": (s) =>
    `公示 ${months(s.data["months"])}，自决定次日起算，至 ${day(s.data["until"])}（含当日）。`,
  "publicity.term_after_validity": (s) =>
    s.data["months"] === 0
      ? `公示至有效期的最后一天 ${day(s.data["until"])}（含当日）。`
      : `有效期至 ${day(s.data["validUntil"])}，期满后再公示 ${months(s.data["months"])}，至 ${day(s.data["until"])}（含当日）。`,
  "publicity.term_without_validity": (s) =>
    `没有写明有效期到哪天，自决定次日起公示 ${months(s.data["months"])}，至 ${day(s.data["until"])}（含当日）。`,
  "publicity.shorter": (s) =>
    s.data["until"] === null
      ? "两个规则取较短的（本平台的假定）：不再公示。"
      : `两个规则取较短的（本平台的假定）：${isDay(s.data["before"]) ? `原至 ${day(s.data["before"])}` : "原来不设截止日"}，现至 ${day(s.data["until"])}。`,
  "publicity.ends_with_new_rule": (s) =>
    `按新规则早已到期或不公示；新规则不管它施行以前的公示，所以公示到它施行的前一天 ${day(s.data["until"])}（本平台的假定）。`,
  "publicity.not_shorter": (s) =>
    isDay(s.data["until"])
      ? `按这个规则并不更短，仍公示至 ${day(s.data["until"])}。`
      : "按这个规则也不设截止日，不变。",
  "publicity.stays_unpublished": () => "前面的规则已经不公示，不变。",
  "publicity.until": (s) => `结论：公示至 ${day(s.data["until"])}（含当日），次日起自动停止。`,
  "publicity.without_end": () => "结论：不设截止日，只要记录还有效就一直公示。",
  "publicity.never": () => "结论：不公示。",
};
