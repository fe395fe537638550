import { invitationKeptHours } from "@chengxin/domain/account/session-limits.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { Ask } from "../platform/ask.ts";
import { invitationOf } from "./invitations.ts";
import type { AccountServices } from "./services.ts";

/*
 * The token of a link stands in its address once: the first look leaves it with the browser, in a cookie that no script reads, and goes on to an address without it. So it
 * stays in no history, no address bar that somebody photographs, and no `Referer`.
 */

const prefix = "invitation.";
/** Whoever is interrupted for longer opens the link again. */
const keptMs = invitationKeptHours * 3_600_000;

/** @throws Problem invitation.invalid; then the browser keeps nothing new */
export const keepInvitation = async (
  { database }: AccountServices,
  token: string,
  ask: Pick<Ask, "at" | "keep">,
): Promise<{ kept: true }> => {
  const found = await invitationOf(database.sql, token, ask.at).executeTakeFirst();
  if (!found) throw problem("invitation.invalid");
  ask.keep(prefix + token, new Date(Math.min(found.expires_at.getTime(), ask.at.getTime() + keptMs)));
  return { kept: true };
};

/** The token that a request is about: given, or else kept by its browser. Empty: none, which is no invitation's. */
export const tokenOf = (given: string | undefined, { kept }: Pick<Ask, "kept">): string =>
  given ?? (kept?.startsWith(prefix) === true ? kept.slice(prefix.length) : "");

/** The browser has no more use for it. */
export const forgetInvitation = ({ kept, at, keep }: Pick<Ask, "kept" | "at" | "keep">): void => {
  if (kept?.startsWith(prefix) === true) keep("", at);
};
