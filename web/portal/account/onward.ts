import type { SignedIn } from "@chengxin/domain/account/api.ts";
import { isWorkbench, type Paths } from "../../paths.ts";
import { safeBack } from "../care/care-cookie.ts";

/** Pages that lead into an account or out of it, none of which is where anybody wanted to go. */
const isDoor = (path: string): boolean => /^(\/en)?\/(sign-in|sign-out|invitation|register)([/?]|$)/.test(path);

/** A path of this site that somebody wanted before they had to sign in; null: none, or one that could lead elsewhere. */
export const wantedPath = (to: string | null): string | null => {
  const back = safeBack(to);
  return back === "/" || isDoor(back) ? null : back;
};

/** Where somebody goes who is signed in: to what they wanted, else to where their work begins. */
export const onward = (to: string | null, { kind }: Pick<SignedIn, "kind">, paths: Paths): string => {
  const wanted = wantedPath(to);
  if (kind === "official") return wanted ?? paths.workbench();
  return wanted === null || isWorkbench(wanted.split("?")[0] ?? "") ? paths.own() : wanted;
};
