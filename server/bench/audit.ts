import { auditSearchFigures } from "./audit-search.ts";
import { eventFigures } from "./event-writes.ts";
import type { Figure } from "./figure.ts";
import type { Rig } from "./rig.ts";
import { signedInFigures } from "./signed-in.ts";
import { verifierFigures } from "./verifier.ts";

/** What rights, audit and the events cost, and how fast the auditor finds them. The search comes last: its events are no true chains. */
export async function* auditFigures(rig: Rig): AsyncGenerator<Figure> {
  yield* eventFigures(rig);
  yield* signedInFigures(rig);
  yield* verifierFigures(rig);
  yield* auditSearchFigures(rig);
}
