import { z } from "zod";
import { readingRoles } from "../access/files.ts";
import { Words } from "../words.ts";
import type { Located, Report } from "./catalogue-files.ts";
import { Confidence, LegalBasis } from "./legal-basis.ts";

/** No investigation is kept from the organisation for more months, whatever a purpose says (charter 7). */
export const longestConfidentialMonths = 12;

/**
 * What something that is not public may be read for. `own`: an organisation reads its own file; `window`: somebody with its letter of authority asks at the service
 * window; `office`: an authority's task; `authorised`: the organisation let a named other one read; `confidential`: an investigation of which the organisation
 * learns on a later day (charter 7).
 */
export const Purpose = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  name: Words,
  kind: z.enum(["own", "window", "office", "authorised", "confidential"]),
  roles: z.array(z.enum([...readingRoles, "agent"])).min(1),
  /** What whoever reads has to say or show. */
  ground: Words,
  /**
   * What of an organisation's file an official sees for it, and for how long from the moment the ground was said: no more than the task needs. null: no file;
   * what an organisation reads itself or lets others read is decided by its mandate or authorisation.
   */
  opens: z
    .strictObject({
      /** Records of items of these classes, and of them the fields of the same classes. */
      classes: z.array(z.enum(["public", "authorised", "government"])).min(1),
      /** Persons named in the records stand masked, as in public. */
      masked: z.boolean(),
      minutes: z.number().int().min(5).max(120),
    })
    .nullable(),
  confidential: z
    .strictObject({
      /** The organisation sees the reading after this many months at the latest. */
      months: z.number().int().min(1).max(12),
      /** Whether it is told before that day that there is an entry it will see. */
      announced: z.boolean(),
    })
    .nullable(),
  legalBasis: z.array(LegalBasis).min(1),
  confidence: Confidence,
});
export type Purpose = z.infer<typeof Purpose>;

const rolesOf: Readonly<Record<Purpose["kind"], readonly Purpose["roles"][number][]>> = {
  own: ["agent"],
  authorised: ["agent"],
  window: ["windowClerk"],
  office: readingRoles,
  confidential: ["creditOffice"],
};

/** Kinds that read on a ground an official gives. */
const onGround: readonly Purpose["kind"][] = ["window", "office", "confidential"];

/** A purpose opens files only to those it is for; what is kept from an organisation, even for a time, is the national base's to decide. */
export const checkPurpose = ({ file, local, value: purpose }: Located<Purpose>, report: Report): void => {
  for (const role of purpose.roles)
    if (!rolesOf[purpose.kind].includes(role)) report(file, "purpose.role", { purpose: purpose.id, role });
  if ((purpose.kind === "confidential") !== (purpose.confidential !== null))
    report(file, "purpose.confidential", { purpose: purpose.id });
  if (
    purpose.opens !== null
      ? !onGround.includes(purpose.kind)
      : purpose.kind === "window" || purpose.kind === "confidential"
  )
    report(file, "purpose.opens", { purpose: purpose.id });
  if (local && purpose.kind === "confidential") report(file, "city.confidential_purpose", { purpose: purpose.id });
};
