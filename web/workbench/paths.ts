import { withQuery, type Query } from "../paths.ts";
import type { Language } from "../text/language.ts";

/** Every URL of the workbench, in one place. */
export const workbenchPathsIn = (language: Language) => {
  const base = language === "en" ? "/en/workbench" : "/workbench";
  return {
    work: () => base,
    /** A page that the server names, below the workbench. */
    page: (below: string) => `${base}${below}`,
    signOut: () => `${base}/sign-out`,
    organisations: (query: Query = {}) => withQuery(`${base}/organisations`, query),
    records: (query: Query = {}) => withQuery(`${base}/records`, query),
  };
};
export type WorkbenchPaths = ReturnType<typeof workbenchPathsIn>;
