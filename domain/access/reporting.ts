import { holds, type Actor } from "./actor.ts";

/** Who sends data. */
export const senders = ["departmentClerk", "creditCentre"] as const;
/** Who answers for how well they are sent. */
export const overseers = [...senders, "creditOffice", "countyOffice"] as const;

/** What a department sends is its own clerks' affair and the credit centre's. */
export const ofSource = (actor: Actor, { source }: { readonly source: string }): boolean =>
  holds(actor, "departmentClerk", { source }) || holds(actor, "creditCentre");

/** How well a department reports is besides the credit office's affair, and that of the county it works for. */
export const overSource = (actor: Actor, object: { readonly source: string; readonly region: string }): boolean =>
  ofSource(actor, object) || holds(actor, "creditOffice") || holds(actor, "countyOffice", { region: object.region });
