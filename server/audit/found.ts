import type { EventFault, EventFaultKind } from "@chengxin/domain/audit/event-fault.ts";

/** Faults that are kept in full; the rest is counted. */
const mostKept = 200;

/** What a run of the verifier found. */
export class Found {
  readonly faults: EventFault[] = [];
  count = 0;

  #add(fault: EventFault): void {
    this.count += 1;
    if (this.faults.length < mostKept) this.faults.push(fault);
  }

  inChain(kind: EventFaultKind, organisationId: number, chainNo: number | null, data: EventFault["data"] = {}): void {
    this.#add({ kind, organisationId, chainNo, sealNo: null, data });
  }

  inSeal(kind: EventFaultKind, sealNo: number | null, data: EventFault["data"] = {}): void {
    this.#add({ kind, organisationId: null, chainNo: null, sealNo, data });
  }
}
