import { redirect } from "react-router";
import * as log from "@chengxin/domain/log/api.ts";
import type { Route } from "./+types/take-proof.ts";
import { load } from "../../api.ts";
import { pathsIn } from "../../paths.ts";

/** The proof of a record as a file. Where there is none, or none yet, the page about it says why. */
export const loader = async (args: Route.LoaderArgs) => {
  const { uscc, recordId } = args.params;
  const toPage = () => redirect(pathsIn("zh").recordProof(uscc, recordId), { status: 303 });
  const answer = await load(args, (api) => api(log.showRecordProof, { uscc, recordId })).catch(toPage);
  if (answer instanceof Response || answer.logged === null) return toPage();
  return new Response(answer.logged.proof, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${recordId.replaceAll(/[^\w-]/g, "_")}.tlog-proof"`,
    },
  });
};
