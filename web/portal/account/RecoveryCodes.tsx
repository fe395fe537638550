import { useAccountText } from "../../text/account-text.ts";

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly login: string;
  /** Where to go once they are kept. */
  readonly onward: string;
}

/** Codes that are shown this once: to print, to take away as a file, to write down. */
export const RecoveryCodes = ({ codes, login, onward }: RecoveryCodesProps) => {
  const text = useAccountText().recovery;
  const file = [text.fileTitle(login), "", ...codes, "", text.each, ""].join("\r\n");
  return (
    <section aria-labelledby="codes">
      <h2 id="codes">{text.codes}</h2>
      <p>
        <strong>{text.once}</strong> {text.what}
      </p>
      <ol className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p>
        {text.each} {text.whose(login)}
      </p>
      <p className="screen-only actions">
        <a
          className="button"
          download={text.fileName}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`\uFEFF${file}`)}`}
        >
          {text.download}
        </a>
        <span className="hint">{text.print}</span>
      </p>
      <p className="screen-only">
        <a className="button button-main" href={onward}>
          {text.kept}
        </a>
      </p>
    </section>
  );
};
