import { useEffect, useState, type FormEvent } from "react";
import { useRevalidator } from "react-router";
import { useAccountText } from "../../text/account-text.ts";
import { useLanguage } from "../../text/use-text.ts";
import { addPasskeyHere, passkeyFault } from "./ask-passkey.ts";
import { sent } from "./fault.ts";
import { FormField } from "./FormField.tsx";
import { PresentPassword } from "./PresentPassword.tsx";

/** Adds a passkey of this device; the one thing of an account that needs scripts, because browsers offer it to nothing else. */
export const AddPasskey = ({ login }: { login: string }) => {
  const text = useAccountText().passkey;
  const language = useLanguage();
  const { revalidate } = useRevalidator();
  const [can, setCan] = useState<boolean | null>(null);
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState<{ fault: boolean; sentence: string } | null>(null);
  useEffect(() => setCan(typeof PublicKeyCredential === "function"), []);

  const add = async (form: HTMLFormElement): Promise<void> => {
    const typed = new FormData(form);
    setAsking(true);
    setSaid(null);
    try {
      await addPasskeyHere(sent(typed, "name"), sent(typed, "presentPassword"));
      form.reset();
      setSaid({ fault: false, sentence: text.added });
      await revalidate();
    } catch (error) {
      setSaid({ fault: true, sentence: passkeyFault(error, language, { refused: text.refused, known: text.known }) });
    } finally {
      setAsking(false);
    }
  };
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void add(event.currentTarget);
  };

  return (
    <section aria-labelledby="add-passkey">
      <h2 id="add-passkey">{text.addTitle}</h2>
      <noscript>
        <p className="notice">{text.needsScript}</p>
      </noscript>
      {can === false && <p className="notice">{text.unsupported}</p>}
      {can && (
        <form method="post" onSubmit={send} className="ask">
          <FormField name="name" label={text.name} hint={text.nameHint} fault={undefined} maxLength={60} />
          <PresentPassword login={login} fault={undefined} />
          <button type="submit" disabled={asking}>
            {asking ? text.asking : text.add}
          </button>
        </form>
      )}
      <div role="status">{said && <p className={said.fault ? "wrong" : "confirm"}>{said.sentence}</p>}</div>
    </section>
  );
};
