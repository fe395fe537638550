import { Link } from "react-router";
import type { AuditEvent, showEvent } from "@chengxin/domain/audit/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { useLanguage } from "../../text/use-text.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Facts } from "../ui/TaskPage.tsx";
import { exactMoment } from "./exact-moment.ts";
import type { EventWords } from "./use-event-words.ts";

interface ProofProps {
  readonly shown: RouteAnswer<typeof showEvent>;
  readonly words: EventWords;
}

/** Where an event stands in its chain, whether it fits there, and the seal over it. */
export const Proof = ({ shown: { event, before, after, code, next, seal }, words }: ProofProps) => {
  const text = useWorkbenchText().audit.event;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  const faults = [code === "differs" && text.codeDiffers, next === "differs" && text.nextDiffers].filter(Boolean);
  const neighbour = (one: AuditEvent | null, none: string) =>
    one === null ? (
      none
    ) : (
      <Link to={paths.event(one.organisationId, one.chainNo)}>
        {exactMoment(one.at, language)} {words.action(one.action)} {words.who(one.actor)}
      </Link>
    );
  return (
    <section aria-labelledby="proof">
      <h2 id="proof">{text.proof}</h2>
      {faults.length > 0 ? (
        <div className="wb-refusal" role="alert">
          <p className="wb-nothing-title">{text.differs}</p>
          {faults.map((fault) => (
            <p key={String(fault)}>{fault}</p>
          ))}
          <p>{text.differsAdvice}</p>
        </div>
      ) : (
        <p className="wb-notice">
          <strong>{code === "unchained" ? text.unchained : text.whole}</strong>{" "}
          {code === "unchained" ? text.unchainedMeans : text.wholeMeans}
        </p>
      )}
      <Facts
        facts={[
          [text.chain, `${words.chain(event)} · ${text.place(event.chainNo)}`],
          [text.seal, seal ? text.sealed(seal.sealNo, exactMoment(seal.at, language)) : text.unsealed],
          [text.before, neighbour(before, text.isFirst)],
          [text.after, neighbour(after, text.isLast)],
        ]}
      />
    </section>
  );
};
