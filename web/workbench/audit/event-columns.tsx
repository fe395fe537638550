import type { AuditEvent, NamedAccount } from "@chengxin/domain/audit/api.ts";
import type { Words } from "@chengxin/domain/words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { formatNumber, inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import type { Column } from "../ui/QueryTable.tsx";
import { ExactMoment } from "./ExactMoment.tsx";
import { useEventWords } from "./use-event-words.ts";

interface Known {
  readonly accounts: readonly NamedAccount[];
  readonly purposes: readonly { readonly id: string; readonly name: Words }[];
}

/** An event as a row: when, who, as what, what, to what, what for. */
export const useEventColumns = ({ accounts, purposes }: Known): readonly Column<AuditEvent>[] => {
  const { columns, platform } = useWorkbenchText().audit;
  const language = useLanguage();
  const words = useEventWords(accounts);
  const purpose = (id: string): string => {
    const known = purposes.find((one) => one.id === id);
    return known ? inWords(known.name, language) : id;
  };
  return [
    { id: "at", title: columns.at, width: 11, value: ({ at }) => <ExactMoment at={at} /> },
    { id: "who", title: columns.who, width: 9, value: ({ actor }) => words.who(actor) },
    { id: "role", title: columns.role, width: 6, value: ({ role }) => words.role(role) },
    { id: "action", title: columns.action, width: 9, value: ({ action }) => words.action(action) },
    {
      id: "organisation",
      title: columns.organisation,
      width: 10,
      value: ({ organisationId, organisation }) =>
        organisationId === 0 ? <span className="wb-muted">{platform}</span> : organisation,
    },
    {
      id: "uscc",
      title: "USCC",
      hidden: true,
      value: ({ uscc }) => uscc && <Uscc code={uscc} />,
    },
    {
      id: "purpose",
      title: columns.purpose,
      width: 7,
      value: ({ purpose: id }) => (id === null ? "" : purpose(id)),
    },
    { id: "object", title: columns.object, width: 9, value: ({ object }) => words.object(object) },
    { id: "basis", title: columns.basis, hidden: true, width: 9, value: ({ basis }) => basis },
    {
      id: "chain",
      title: columns.chain,
      hidden: true,
      align: "end",
      value: ({ chainNo }) => formatNumber(chainNo),
    },
  ];
};
