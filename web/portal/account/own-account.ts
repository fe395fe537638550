import { redirect } from "react-router";
import { showSession, type SignedIn } from "@chengxin/domain/account/api.ts";
import { pathsIn } from "../../paths.ts";
import type { Api } from "../../api.ts";
import type { Language } from "../../text/language.ts";

/** Who is signed in, both steps done. @throws Response to the sign-in page, which leads back here */
export const ownAccount = async (api: Api, language: Language, url: URL): Promise<SignedIn> => {
  const { account } = await api(showSession, {});
  if (account?.next !== "done") throw redirect(pathsIn(language).signIn({ to: url.pathname + url.search }));
  return account;
};
