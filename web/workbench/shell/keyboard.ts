/** What one press of a key asks of the workbench. */
export type Command =
  | { readonly do: "search" }
  | { readonly do: "help" }
  | { readonly do: "move"; readonly by: 1 | -1 }
  | { readonly do: "go"; readonly key: string };

/** `g` was pressed at this moment (ms) and waits for its letter; null: it was not. */
export type Waiting = number | null;

export interface Press {
  readonly key: string;
  /** Ctrl, Alt or Meta is held: the key belongs to the browser. */
  readonly modified: boolean;
  /** The focus is where text is typed. */
  readonly typing: boolean;
  /** Milliseconds of any clock that goes forward. */
  readonly at: number;
}

/** Longest time between `g` and its letter. */
const patience = 1500;

const single: Readonly<Record<string, Command>> = {
  "/": { do: "search" },
  "?": { do: "help" },
  j: { do: "move", by: 1 },
  k: { do: "move", by: -1 },
};

/** Reads one key press: what to do, and whether `g` waits for its letter afterwards. */
export const readPress = (
  waiting: Waiting,
  { key, modified, typing, at }: Press,
): { command: Command | null; waiting: Waiting } => {
  if (modified || typing) return { command: null, waiting: null };
  if (waiting !== null && at - waiting <= patience && /^[a-z]$/.test(key))
    return { command: { do: "go", key }, waiting: null };
  if (key === "g") return { command: null, waiting: at };
  return { command: (Object.hasOwn(single, key) && single[key]) || null, waiting: null };
};
