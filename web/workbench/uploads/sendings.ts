import { useEffect, useSyncExternalStore } from "react";
import { Sending, type FileToSend } from "./sending.ts";

/**
 * Files that this tab sends, one after the other. They go on while other pages of the workbench are looked at: what is under way belongs to the tab, not to a
 * page. Each is somebody's: whoever signs in next in the same tab doesn't see it.
 */
let sendings: readonly { readonly owner: string; readonly sending: Sending }[] = [];
let version = 0;
let running = false;
const listeners = new Set<() => void>();

const changed = (): void => {
  version += 1;
  for (const listener of listeners) listener();
};

/** A tab that is closed while it sends is asked for: the browser words the question. */
const holdTab = (event: BeforeUnloadEvent): void => event.preventDefault();

const work = async (): Promise<void> => {
  if (running) return;
  running = true;
  globalThis.addEventListener("beforeunload", holdTab);
  try {
    for (;;) {
      const next = sendings.find(({ sending }) => sending.stage.at === "waiting");
      if (!next) break;
      await next.sending.run();
    }
  } finally {
    running = false;
    globalThis.removeEventListener("beforeunload", holdTab);
  }
};

const remove = (gone: (sending: Sending) => boolean): void => {
  const kept = sendings.filter(({ sending }) => !gone(sending));
  if (kept.length === sendings.length) return;
  sendings = kept;
  changed();
};

export const startSending = (owner: string, files: readonly FileToSend[]): void => {
  sendings = [...sendings, ...files.map((file) => ({ owner, sending: new Sending(file, changed) }))];
  changed();
  void work();
};

/** Begins anew where it stopped. */
export const goOn = (owner: string, stopped: Sending): void => {
  remove((one) => one === stopped);
  startSending(owner, [stopped.what]);
};

/** Throws one away, here and on the server. */
export const cancelSending = async (sending: Sending): Promise<void> => {
  remove((one) => one === sending);
  await sending.cancel();
};

/** Takes those off the list that the server's list shows in their further course. */
export const forgetSent = (uploadIds: ReadonlySet<string>): void =>
  remove((one) => one.stage.at === "done" && one.uploadId !== null && uploadIds.has(one.uploadId));

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What this account sends from this tab, in the order of sending. @param onDone called when one more has arrived */
export const useSendings = (owner: string, onDone: () => void): readonly Sending[] => {
  useSyncExternalStore(
    subscribe,
    () => version,
    () => 0,
  );
  const mine = sendings.filter((one) => one.owner === owner).map(({ sending }) => sending);
  const done = mine.filter(({ stage }) => stage.at === "done").length;
  useEffect(() => {
    if (done > 0) onDone();
    // Each one that arrives, and nothing else.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [done]);
  return mine;
};
