import { UserOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { SignedIn } from "@chengxin/domain/account/api.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Disclosure } from "../ui/Disclosure.tsx";
import { Facts } from "../ui/TaskPage.tsx";

/** Who I am here: unit and roles; and out again. */
export const AccountMenu = ({ account }: { account: SignedIn }) => {
  const { shell: text, roles } = useWorkbenchText();
  const paths = useWorkbenchPaths();
  const name = account.displayName || account.login;
  return (
    <Disclosure
      plain
      align="end"
      name={text.account(name)}
      label={
        <>
          <UserOutlined aria-hidden="true" />
          <span className="wb-me">{name}</span>
        </>
      }
    >
      <Facts
        facts={[
          [text.login, account.login],
          [text.unit, account.unit || "–"],
          [
            text.roles,
            account.roles.length === 0 ? (
              text.noRoles
            ) : (
              <ul className="wb-plain-list">
                {account.roles.map(({ role, source, region }) => (
                  <li key={`${role} ${source} ${region}`}>
                    {roles[role]}
                    {(source ?? region) && <code> {source ?? region}</code>}
                  </li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
      <form method="post" action={paths.signOut()}>
        <Button htmlType="submit">{text.signOut}</Button>
      </form>
    </Disclosure>
  );
};
