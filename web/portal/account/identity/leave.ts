import { redirect } from "react-router";
import { beginIdentity } from "@chengxin/domain/account/identity-api.ts";
import type { Route } from "./+types/leave.ts";
import { ApiProblem } from "../../../api-problem.ts";
import { load } from "../../../api.ts";
import { pathsIn } from "../../../paths.ts";
import { wantedPath } from "../onward.ts";

/** To the identity service: a plain link leads here, since the content policy lets no form end on another site. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const to = wantedPath(url.searchParams.get("to"));
    try {
      const leaving = await api(beginIdentity, { to: to ?? "", language });
      throw redirect(leaving.url, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      throw redirect(pathsIn(language).identityBack({ why: error.code, to }));
    }
  });
