import { redirect } from "react-router";
import { signOut } from "@chengxin/domain/account/api.ts";
import type { Route } from "./+types/sign-out.ts";
import { ApiProblem } from "../../api-problem.ts";
import { act } from "../../api.ts";
import { pathsIn } from "../../paths.ts";

/** Ends the session of this browser, or all of the account's; who has none is out already. */
export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language) => {
    try {
      await api(signOut, { everywhere: form.get("everywhere") === "on" });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== "session.required") throw error;
    }
    return redirect(pathsIn(language).signIn({ said: "out" }), { status: 303 });
  });

/** Someone who opens the address itself has nothing to see here. */
export const loader = ({ url }: Route.LoaderArgs) => redirect(url.pathname.replace(/\/sign-out$/, "/sign-in"));
