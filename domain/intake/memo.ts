const MOST_ENTRIES = 4096;
/** Longer cells hardly repeat, and would fill the memory. */
const LONGEST_KEY = 100;

/** A copy that does not hold on to the text it was cut from (V8 keeps a slice's whole parent alive). */
const detached = (text: string): string => (text.length < 13 ? text : ` ${text}`.slice(1));

/** The same function, with its last few thousand answers kept: cells of a file repeat. Emptied when full. */
export const memo = <T>(read: (text: string) => T): ((text: string) => T) => {
  let known = new Map<string, T>();
  return (text) => {
    if (text.length > LONGEST_KEY) return read(text);
    const answer = known.get(text);
    if (answer !== undefined) return answer;
    const fresh = read(text);
    if (known.size >= MOST_ENTRIES) known = new Map();
    known.set(detached(text), fresh);
    return fresh;
  };
};
