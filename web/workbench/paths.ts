import { withQuery, type Query } from "../paths.ts";
import type { Language } from "../text/language.ts";

const segment = encodeURIComponent;

/** Every URL of the workbench, in one place. */
export const workbenchPathsIn = (language: Language) => {
  const base = language === "en" ? "/en/workbench" : "/workbench";
  return {
    work: () => base,
    /** A page that the server names, below the workbench. */
    page: (below: string) => `${base}${below}`,
    signOut: () => `${base}/sign-out`,
    organisations: (query: Query = {}) => withQuery(`${base}/organisations`, query),
    files: (query: Query = {}) => withQuery(`${base}/files`, query),
    newGround: (uscc: string) => `${base}/files/${segment(uscc)}/new`,
    file: (uscc: string, groundId: string, query: Query = {}) =>
      withQuery(`${base}/files/${segment(uscc)}/${segment(groundId)}`, query),
    mandates: (query: Query = {}) => withQuery(`${base}/mandates`, query),
    mandate: (uscc: string, mandateId: string) => `${base}/mandates/${segment(uscc)}/${segment(mandateId)}`,
    accounts: (query: Query = {}) => withQuery(`${base}/accounts`, query),
    account: (accountId: string) => `${base}/accounts/${accountId}`,
    invite: () => `${base}/accounts/new`,
    records: (query: Query = {}) => withQuery(`${base}/records`, query),
    events: (query: Query = {}) => withQuery(`${base}/audit/events`, query),
    event: (organisationId: number, chainNo: number) => `${base}/audit/events/${organisationId}/${chainNo}`,
    evidence: (query: Query = {}) => withQuery(`${base}/audit/evidence`, query),
    verifications: () => `${base}/audit/verifications`,
    alerts: (query: Query = {}) => withQuery(`${base}/audit/alerts`, query),
    alert: (alertId: string) => `${base}/audit/alerts/${alertId}`,
    canaries: () => `${base}/audit/canaries`,
    uploads: (query: Query = {}) => withQuery(`${base}/uploads`, query),
    quality: (query: Query = {}) => withQuery(`${base}/quality`, query),
    qualityMonth: (query: Query = {}) => withQuery(`${base}/quality/month`, query),
    qualityRows: (query: Query = {}) => withQuery(`${base}/quality/rows`, query),
    batches: (query: Query = {}) => withQuery(`${base}/batches`, query),
    batch: (batch: number, query: Query = {}) => withQuery(`${base}/batches/${batch}`, query),
  };
};
export type WorkbenchPaths = ReturnType<typeof workbenchPathsIn>;
