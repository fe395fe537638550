import { Button, Input } from "antd";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { OffButton } from "./OffButton.tsx";

interface DangerButtonProps {
  /** Names what happens: "停用账号", not "确定". */
  readonly label: string;
  /** The consequence in a sentence. */
  readonly effect: ReactNode;
  /** Fewest characters of the reason. */
  readonly least?: number;
  readonly offBecause?: ReactNode;
  readonly busy?: boolean;
  /** Where the surrounding form is posted, the reason goes with it under this name. */
  readonly name?: string;
  /** Given: called instead of sending the form. */
  readonly onConfirm?: (reason: string) => void;
}

/** A step that is hard to take back: its button opens what will happen, and is pressed again once the reason is written. */
export const DangerButton = (props: DangerButtonProps) => {
  const { label, effect, least = 4, offBecause = null, busy = false, name = "reason", onConfirm } = props;
  const text = useWorkbenchText().ui;
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) field.current?.focus();
  }, [open]);
  if (!open)
    return (
      <OffButton danger offBecause={offBecause} aria-expanded={false} onClick={() => setOpen(true)}>
        {label}
      </OffButton>
    );
  const short = [...reason.trim()].length < least;
  return (
    <div className="wb-danger" role="group" aria-labelledby={`${id}-effect`}>
      <p id={`${id}-effect`}>
        <strong>{effect}</strong>
      </p>
      <label htmlFor={id}>
        {text.reason} <span className="wb-note">{text.reasonHint(least)}</span>
      </label>
      <Input.TextArea
        ref={(handle) => {
          field.current = handle?.resizableTextArea?.textArea ?? null;
        }}
        id={id}
        name={name}
        required
        rows={2}
        maxLength={500}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        {...(tried && short ? { status: "error", "aria-invalid": true, "aria-describedby": `${id}-short` } : {})}
      />
      <p id={`${id}-short`} role="alert" className="wb-wrong">
        {tried && short ? text.reasonShort(least) : ""}
      </p>
      <div className="wb-actions">
        <Button
          danger
          type="primary"
          loading={busy}
          htmlType={onConfirm || short ? "button" : "submit"}
          onClick={() => {
            setTried(true);
            if (short) field.current?.focus();
            else onConfirm?.(reason.trim());
          }}
        >
          {label}
        </Button>
        <Button onClick={() => setOpen(false)}>{text.cancel}</Button>
      </div>
    </div>
  );
};
