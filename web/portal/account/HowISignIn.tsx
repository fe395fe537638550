import type { SignedIn } from "@chengxin/domain/account/api.ts";
import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";

/** How the account proves that it is its owner's, each with the page that changes it. */
export const HowISignIn = ({ account: { recoveryCodesLeft, factors } }: { account: SignedIn }) => {
  const text = useAccountText().how;
  const paths = usePaths();
  // Whoever has no authenticator here has no password either: the identity service vouches for them.
  const here = factors.includes("totp");
  const ways = [
    [paths.password(), text.password, text.passwordNote],
    [paths.authenticator(), text.authenticator, text.authenticatorNote],
    [paths.recoveryCodes(), text.recoveryCodes, text.codesLeft(recoveryCodesLeft)],
    [paths.passkeys(), text.passkeys, factors.includes("passkey") ? text.passkeysSome : text.passkeysNone],
    [paths.actions(), text.actions, text.actionsNote],
  ] as const;
  const shown = here ? ways : ways.slice(-1);
  return (
    <section aria-labelledby="how">
      <h2 id="how">{text.title}</h2>
      {!here && <p>{text.elsewhere}</p>}
      <ul className="ways">
        {shown.map(([path, name, note]) => (
          <li key={path}>
            <a href={path}>{name}</a>
            <span className="muted">{note}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};
