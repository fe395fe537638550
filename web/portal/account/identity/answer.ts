import { redirect } from "react-router";
import { answerIdentity, languageOfState } from "@chengxin/domain/account/identity-api.ts";
import type { Route } from "./+types/answer.ts";
import { ApiProblem } from "../../../api-problem.ts";
import { load } from "../../../api.ts";
import { pathsIn } from "../../../paths.ts";

/** Where the identity service sends browsers back to, whatever their language: what it says is checked, then the browser goes on in its own. */
export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    const paths = pathsIn(languageOfState(url.searchParams.get("state")));
    const headers = { "cache-control": "no-store", "referrer-policy": "no-referrer" };
    try {
      const { did, next, to } = await api(answerIdentity, { query: url.search.slice(1, 8000) });
      throw redirect(paths.identityBack({ next: did === "linked" ? "linked" : next, to }), { headers });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      throw redirect(paths.identityBack({ why: error.code }), { headers });
    }
  });
