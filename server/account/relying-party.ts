import { problem } from "@chengxin/domain/problem.ts";
import type { AccountServices } from "./services.ts";

/** As what a passkey knows this site: its address, and the name of its host. */
export interface RelyingParty {
  readonly origin: string;
  readonly id: string;
}

/**
 * The configured address. Without one a passkey would belong to whatever name somebody chose to reach the site by, so only this machine's own name does.
 * Browsers take names, no numbers: `localhost`, not 127.0.0.1.
 * @throws Problem passkey.unavailable
 */
export const relyingPartyOf = (
  { origin: configured }: Pick<AccountServices, "origin">,
  origin: string | null,
): RelyingParty => {
  if (configured !== null) return { origin: configured, id: new URL(configured).hostname };
  const id = origin === null ? "" : new URL(origin).hostname;
  if (origin === null || !/^(.+\.)?localhost$/.test(id)) throw problem("passkey.unavailable");
  return { origin, id };
};
