import type { CatalogueItem } from "../catalogue/item.ts";
import type { Purpose } from "../catalogue/purpose.ts";
import type { PlainDate } from "../words.ts";

export const authorisationStates = ["inForce", "ended", "revoked"] as const;
export type AuthorisationState = (typeof authorisationStates)[number];

/** An authorisation as it stands on a day. The last day counts; nothing has to happen for it to be over on the next. */
export const authorisationState = (
  { until, revoked }: { readonly until: PlainDate; readonly revoked: boolean },
  today: PlainDate,
): AuthorisationState => {
  if (revoked) return "revoked";
  return until >= today ? "inForce" : "ended";
};

/** What an organisation can let others read. What authorities share among themselves is not its to give. */
export const isShareable = ({ disclosure }: Pick<CatalogueItem, "disclosure">): boolean => disclosure !== "government";

/** What one organisation may let another read for. */
export const isForAuthorised = ({ kind }: Pick<Purpose, "kind">): boolean => kind === "authorised";

/** Why items can't be given as they are listed: one that is not shareable or unknown, or all that there are (no blanket authorisation, plan 6.4). */
export const itemsFault = (
  listed: readonly string[],
  shareable: readonly string[],
):
  | { readonly code: "authorisation.item_not_shareable"; readonly item: string }
  | { readonly code: "authorisation.everything" }
  | null => {
  const item = listed.find((one) => !shareable.includes(one));
  if (item !== undefined) return { code: "authorisation.item_not_shareable", item };
  return new Set(listed).size === shareable.length && shareable.length > 1
    ? { code: "authorisation.everything" }
    : null;
};
