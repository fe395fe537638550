/** On what a reading rests, as its event keeps it: `mandate:ID`, `ground:ID` (what an official gave before a file was opened), `authorisation:ID`. */
export const basisKinds = ["mandate", "ground", "authorisation"] as const;
export type BasisKind = (typeof basisKinds)[number];

export const basisOf = (kind: BasisKind, id: string): string => `${kind}:${id}`;

/** null: a basis in words, or of a kind that isn't kept apart. */
export const readBasis = (basis: string): { readonly kind: BasisKind; readonly id: string } | null => {
  const [name, id, ...rest] = basis.split(":");
  const kind = basisKinds.find((one) => one === name);
  return kind !== undefined && id !== undefined && id !== "" && rest.length === 0 ? { kind, id } : null;
};
