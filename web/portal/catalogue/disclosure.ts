import type { Text } from "../../text/zh-CN.ts";

/** Disclosure class in words. */
export const disclosureIn = (text: Text, disclosure: string): string => {
  const words: Readonly<Record<string, string>> = text.disclosures;
  return words[disclosure] ?? disclosure;
};
