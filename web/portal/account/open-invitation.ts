import { redirect } from "react-router";
import { keepInvitation } from "@chengxin/domain/account/api.ts";
import type { Route } from "./+types/open-invitation.ts";
import { ApiProblem } from "../../api-problem.ts";
import { load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";

/** Where the link leads: its token goes into a cookie and the browser on to an address without it, so that it stays in no history. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language) => {
    const headers = { "cache-control": "no-store", "referrer-policy": "no-referrer" };
    const paths = pathsIn(language);
    try {
      await api(keepInvitation, { token: args.params.token });
      throw redirect(paths.invitation(), { headers });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
      throw redirect(paths.invitation({ invalid: "1" }), { headers });
    }
  });
