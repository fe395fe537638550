import { Link } from "react-router";
import { downloadFileProof, downloadOwnFile, showOwnFile } from "@chengxin/domain/dossier/api.ts";
import type { Route } from "./+types/FilePage.ts";
import { apiUrl, filled, load } from "../../api.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useLanguage, usePaths } from "../../text/use-text.ts";
import { formatDay, formatNumber, inWords } from "../../ui/format.ts";
import { Page } from "../../ui/Page.tsx";
import { Paging } from "../../ui/Paging.tsx";
import { noStore } from "../account/no-store.ts";
import { traceInWords } from "../record/trace-in-words.ts";
import { FileNames } from "./FileNames.tsx";
import { OwnHeading } from "./OwnHeading.tsx";
import { OwnNav } from "./OwnNav.tsx";
import { StoredRecord } from "./StoredRecord.tsx";

export const headers = noStore;
export const handle = { plain: true, own: true };

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, language, url) => {
    const { uscc } = args.params;
    const chosen = filled(url, ["item", "cursor"]);
    const { items, ...file } = await api(showOwnFile, { uscc, ...chosen });
    const records = items.map(({ why, ...record }) => ({ ...record, why: traceInWords(why, language) }));
    const [zip, proof] = [downloadOwnFile, downloadFileProof].map((route) => apiUrl(route, { uscc, language }));
    return { uscc, file, records, chosen, zip, proof };
  });
export type StoredRecordData = Awaited<ReturnType<typeof loader>>["records"][number];

export default function FilePage({ loaderData: { uscc, file, records, chosen, zip, proof } }: Route.ComponentProps) {
  const text = useOwnText().file;
  const paths = usePaths();
  const language = useLanguage();
  const { item, cursor } = chosen;
  const total = file.counts.reduce((sum, count) => sum + count.records, 0);
  const open = file.counts.reduce((sum, count) => sum + count.public, 0);
  const tabs = [{ item: undefined as string | undefined, name: text.all, records: total }].concat(
    file.counts.map((count) => ({ item: count.item, name: inWords(count.name, language), records: count.records })),
  );
  return (
    <Page
      title={`${text.title} · ${file.organisation.name}`}
      robots="noindex"
      heading={<OwnHeading title={text.title} name={file.organisation.name} uscc={uscc} />}
    >
      <OwnNav uscc={uscc} />
      <p className="lead">{text.lead}</p>
      <FileNames organisation={file.organisation} />
      <h2>{total === 0 ? text.none : text.summary(formatNumber(total), formatNumber(open))}</h2>
      <p>
        <a href={zip} className="button" download>
          {text.download}
        </a>{" "}
        <span className="muted">{text.downloadNote}</span>
      </p>
      {total > 0 && (
        <nav aria-label={text.byItem} className="tabs">
          <ul>
            {tabs.map((tab) => (
              <li key={tab.item ?? ""}>
                <Link
                  to={paths.ownFile(uscc, { item: tab.item })}
                  aria-current={tab.item === item ? "true" : undefined}
                >
                  {tab.name} <span className="count">{formatNumber(tab.records)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <ol className="facts">
        {records.map((record) => (
          <li key={record.recordId}>
            <StoredRecord record={record} />
          </li>
        ))}
      </ol>
      <Paging
        next={file.next && paths.ownFile(uscc, { item, cursor: file.next })}
        first={cursor ? paths.ownFile(uscc, { item }) : null}
      />
      <p className="muted prose">{text.wrong}</p>
      <section aria-labelledby="proof">
        <h2 id="proof">{text.proofTitle}</h2>
        <p className="prose">{text.proofLead}</p>
        <p className="prose">{text.proofNot}</p>
        {file.provenDay === null ? (
          <p className="muted">{text.noProof}</p>
        ) : (
          <p>
            <a href={proof} className="button" download>
              {text.proof(formatDay(file.provenDay, language))}
            </a>
          </p>
        )}
      </section>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
