import type { Language } from "./text/language.ts";

/** Query of a page; what is empty is left out of the URL. */
export type Query = Readonly<Record<string, string | number | null | undefined>>;

export const withQuery = (path: string, query: Query): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
};

const segment = encodeURIComponent;
const longestBack = 500;

/** Every URL of the portal, in one place. */
export const pathsIn = (language: Language) => {
  const base = language === "en" ? "/en" : "";
  return {
    home: () => base || "/",
    search: (query: Query = {}) => withQuery(`${base}/search`, query),
    organisation: (uscc: string, query: Query = {}) => withQuery(`${base}/organisations/${segment(uscc)}`, query),
    record: (uscc: string, recordId: string) => `${base}/organisations/${segment(uscc)}/records/${segment(recordId)}`,
    recordProof: (uscc: string, recordId: string) =>
      `${base}/organisations/${segment(uscc)}/records/${segment(recordId)}/proof`,
    log: () => `${base}/log`,
    records: (query: Query = {}) => withQuery(`${base}/records`, query),
    licences: (query: Query = {}) => withQuery(`${base}/licences`, query),
    penalties: (query: Query = {}) => withQuery(`${base}/penalties`, query),
    catalogue: () => `${base}/catalogue`,
    item: (item: string) => `${base}/catalogue/items/${segment(item)}`,
    limits: () => `${base}/catalogue/limits`,
    workingDays: (query: Query = {}) => withQuery(`${base}/working-days`, query),
    openData: () => `${base}/open-data`,
    developers: () => `${base}/developers`,
    scope: () => `${base}/scope`,
    /** An address that is too long to come back to is left out (`domain/account/local-path.ts`). */
    signIn: ({ to, ...query }: Query = {}) =>
      withQuery(`${base}/sign-in`, typeof to === "string" && to.length > longestBack ? query : { to, ...query }),
    secondStep: (query: Query = {}) => withQuery(`${base}/sign-in/second`, query),
    signedIn: (query: Query = {}) => withQuery(`${base}/sign-in/done`, query),
    invitation: (query: Query = {}) => withQuery(`${base}/invitation`, query),
    register: () => `${base}/register`,
    account: (query: Query = {}) => withQuery(`${base}/account`, query),
    password: (query: Query = {}) => withQuery(`${base}/account/password`, query),
    authenticator: () => `${base}/account/authenticator`,
    recoveryCodes: () => `${base}/account/recovery-codes`,
    passkeys: () => `${base}/account/passkeys`,
    actions: (query: Query = {}) => withQuery(`${base}/account/actions`, query),
    /** To the city's identity service, and what follows when it has sent the browser back. */
    identityLeave: (query: Query = {}) => withQuery(`${base}/sign-in/identity-service`, query),
    identityBack: (query: Query = {}) => withQuery(`${base}/sign-in/identity-service/back`, query),
    identityOwn: (query: Query = {}) => withQuery(`${base}/account/identity-service`, query),
    signOut: () => `${base}/sign-out`,
    /** Where an organisation's agent begins, and an official. */
    own: (query: Query = {}) => withQuery(`${base}/own`, query),
    askMandate: () => `${base}/own/ask`,
    received: (query: Query = {}) => withQuery(`${base}/own/received`, query),
    readReceived: (uscc: string, authorisationId: string, query: Query = {}) =>
      withQuery(`${base}/own/received/${segment(uscc)}/${segment(authorisationId)}`, query),
    ownFile: (uscc: string, query: Query = {}) => withQuery(`${base}/own/${segment(uscc)}`, query),
    ownReaders: (uscc: string, query: Query = {}) => withQuery(`${base}/own/${segment(uscc)}/readers`, query),
    ownAgents: (uscc: string) => `${base}/own/${segment(uscc)}/agents`,
    authorisations: (uscc: string, query: Query = {}) =>
      withQuery(`${base}/own/${segment(uscc)}/authorisations`, query),
    newAuthorisation: (uscc: string) => `${base}/own/${segment(uscc)}/authorisations/new`,
    authorisation: (uscc: string, authorisationId: string, query: Query = {}) =>
      withQuery(`${base}/own/${segment(uscc)}/authorisations/${segment(authorisationId)}`, query),
    workbench: () => `${base}/workbench`,
    about: () => `${base}/about`,
  };
};
export type Paths = ReturnType<typeof pathsIn>;

/** Where the two public lists of decisions live; every other item has its list under `/records?item=`. */
export const listOfItem = (paths: Paths, item: string, query: Query = {}): string => {
  if (item === "licence") return paths.licences(query);
  if (item === "penalty") return paths.penalties(query);
  return paths.records({ item, ...query });
};

/** URLs outside the page tree. */
export const care = "/care";
export const openApi = "/api/v1/openapi.json";
export const logCheckpoint = "/log/checkpoint";
export const verifierPage = "/log/verify.html";
export const proofFile = (uscc: string, recordId: string): string =>
  `/organisations/${segment(uscc)}/records/${segment(recordId)}/proof.tlog-proof`;

/** Pages of the officials' workbench: their own frame and style sheet. */
export const isWorkbench = (pathname: string): boolean => /^(\/en)?\/workbench(\/|$)/.test(pathname);
