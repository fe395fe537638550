import { Button } from "antd";
import { Form, Link, redirect } from "react-router";
import { closeGround, showFileOnGround } from "@chengxin/domain/ground/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import type { Route } from "./+types/FilePage.ts";
import { ApiProblem } from "../../api-problem.ts";
import { act, filled, load } from "../../api.ts";
import { localMoment } from "../../ui/format.ts";
import { workbenchPathsIn } from "../paths.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { Nothing } from "../ui/Nothing.tsx";
import { WorkbenchPage } from "../ui/WorkbenchPage.tsx";
import { FileDocument } from "./FileDocument.tsx";
import { useFresh, useOver } from "./use-fresh.ts";

export type OpenFile = RouteAnswer<typeof showFileOnGround>;

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api, _language, url) => {
    const { uscc, groundId } = args.params;
    const { cursor, after } = filled(url, ["cursor", "after"]);
    try {
      const file: OpenFile = await api(showFileOnGround, { uscc, groundId, cursor });
      return { uscc, file, before: cursor ? Number(after) || 0 : 0 };
    } catch (error) {
      if (error instanceof ApiProblem && error.code === "ground.closed") return { uscc, file: null, before: 0 };
      throw error;
    }
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, _form, language) => {
    const { uscc, groundId } = args.params;
    await api(closeGround, { uscc, groundId });
    return redirect(workbenchPathsIn(language).files(), { status: 303 });
  });

/** What stands instead of a file whose time is over. */
const Closed = ({ uscc }: { uscc: string }) => {
  const text = useWorkbenchText().files.file;
  const paths = useWorkbenchPaths();
  return (
    <WorkbenchPage title={text.closedTitle}>
      <Nothing title={text.closedTitle} advice={text.closedAdvice}>
        <Link to={paths.newGround(uscc)}>{text.again}</Link>
      </Nothing>
    </WorkbenchPage>
  );
};

/** The file on the screen, until its time is over: then it goes, whoever sits before it. */
const Opened = ({ file, before }: { file: OpenFile; before: number }) => {
  const text = useWorkbenchText().files.file;
  const paths = useWorkbenchPaths();
  const { ground, organisation, items, next, count } = file;
  if (useOver(file.readAt, ground.closesAt)) return <Closed uscc={ground.uscc} />;
  const shown = before + items.length;
  return (
    <WorkbenchPage
      title={text.title(organisation.name)}
      lead={text.openUntil(localMoment(ground.closesAt).time)}
      actions={
        <>
          <Button type="primary" onClick={() => window.print()}>
            {text.print}
          </Button>
          <Form method="post">
            <Button htmlType="submit">{text.close}</Button>
          </Form>
          <Link to={paths.files()}>{text.next}</Link>
        </>
      }
    >
      <p className="wb-notice wb-no-print">
        {ground.visibleFrom === null ? text.seen : text.seenFrom(ground.visibleFrom)}
      </p>
      <FileDocument file={file} before={before} />
      {next && (
        <p className="wb-no-print">
          <Link
            to={paths.file(ground.uscc, ground.groundId, { cursor: next, after: shown })}
            className="ant-btn ant-btn-default wb-button"
          >
            {text.more}
          </Link>{" "}
          {text.moreNote((count?.value ?? shown) - shown)}
        </p>
      )}
    </WorkbenchPage>
  );
};

export default function FilePage({ loaderData: { uscc, file, before } }: Route.ComponentProps) {
  useFresh();
  return file ? <Opened file={file} before={before} /> : <Closed uscc={uscc} />;
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
