import { useEffect, useRef } from "react";
import { useRevalidator } from "react-router";
import { guessUpload, listUploads } from "@chengxin/domain/upload/api.ts";
import type { Route } from "./+types/UploadsPage.ts";
import { filled, load } from "../../api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { useLayoutData } from "../layout-data.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Nothing } from "../ui/Nothing.tsx";
import { useRefresh } from "../ui/use-refresh.ts";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { DropZone } from "./DropZone.tsx";
import { SendingRow } from "./SendingRow.tsx";
import { forgetSent, startSending, useSendings } from "./sendings.ts";
import { ToSend } from "./ToSend.tsx";
import { UploadRow } from "./UploadRow.tsx";
import { useChosen } from "./use-chosen.ts";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    const [{ sources }, { items: uploads }] = await Promise.all([
      api(guessUpload, {}),
      api(listUploads, { limit: 30 }),
    ]);
    const { item, source } = filled(url, ["item", "source"]);
    return { sources, uploads, preset: { item: item ?? null, source: source ?? null } };
  });

export default function UploadsPage({ loaderData: { sources, uploads, preset } }: Route.ComponentProps) {
  const text = useWorkbenchText().uploads;
  const language = useLanguage();
  const owner = useLayoutData()?.account.accountId ?? "";
  const { revalidate } = useRevalidator();
  const list = useRef<HTMLHeadingElement>(null);
  const chosen = useChosen({ sources, uploads, preset });
  const sendings = useSendings(owner, () => void revalidate());
  useRefresh(
    uploads.some(({ state }) => state === "queued" || state === "importing"),
    1500,
  );
  const further = new Set(uploads.filter(({ state }) => state !== "receiving").map(({ uploadId }) => uploadId));
  useEffect(() => forgetSent(further));

  if (sources.length === 0)
    return (
      <WorkbenchPage title={text.title}>
        <Nothing title={text.noSource} advice={text.noSourceAdvice} />
      </WorkbenchPage>
    );
  const here = sendings.filter(({ uploadId }) => uploadId === null || !further.has(uploadId));
  const sentHere = new Set(here.map(({ uploadId }) => uploadId));
  const others = uploads.filter(({ uploadId }) => !sentHere.has(uploadId));
  return (
    <WorkbenchPage title={text.title} lead={text.lead}>
      <noscript>
        <p className="wb-refusal">{text.noScript}</p>
      </noscript>
      <DropZone busy={chosen.busy} said={chosen.said} onFiles={chosen.add} />
      <ToSend
        sources={sources}
        chosen={chosen}
        onSend={(files) => {
          startSending(
            owner,
            files.map((file) => ({ ...file, language })),
          );
          list.current?.focus();
        }}
      />
      <h2 ref={list} tabIndex={-1}>
        {text.recent}
      </h2>
      <p className="wb-note">{text.recentLead}</p>
      {here.length + others.length === 0 && <Nothing title={text.nothingYet} advice={text.nothingYetAdvice} />}
      <ul className="wb-files">
        {here.map((sending) => (
          <SendingRow
            key={`${sending.what.fingerprint} ${sending.what.item}`}
            owner={owner}
            sending={sending}
            item={sources.flatMap(({ items }) => items).find(({ id }) => id === sending.what.item)}
          />
        ))}
        {others.map((upload) => (
          <UploadRow key={upload.uploadId} owner={owner} upload={upload} />
        ))}
      </ul>
    </WorkbenchPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
