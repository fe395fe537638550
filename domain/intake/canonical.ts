import type { RecordContent } from "./checked-row.ts";

/** Order of keys in RFC 8785, 3.2.3: by UTF-16 code units, which is how JavaScript compares strings. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Canonical JSON text of a record's content (RFC 8785): sorted keys, no blank space, the escapes of ECMAScript. Equal contents give equal bytes.
 * @throws Error when a text holds half a surrogate pair, which has no UTF-8 form (RFC 8785, 3.2.2.2)
 */
export const canonicalJson = (content: RecordContent): string => {
  let text = "{";
  for (const key of Object.keys(content).toSorted(byCodeUnits)) {
    const value = content[key] as string | readonly string[];
    for (const part of typeof value === "string" ? [key, value] : [key, ...value]) {
      if (!part.isWellFormed()) throw new Error("canonical JSON: text is not well-formed Unicode");
    }
    text += `${text === "{" ? "" : ","}${JSON.stringify(key)}:${JSON.stringify(value)}`;
  }
  return `${text}}`;
};
