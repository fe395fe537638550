import { useAccountText } from "../../text/account-text.ts";
import { usePaths } from "../../text/use-text.ts";

/** How the account proves that it is its owner's, each with the page that changes it. */
export const HowISignIn = () => {
  const text = useAccountText().how;
  const paths = usePaths();
  const ways = [[paths.actions(), text.actions, text.actionsNote]] as const;
  return (
    <section aria-labelledby="how">
      <h2 id="how">{text.title}</h2>
      <ul className="ways">
        {ways.map(([path, name, note]) => (
          <li key={path}>
            <a href={path}>{name}</a>
            <span className="muted">{note}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};
