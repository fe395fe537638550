import { unsealedSeconds } from "../audit/watch-limits.ts";
import { localTime } from "./sentence.ts";
import type { EventFault, EventFaultKind } from "../audit/event-fault.ts";

/** Every kind of fault that the verifier finds, for people who don't know how it works. */
type Say = (fault: EventFault) => string;

const chainOf = ({ organisationId }: EventFault): string =>
  organisationId === 0 ? "the platform's own chain" : `the chain of organisation ${organisationId}`;
const between = ({ data }: EventFault): string =>
  `(${data["from"] === "" ? "the beginning" : localTime(data["from"])} to ${localTime(data["to"])})`;

export const eventFaults: Readonly<Record<EventFaultKind, Say>> = {
  "event.missing": (fault) =>
    fault.data["missing"] === 1
      ? `${chainOf(fault)} lacks one event: number ${fault.chainNo}`
      : `${chainOf(fault)} lacks ${fault.data["missing"]} events: numbers ${fault.chainNo} to ${fault.data["until"]}`,
  "event.changed": (fault) =>
    `event ${fault.chainNo} of ${chainOf(fault)} doesn't fit its authentication code: it was changed or put there from elsewhere, or the one before it was`,
  "event.blanked": (fault) => `the authentication code of event ${fault.chainNo} of ${chainOf(fault)} was blanked`,
  "event.misnumbered": (fault) =>
    `event ${fault.chainNo} of ${chainOf(fault)} has the overall number ${fault.data["number"]}, which is out of order`,
  "chain.end_differs": (fault) =>
    `${chainOf(fault)} ends at ${fault.chainNo}, its end is registered as ${fault.data["expected"]}: the end was cut off, added to or changed`,
  "chain.end_missing": (fault) => `${chainOf(fault)} has events up to ${fault.chainNo} and no registered end`,
  "chain.empty": (fault) => `${chainOf(fault)} should have ${fault.data["expected"]} events and has none`,
  "seal.missing": (fault) => `seals ${fault.sealNo} to ${fault.data["until"]} are missing`,
  "seal.changed": ({ sealNo }) =>
    `seal ${sealNo} doesn't fit its authentication code: it was changed, or the one before it was`,
  "seal.not_contiguous": ({ sealNo }) => `seal ${sealNo} doesn't begin where the one before it ends`,
  "seal.events_differ": (fault) =>
    `seal ${fault.sealNo} ${between(fault)} covers ${fault.data["expected"]} events, of which there are now ${fault.data["found"]}`,
  "seal.content_differs": (fault) =>
    `seal ${fault.sealNo} ${between(fault)} covers as many events as there are, but not these`,
  "seal.unchained": ({ sealNo, data }) =>
    `in the span of seal ${sealNo} there are ${data["events"]} events too many without an authentication code`,
  "seal.log_differs": ({ sealNo }) =>
    `seal ${sealNo} as the transparency log has it is not in the database, or is another one there: it was removed or replaced`,
  "seal.not_logged": ({ sealNo }) =>
    `seal ${sealNo} has no entry in the transparency log: it was added afterwards, or the entry's statement was removed`,
  "seal.future": ({ data }) => `${data["events"]} events carry the number of a transaction that hasn't happened`,
  "seal.behind": ({ data }) =>
    `${data["events"]} events are older than ${unsealedSeconds} seconds and not sealed (the oldest of ${localTime(data["oldest"])}): the program isn't running, or sealing fails`,
  "file.none": () =>
    "the file of seals outside the database is missing: it was deleted, or this isn't the machine that seals",
  "file.damaged": ({ sealNo, data }) =>
    sealNo === null
      ? `line ${data["line"]} of the file of seals can't be read`
      : `the file of seals is out of order or has a gap at seal ${sealNo}`,
  "file.ahead": ({ sealNo, data }) =>
    `the file has ${data["seals"]} seals (from ${sealNo} of ${localTime(data["at"])}) that the database doesn't have: the database was set back`,
  "file.behind": ({ sealNo, data }) => `the file of seals ends at ${data["inFile"]}, the database has ${sealNo}`,
  "file.differs": ({ sealNo }) => `seal ${sealNo} says one thing in the file and another in the database`,
};
