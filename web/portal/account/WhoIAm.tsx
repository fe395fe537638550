import type { SignedIn } from "@chengxin/domain/account/api.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths, useText } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { Moment } from "../../ui/Day.tsx";
import { Terms } from "../../ui/Terms.tsx";

/** What the account is and may do, and where its work is. */
export const WhoIAm = ({ account }: { account: SignedIn }) => {
  const text = useAccountText();
  const { word } = useText();
  const paths = usePaths();
  const { own, roles } = text;
  const official = account.kind === "official";
  return (
    <>
      <Terms
        pairs={[
          [own.name, account.displayName],
          [own.login, <code key="login">{account.login}</code>],
          [own.unit, account.unit],
          [
            own.roles,
            official &&
              (account.roles.length === 0 ? (
                own.noRoles
              ) : (
                <ul key="roles">
                  {account.roles.map(({ role, source, region, validUntil }) => (
                    <li key={`${role} ${source} ${region}`}>
                      {roles[role]} {(source ?? region) && <code>{source ?? region}</code>}
                      <span className="muted">
                        {" "}
                        {word.until} <Moment at={validUntil} />
                      </span>
                    </li>
                  ))}
                </ul>
              )),
          ],
          [
            own.mandates,
            !official &&
              (account.mandates.length === 0 ? (
                own.noMandates
              ) : (
                <ul key="mandates">
                  {account.mandates.map(({ uscc }) => (
                    <li key={uscc}>
                      <Uscc code={uscc} />
                    </li>
                  ))}
                </ul>
              )),
          ],
          [own.validUntil, <Moment key="until" at={account.validUntil} />],
        ]}
      />
      <p>
        <a href={official ? paths.workbench() : paths.own()} className="button">
          {official ? own.toWorkbench : own.toOwn}
        </a>
      </p>
    </>
  );
};
