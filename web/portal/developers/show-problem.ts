import { redirect } from "react-router";
import type { Route } from "./+types/show-problem.ts";
import { pathsIn } from "../../paths.ts";
import { languageOfPath } from "../../text/language.ts";

/** `type` of a problem answer leads to its line in the reference. */
export const loader = ({ params, url }: Route.LoaderArgs) =>
  redirect(`${pathsIn(languageOfPath(url.pathname)).developers()}#${encodeURIComponent(params.code)}`);
