import type { AccountReason } from "@chengxin/domain/account/administration-api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatMoment } from "../../ui/format.ts";
import { useEventWords } from "../audit/use-event-words.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Facts } from "../ui/TaskPage.tsx";

/** Why administrators took the steps that need a reason, the newest first. */
export const Reasons = ({ reasons }: { reasons: readonly AccountReason[] }) => {
  const text = useWorkbenchText().accounts;
  const language = useLanguage();
  const words = useEventWords();
  if (reasons.length === 0) return null;
  return (
    <>
      <h2>{text.reasons}</h2>
      <p className="wb-note">{text.reasonsNote}</p>
      {reasons.map(({ reasonId, action, at, by, reason }) => (
        <section key={reasonId} className="wb-grant">
          <h3>{words.action(action)}</h3>
          <Facts
            facts={[
              [text.reason, reason],
              [text.reasonBy, text.by(by.displayName, formatMoment(at, language))],
            ]}
          />
        </section>
      ))}
    </>
  );
};
