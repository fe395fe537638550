import { useEffect, useRef, type ReactNode } from "react";

interface DisclosureProps {
  /** What the button shows. */
  readonly label: ReactNode;
  /** What the button is called where it shows a picture or a number. */
  readonly name?: string;
  readonly align?: "start" | "end";
  /** Without the look of a button. */
  readonly plain?: boolean;
  readonly onOpen?: () => void;
  readonly children: ReactNode;
}

/** A button that opens a panel below it; works before scripts run. Escape and a press outside close it. */
export const Disclosure = ({ label, name, align = "start", plain = false, onOpen, children }: DisclosureProps) => {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const opened = box.current;
      if (!opened?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        opened.open = false;
        opened.querySelector("summary")?.focus();
      } else if (!(event.target instanceof Node && opened.contains(event.target))) opened.open = false;
    };
    document.addEventListener("keydown", close);
    document.addEventListener("pointerdown", close);
    return () => {
      document.removeEventListener("keydown", close);
      document.removeEventListener("pointerdown", close);
    };
  }, []);
  return (
    <details
      className="wb-disclosure"
      data-align={align}
      ref={box}
      onToggle={({ currentTarget }) => currentTarget.open && onOpen?.()}
    >
      <summary className={plain ? "wb-plain" : "wb-button"} {...(name ? { "aria-label": name, title: name } : {})}>
        {label}
      </summary>
      <div className="wb-panel">{children}</div>
    </details>
  );
};
