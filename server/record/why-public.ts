import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { TraceStep } from "@chengxin/domain/record/api.ts";
import { publicity, publicityFacts } from "@chengxin/domain/record/publicity.ts";
import { dayInShanghai } from "../platform/clock.ts";
import type { RecordRow, RecordView } from "./summary.ts";

/**
 * Why a version is public until the day that is stored with it, or never, computed again from what is stored.
 * @returns the last day that today's rules give (`infinity`, `-infinity`; null: they give none) with the steps that lead there
 */
export const whyPublic = (
  catalogue: Catalogue,
  { item, content }: Pick<RecordView, "item" | "content">,
  row: Pick<RecordRow, "source_id" | "decided_on" | "valid_until" | "known_from">,
): { readonly until: string | null; readonly trace: TraceStep[] } => {
  const receivedOn = dayInShanghai(row.known_from);
  const sector = [...catalogue.sources.values()].find((source) => source.number === row.source_id)?.sector ?? null;
  try {
    const { publish, until, trace } = publicity(
      publicityFacts(item, content, { decidedOn: row.decided_on, validUntil: row.valid_until, receivedOn }, { sector }),
      catalogue,
    );
    return { until: publish ? (until ?? "infinity") : "-infinity", trace };
  } catch {
    return { until: null, trace: [] };
  }
};
