import { useEffect, useState } from "react";
import { useText } from "../text/use-text.ts";

/** Copies a value. Appears only where JavaScript runs; without it the value can be selected as it stands. */
export const CopyButton = ({ value, label }: { value: string; label: string }) => {
  const text = useText().word;
  const [ready, setReady] = useState(false);
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => setReady(true), []);
  if (!ready) return null;
  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => setState("copied"),
      () => setState("failed"),
    );
  };
  return (
    <>
      <button type="button" className="plain copy" onClick={copy} aria-label={`${text.copy} ${label}`}>
        {text.copy}
      </button>
      <span role="status" className="copied">
        {state === "copied" ? text.copied : state === "failed" ? text.copyFailed : ""}
      </span>
    </>
  );
};
