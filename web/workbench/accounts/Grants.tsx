import type { Grant } from "@chengxin/domain/account/administration-api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatMoment } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Facts } from "../ui/TaskPage.tsx";
import type { useRoleWords } from "./role-words.ts";

/** Every role the account holds or held, with who proposed and who approved it. */
export const Grants = ({
  grants,
  roleWords,
}: {
  grants: readonly Grant[];
  roleWords: ReturnType<typeof useRoleWords>;
}) => {
  const text = useWorkbenchText().accounts;
  const language = useLanguage();
  const at = (moment: string | null): string => (moment === null ? "" : formatMoment(moment, language));
  const by = (person: Grant["proposedBy"], moment: string | null): string =>
    text.by(person?.displayName ?? text.operator, at(moment));
  const stateOf = ({ state, endedWhy, endedAt }: Grant): string =>
    endedWhy === null ? text.grantStates[state] : `${text.endedWhy[endedWhy]} ${at(endedAt)}`;
  const columns = text.grantColumns;
  return (
    <>
      <h2>{text.grants}</h2>
      {grants.length === 0 && <p>{text.grantsNone}</p>}
      {grants.map((grant) => {
        const facts: readonly (readonly [string, string])[] = [
          [columns.state, stateOf(grant)],
          [columns.reason, grant.reason],
          [columns.proposed, by(grant.proposedBy, grant.proposedAt)],
          [columns.approved, grant.approvedAt === null ? "" : by(grant.approvedBy, grant.approvedAt)],
          [columns.until, grant.endedAt === null ? at(grant.validUntil) : ""],
        ];
        return (
          <section key={grant.grantId} className="wb-grant" data-state={grant.state}>
            <h3>{roleWords(grant)}</h3>
            <Facts facts={facts.filter(([, value]) => value !== "")} />
          </section>
        );
      })}
    </>
  );
};
