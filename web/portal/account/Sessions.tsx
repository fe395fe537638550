import type { OwnSession } from "@chengxin/domain/account/own-api.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { Table } from "../../ui/Table.tsx";
import { deviceOf } from "./device.ts";

/** Every place where the account is signed in, each with its end. */
export const Sessions = ({ sessions }: { sessions: readonly OwnSession[] }) => {
  const text = useAccountText().sessions;
  const paths = usePaths();
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{text.title}</h2>
      <p>{text.lead}</p>
      <Table
        caption={text.title}
        hideCaption
        rows={sessions}
        rowKey={({ sessionId }) => sessionId}
        columns={[
          { key: "device", name: text.device, cell: ({ userAgent }) => deviceOf(userAgent) || text.unknownDevice },
          { key: "address", name: text.address, cell: ({ address }) => <code>{address}</code> },
          { key: "method", name: text.method, cell: ({ method }) => text.methods[method] },
          { key: "since", name: text.since, cell: ({ createdAt }) => <Moment at={createdAt} /> },
          { key: "seen", name: text.seen, cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} /> },
          {
            key: "end",
            name: text.end,
            cell: (session) => (session.present ? <strong>{text.present}</strong> : <EndSession session={session} />),
          },
        ]}
      />
      <form method="post" action={paths.signOut()}>
        <button type="submit" className="plain" name="everywhere" value="on">
          {text.endAll}
        </button>
        <p className="hint">{text.endAllHint}</p>
      </form>
    </section>
  );
};

const EndSession = ({ session: { sessionId, userAgent } }: { session: OwnSession }) => {
  const text = useAccountText().sessions;
  const paths = usePaths();
  return (
    <form method="post" action={paths.account()}>
      <button
        type="submit"
        className="plain"
        name="sessionId"
        value={sessionId}
        aria-label={text.endOne(deviceOf(userAgent) || text.unknownDevice)}
      >
        {text.end}
      </button>
    </form>
  );
};
