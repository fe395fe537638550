import { Button, Input } from "antd";
import { useEffect, useId, useState, type FormEvent } from "react";
import { Link, useLocation, useSearchParams } from "react-router";
import { deleteView, listViews, saveView, type SavedView } from "@chengxin/domain/workbench/api.ts";
import { ApiProblem } from "../../api-problem.ts";
import { call } from "../../api.ts";
import { problemInWords } from "../../problem-words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { Disclosure } from "./Disclosure.tsx";
import { viewOf } from "./query-state.ts";

/** The views of this list that the account has saved; asked for when the panel opens. */
export const SavedViews = ({ list }: { list: string }) => {
  const text = useWorkbenchText().ui;
  const [opened, setOpened] = useState(0);
  return (
    <Disclosure label={text.views} align="end" onOpen={() => setOpened(opened + 1)}>
      {opened > 0 && <Views key={opened} list={list} />}
    </Disclosure>
  );
};

const Views = ({ list }: { list: string }) => {
  const text = useWorkbenchText().ui;
  const language = useLanguage();
  const [params] = useSearchParams();
  const { pathname } = useLocation();
  const id = useId();
  const [views, setViews] = useState<readonly SavedView[] | null>(null);
  const [name, setName] = useState("");
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const now = viewOf(params);

  const work = (step: () => Promise<string>): void => {
    setBusy(true);
    step()
      .then(setSaid, (error: unknown) =>
        setSaid(error instanceof ApiProblem ? problemInWords(error, language).sentence : text.viewsFailed),
      )
      .finally(() => setBusy(false));
  };
  const read = async (): Promise<void> => setViews((await call(listViews, { list })).items);
  useEffect(() => {
    work(async () => read().then(() => ""));
    // Once, when the panel has opened.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === "") return;
    work(async () => {
      await call(saveView, { list, name: wanted, query: now });
      setName("");
      await read();
      return text.viewSaved(wanted);
    });
  };
  return (
    <div>
      {views?.length === 0 && <p>{text.viewsNone}</p>}
      <ul className="wb-views">
        {views?.map((view) => (
          <li key={view.viewId}>
            <Link
              to={{ pathname, search: view.query }}
              {...(view.query === now ? { "aria-current": "true" as const } : {})}
            >
              {view.name}
            </Link>
            <Button
              type="text"
              size="small"
              danger
              disabled={busy}
              aria-label={text.viewDelete(view.name)}
              title={text.viewDelete(view.name)}
              onClick={() =>
                work(async () => {
                  await call(deleteView, { viewId: view.viewId });
                  await read();
                  return "";
                })
              }
            >
              ×
            </Button>
          </li>
        ))}
      </ul>
      <form className="wb-view-form" onSubmit={onSubmit}>
        <label htmlFor={id}>{text.viewName}</label>
        <Input id={id} maxLength={40} value={name} onChange={({ target }) => setName(target.value)} />
        <Button htmlType="submit" loading={busy}>
          {text.viewSave}
        </Button>
      </form>
      <p role="status" className="wb-note">
        {said}
      </p>
    </div>
  );
};
