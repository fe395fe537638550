import { redirect } from "react-router";
import type { Route } from "./+types/set-care.ts";
import { careCookie, safeBack } from "./care-cookie.ts";

/** Switches care mode and goes back to where the reader was. */
export const action = async ({ request }: Route.ActionArgs) => {
  // what is no form changes nothing
  const form = await request.formData().catch(() => null);
  if (form === null) return redirect("/", { status: 303 });
  return redirect(safeBack(form.get("back")), {
    status: 303,
    headers: { "set-cookie": careCookie(form.get("care") === "on") },
  });
};

/** Someone who opens the address itself has nothing to see here. */
export const loader = () => redirect("/");
