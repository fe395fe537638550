import { Table } from "antd";
import { Link } from "react-router";
import type { Ground } from "@chengxin/domain/ground/api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { inWords, localMoment } from "../../ui/format.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";

/** What I have asked for today, the latest first; what is open still leads back to its file. */
export const OwnGrounds = ({ grounds }: { grounds: readonly Ground[] }) => {
  const text = useWorkbenchText().files.mine;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  const clock = (instant: string) => <time dateTime={instant}>{localMoment(instant).time}</time>;
  return (
    <section aria-label={text.title}>
      <h2>{text.title}</h2>
      {grounds.length === 0 ? (
        <p className="wb-note">{text.none}</p>
      ) : (
        <Table
          aria-label={text.title}
          size="small"
          pagination={false}
          scroll={{ x: true }}
          rowKey="groundId"
          dataSource={[...grounds]}
          columns={[
            {
              key: "number",
              title: text.number,
              render: (_, { number, uscc, groundId, open }) =>
                open ? <Link to={paths.file(uscc, groundId)}>{number}</Link> : <code>{number}</code>,
            },
            {
              key: "organisation",
              title: text.organisation,
              render: (_, { organisation, uscc }) => (
                <>
                  {organisation ?? text.unnamed} <Uscc code={uscc} />
                </>
              ),
            },
            { key: "purpose", title: text.purpose, render: (_, { purpose }) => inWords(purpose.name, language) },
            { key: "ground", title: text.ground, render: (_, { ground }) => ground },
            { key: "opened", title: text.opened, render: (_, { openedAt }) => clock(openedAt) },
            {
              key: "closes",
              title: text.closes,
              render: (_, { closesAt, open }) => (
                <>
                  {clock(closesAt)} {open ? text.open : text.closed}
                </>
              ),
            },
          ]}
        />
      )}
    </section>
  );
};
