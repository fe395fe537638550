import { z } from "zod";
import { PlainDate } from "../words.ts";

/**
 * How certain a rule's number or wording is (labels of the project's legal reference).
 * FULL read in full · EX excerpt of the real wording · SEC secondary report · FRAG clause known, numbers lost ·
 * DRAFT consultation draft · K from memory · A assumption of this product.
 */
export const Confidence = z.enum(["FULL", "EX", "SEC", "FRAG", "DRAFT", "K", "A"]);
export type Confidence = z.infer<typeof Confidence>;

/** A normative document that rules cite. `repealedOn` is the first day on which it no longer holds. */
export const LegalDocument = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(2),
  number: z.string().nullable(),
  issuer: z.string().nullable(),
  effectiveFrom: PlainDate.nullable(),
  repealedOn: PlainDate.nullable(),
  confidence: Confidence,
});
export type LegalDocument = z.infer<typeof LegalDocument>;

/** A citation: which document, which article. */
export const LegalBasis = z.strictObject({
  document: z.string(),
  article: z.string().nullable(),
  confidence: Confidence,
});
export type LegalBasis = z.infer<typeof LegalBasis>;
