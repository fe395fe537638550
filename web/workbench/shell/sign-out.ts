import { redirect } from "react-router";
import { signOut } from "@chengxin/domain/account/api.ts";
import type { Route } from "./+types/sign-out.ts";
import { act } from "../../api.ts";
import { pathsIn } from "../../paths.ts";

/** Ends the session of this browser; the page after it asks nothing of the account. */
export const action = (args: Route.ActionArgs) =>
  act(args, async (api, _form, language) => {
    await api(signOut, { everywhere: false });
    return redirect(pathsIn(language).signIn(), { status: 303 });
  });

/** Someone who opens the address itself has nothing to see here. */
export const loader = ({ url }: Route.LoaderArgs) => redirect(url.pathname.replace(/\/sign-out$/, ""));
