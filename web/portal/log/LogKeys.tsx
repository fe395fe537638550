import type { showLog } from "@chengxin/domain/log/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { useLogText } from "../../text/log-text.ts";
import { useLanguage } from "../../text/use-text.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { formatMoment } from "../../ui/format.ts";

/** Verifier keys of the log, the newest first, to be copied. */
export const LogKeys = ({ keys }: { keys: RouteAnswer<typeof showLog>["keys"] }) => {
  const own = useLogText().log;
  const language = useLanguage();
  return (
    <section>
      <h2>{own.keysTitle}</h2>
      <div className="prose">
        <p>{own.keysLead}</p>
      </div>
      <ul className="plain-list">
        {keys.toReversed().map(({ vkey, activeFrom, activeUntil }) => (
          <li key={vkey}>
            <code className="code break">{vkey}</code> <CopyButton value={vkey} label={own.key} />
            <p className="muted">
              {activeUntil === null
                ? own.keySigns(formatMoment(activeFrom, language))
                : own.keyEnds(formatMoment(activeFrom, language), formatMoment(activeUntil, language))}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
};
