import { Button } from "antd";
import { useEffect, useId, useRef } from "react";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import type { NavigationEntry } from "./navigation.ts";

interface KeyHelpProps {
  readonly open: boolean;
  readonly entries: readonly NavigationEntry[];
  readonly onClose: () => void;
}

/** The table of keys. The browser's own dialog holds the focus, closes by Escape and gives the focus back. */
export const KeyHelp = ({ open, entries, onClose }: KeyHelpProps) => {
  const text = useWorkbenchText().shell;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="wb-dialog" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{text.help}</h2>
      <p>{text.helpLead}</p>
      <dl className="wb-keys">
        {(
          [
            [["/"], text.keys.search],
            [["?"], text.keys.help],
            [["j", "k"], text.keys.move],
            [["Enter"], text.keys.open],
            [["Esc"], text.keys.leave],
          ] as const
        ).map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
        {entries.map(({ id, key }) => (
          <div key={id}>
            <dt>
              <kbd>g</kbd> <span className="visually-hidden">{text.andThen}</span> <kbd>{key}</kbd>
            </dt>
            <dd>{text.pages[id]}</dd>
          </div>
        ))}
      </dl>
      <Button type="primary" onClick={onClose}>
        {text.close}
      </Button>
    </dialog>
  );
};
