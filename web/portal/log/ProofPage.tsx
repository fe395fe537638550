import { Link } from "react-router";
import * as log from "@chengxin/domain/log/api.ts";
import * as record from "@chengxin/domain/record/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { Route } from "./+types/ProofPage.ts";
import { load } from "../../api.ts";
import { useLogText } from "../../text/log-text.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { inWords } from "../../ui/format.ts";
import { Page } from "../../ui/Page.tsx";
import { Reported } from "../../ui/Reported.tsx";
import { CheckProof } from "./CheckProof.tsx";
import { Proven } from "./Proven.tsx";

/** The file itself is downloaded, not sent with the page. */
const withoutFile = ({ proof: _, ...place }: NonNullable<RouteAnswer<typeof log.showRecordProof>["logged"]>) => place;

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api) => {
    const input = { uscc: args.params.uscc, recordId: args.params.recordId };
    const [shown, { logged, ...proof }] = await Promise.all([
      api(record.showRecord, input),
      api(log.showRecordProof, input),
    ]);
    return {
      record: { ...input, title: shown.title, organisation: shown.organisation, item: shown.item.name },
      proof,
      place: logged && withoutFile(logged),
    };
  });
export type ProofData = Awaited<ReturnType<typeof loader>>;

export default function ProofPage({ loaderData: { record: shown, proof, place } }: Route.ComponentProps) {
  const own = useLogText().proof;
  const language = useLanguage();
  const paths = usePaths();
  return (
    <Page
      title={own.title(shown.title)}
      description={own.lead}
      robots="noindex, noarchive"
      lead={place ? own.lead : undefined}
      heading={<h1>{own.heading}</h1>}
    >
      <p>
        {inWords(shown.item, language)} ·{" "}
        <Link to={paths.record(shown.uscc, shown.recordId)}>
          <Reported>{shown.title}</Reported>
        </Link>{" "}
        · <Link to={paths.organisation(shown.uscc)}>{shown.organisation}</Link>
      </p>
      {place ? (
        <>
          <Proven proof={proof} place={place} />
          <CheckProof record={shown} vkey={place.keys.at(-1) ?? ""} />
        </>
      ) : (
        <div className="notice">
          <h2>{own.whyWait}</h2>
          <p>{own.wait}</p>
        </div>
      )}
      <p className="screen-only">
        <Link to={paths.log()}>{own.more}</Link>
      </p>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
