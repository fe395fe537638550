import { z } from "zod";

/**
 * What the verifier can find wrong. `event.*` and `chain.*` name the organisation and the number in its chain; `seal.*` and `file.*` the number of the seal.
 * What each means is in `domain/text/event-faults.*`.
 */
export const eventFaultKinds = [
  "event.missing",
  "event.changed",
  "event.blanked",
  "event.misnumbered",
  "chain.end_differs",
  "chain.end_missing",
  "chain.empty",
  "seal.missing",
  "seal.changed",
  "seal.not_contiguous",
  "seal.events_differ",
  "seal.content_differs",
  "seal.unchained",
  "seal.log_differs",
  "seal.not_logged",
  "seal.future",
  "seal.behind",
  "file.none",
  "file.damaged",
  "file.ahead",
  "file.behind",
  "file.differs",
] as const;
export type EventFaultKind = (typeof eventFaultKinds)[number];

export const EventFault = z.object({
  kind: z.enum(eventFaultKinds),
  /** 0: the chain of what concerns no single organisation. Null: the fault is not in one chain. */
  organisationId: z.number().int().nullable(),
  chainNo: z.number().int().nullable(),
  sealNo: z.number().int().nullable(),
  /** What was found and what was expected, by kind. */
  data: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type EventFault = z.infer<typeof EventFault>;

export const VerifierReport = z.object({
  /** The database as it was at this moment was checked. */
  at: z.string(),
  events: z.number().int(),
  /** Of these from before chaining. */
  unchained: z.number().int(),
  chains: z.number().int(),
  seals: z.number().int(),
  /** Up to here events are covered by seals; null: there is none. */
  sealedUntil: z.string().nullable(),
  milliseconds: z.number().int(),
  /** All of them; `faults` has the first ones. */
  faultCount: z.number().int(),
  faults: z.array(EventFault),
});
export type VerifierReport = z.infer<typeof VerifierReport>;
