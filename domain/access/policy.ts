/** Who asks. Later work adds signed-in actors; what is not listed in the policy is refused. */
export type Actor =
  | { readonly kind: "public" }
  | { readonly kind: "operator"; readonly name: string }
  | { readonly kind: "system"; readonly name: string };

const anyone = (): boolean => true;
const operatorOnly = (actor: Actor): boolean => actor.kind === "operator";

/** Every right is one line, decided on the stored object. */
export const policy = {
  "organisation.search": anyone,
  "organisation.read-public": anyone,
  "record.read-public": anyone,
  "catalogue.read": anyone,
  "calendar.read": anyone,
  "statistics.read-public": anyone,
  "dump.read": anyone,
  "intake.import-file": operatorOnly,
} as const satisfies Record<string, (actor: Actor) => boolean>;

export type Action = keyof typeof policy;

export const allowed = (actor: Actor, action: Action): boolean =>
  Object.hasOwn(policy, action) && policy[action](actor);
