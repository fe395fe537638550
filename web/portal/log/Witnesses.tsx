import type { showLogWitnesses } from "@chengxin/domain/log/witnesses-api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { useLogText } from "../../text/log-text.ts";
import { useLanguage, useText } from "../../text/use-text.ts";
import { formatMoment, formatNumber } from "../../ui/format.ts";
import { Table } from "../../ui/Table.tsx";

type Witnessed = RouteAnswer<typeof showLogWitnesses>;

/** Who witnesses the log, how far each has come, and who does not answer. */
export const Witnesses = ({ witnessed: { witnesses, quorum, contradictions } }: { witnessed: Witnessed }) => {
  const text = useText().word;
  const own = useLogText().log;
  const language = useLanguage();
  const state = ({ cosignedAt, cosignedSize, failingSince }: Witnessed["witnesses"][number]): string => {
    const last =
      cosignedAt === null
        ? own.never
        : own.cosignedUpTo(formatMoment(cosignedAt, language), formatNumber(cosignedSize ?? 0));
    return failingSince === null ? last : `${last}${text.comma}${own.failing(formatMoment(failingSince, language))}`;
  };
  return (
    <section>
      <h2>{own.witnessesTitle}</h2>
      <div className="prose">
        <p>{own.witnessesLead}</p>
        {quorum > 0 && <p>{own.quorum(quorum)}</p>}
      </div>
      {contradictions > 0 && <p className="notice notice-alert">{own.contradicted}</p>}
      {witnesses.length === 0 ? (
        <p className="notice">{own.witnessesNone}</p>
      ) : (
        <Table
          caption={own.witnessesTitle}
          hideCaption
          rows={witnesses}
          rowKey={({ vkey }) => vkey}
          columns={[
            { key: "name", name: own.witness, cell: ({ name }) => name },
            { key: "cosigned", name: own.cosigned, cell: state },
            { key: "key", name: own.witnessKey, cell: ({ vkey }) => <code className="code break">{vkey}</code> },
          ]}
        />
      )}
    </section>
  );
};
