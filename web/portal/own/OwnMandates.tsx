import type { Mandate } from "@chengxin/domain/mandate/api.ts";
import { useOwnText } from "../../text/own-text.ts";
import { Day, Moment } from "../../ui/Day.tsx";
import { Reported } from "../../ui/Reported.tsx";
import { Table } from "../../ui/Table.tsx";

/** Every request of the account and what became of it. */
export const OwnMandates = ({ mandates }: { mandates: readonly Mandate[] }) => {
  const text = useOwnText();
  return (
    <section aria-labelledby="requests">
      <h2 id="requests">{text.requests}</h2>
      <Table
        caption={text.requests}
        hideCaption
        rows={mandates}
        rowKey={({ mandateId }) => mandateId}
        columns={[
          { key: "number", name: text.number, cell: ({ number }) => <code className="code">{number}</code> },
          {
            key: "organisation",
            name: text.organisation,
            cell: ({ organisation }) => <Reported>{organisation}</Reported>,
          },
          { key: "state", name: text.state, cell: ({ state }) => text.states[state] },
          { key: "asked", name: text.askedAt, cell: ({ askedAt }) => <Moment at={askedAt} /> },
          { key: "until", name: text.until, cell: ({ until }) => until && <Day day={until} /> },
          { key: "note", name: text.note, cell: ({ refusal, endReason }) => refusal ?? endReason },
        ]}
      />
    </section>
  );
};
