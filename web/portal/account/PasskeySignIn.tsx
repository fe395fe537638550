import { useEffect, useState } from "react";
import { useAccountText } from "../../text/account-text.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { passkeyFault, signInByPasskey } from "./ask-passkey.ts";

/** Signs in by passkey, both steps in one. Appears only where the browser can do it; all else works without. */
export const PasskeySignIn = ({ to }: { to: string | null }) => {
  const text = useAccountText().passkey;
  const language = useLanguage();
  const paths = usePaths();
  const [state, setState] = useState<"absent" | "ready" | "asking">("absent");
  const [fault, setFault] = useState("");
  useEffect(() => {
    if (typeof PublicKeyCredential === "function") setState("ready");
  }, []);
  if (state === "absent") return null;
  const ask = async (): Promise<void> => {
    setState("asking");
    setFault("");
    try {
      await signInByPasskey();
      location.assign(paths.signedIn({ to }));
    } catch (error) {
      setFault(passkeyFault(error, language, { refused: text.signInRefused, known: text.signInRefused }));
      setState("ready");
    }
  };
  return (
    <section aria-labelledby="by-passkey">
      <h2 id="by-passkey">{text.signInTitle}</h2>
      <p>{text.signInLead}</p>
      <button type="button" className="plain" disabled={state === "asking"} onClick={() => void ask()}>
        {state === "asking" ? text.asking : text.signIn}
      </button>
      {fault && (
        <p role="alert" className="wrong">
          {fault}
        </p>
      )}
    </section>
  );
};
