import { readLocalPath } from "@chengxin/domain/account/local-path.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { Ask } from "../../platform/ask.ts";
import type { AccountServices } from "../services.ts";
import { assertNoWait } from "../sign-in-limits.ts";
import type { IdentityProvider } from "./provider.ts";
import { beginRound } from "./round.ts";

/** @throws Problem identity.off */
export const identityServiceOf = ({ identityService }: AccountServices): IdentityProvider => {
  if (identityService === null) throw problem("identity.off");
  return identityService;
};

/** Sends the browser to the identity service. @throws Problem identity.off, identity.unreachable, sign_in.wait */
export const beginIdentity = async (
  services: AccountServices,
  { to, language }: { to: string; language: "zh" | "en" },
  ask: Ask,
): Promise<{ url: string }> => {
  const provider = identityServiceOf(services);
  await assertNoWait(services, [{ kind: "address", text: ask.address }], ask.at);
  const { issuer } = provider.settings;
  const round = beginRound(services.keys, ask, { issuer, to: readLocalPath(to) ?? "", language, link: null });
  return { url: await provider.leave(round, false) };
};
