import { useEffect, useRef } from "react";
import { readPress, type Command, type Waiting } from "./keyboard.ts";

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|reset)$/.test(target.type)));

/** Moves the focus to the next row of the page's table; the first press goes to its first row. */
export const moveInTable = (by: 1 | -1): void => {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-query-table] tr[data-row]")];
  if (rows.length === 0) return;
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[now < 0 ? 0 : Math.min(Math.max(now + by, 0), rows.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};

/** Listens to the keys of the whole workbench. While a dialog is open they belong to it. */
export const useKeys = (act: (command: Command) => void): void => {
  const waiting = useRef<Waiting>(null);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
      const read = readPress(waiting.current, {
        key: event.key,
        modified: event.ctrlKey || event.altKey || event.metaKey,
        typing: isTyping(event.target),
        at: event.timeStamp,
      });
      waiting.current = read.waiting;
      if (!read.command) return;
      event.preventDefault();
      latest.current(read.command);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
};
