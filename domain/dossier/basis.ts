/** On what a reading rests, as its event keeps it: `mandate:ID`, `ground:ID` (what an official gave before a file was opened), `authorisation:ID`. */
type BasisKind = "mandate" | "ground" | "authorisation";

export const basisOf = (kind: BasisKind, id: string): string => `${kind}:${id}`;
