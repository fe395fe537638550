import { Link, redirect } from "react-router";
import { listGroundChoices, openGround, type relations } from "@chengxin/domain/ground/api.ts";
import { showOrganisation, type OrganisationSummary } from "@chengxin/domain/organisation/api.ts";
import { organisationKinds, organisationStatuses } from "@chengxin/domain/text/organisation-kinds.ts";
import type { Route } from "./+types/GroundPage.ts";
import { ApiProblem } from "../../api-problem.ts";
import { act, load } from "../../api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { inWords } from "../../ui/format.ts";
import { workbenchPathsIn } from "../paths.ts";
import { useWorkbenchPaths, useWorkbenchText } from "../text/use-workbench-text.ts";
import { FormProblem } from "../ui/FormProblem.tsx";
import { Facts, TaskPage } from "../ui/TaskPage.tsx";
import { readChoice } from "./choice.ts";
import { GroundForm } from "./GroundForm.tsx";
import { useFresh } from "./use-fresh.ts";

export const loader = (args: Route.LoaderArgs) =>
  load(args, async (api) => {
    const { uscc } = args.params;
    const [{ choices, elsewhere }, organisation] = await Promise.all([
      api(listGroundChoices, { uscc }),
      api(showOrganisation, { uscc }).catch((error: unknown): OrganisationSummary | null => {
        if (error instanceof ApiProblem && error.code === "organisation.not_found") return null;
        throw error;
      }),
    ]);
    return { uscc, choices, elsewhere, organisation };
  });

export const action = (args: Route.ActionArgs) =>
  act(args, async (api, form, language) => {
    const said = (name: string): string | undefined => {
      const value = form.get(name);
      return typeof value === "string" && value.trim() !== "" ? value : undefined;
    };
    const { uscc } = args.params;
    const { groundId } = await api(openGround, {
      uscc,
      ...readChoice(said("choice") ?? ""),
      ground: said("ground") ?? "",
      relation: said("relation") as (typeof relations)[number] | undefined,
      letterNumber: said("letterNumber"),
      visibleFrom: said("visibleFrom"),
    });
    return redirect(workbenchPathsIn(language).file(uscc, groundId), { status: 303 });
  });

export default function GroundPage({ loaderData, actionData: fault }: Route.ComponentProps) {
  const { uscc, choices, elsewhere, organisation } = loaderData;
  const { files, roles } = useWorkbenchText();
  const text = files.ground;
  const paths = useWorkbenchPaths();
  const language = useLanguage();
  useFresh();
  return (
    <TaskPage
      title={text.title}
      lead={text.lead(organisation?.name ?? uscc)}
      factsTitle={text.facts}
      facts={
        <>
          <Facts
            facts={
              organisation
                ? [
                    [text.name, organisation.name],
                    [text.uscc, <Uscc key="uscc" code={organisation.uscc} />],
                    [text.kind, organisationKinds[organisation.kind][language]],
                    [text.status, organisationStatuses[organisation.status][language]],
                    ...(organisation.region
                      ? ([[text.region, inWords(organisation.region.name, language)]] as const)
                      : []),
                  ]
                : [[text.uscc, <Uscc key="uscc" code={uscc} />]]
            }
          />
          {!organisation && <p className="wb-notice">{text.unknown}</p>}
          <h2>{text.freshTitle}</h2>
          <p className="wb-note">{text.fresh}</p>
          <p>
            <Link to={paths.files()}>{text.back}</Link>
          </p>
        </>
      }
      formTitle={text.form}
    >
      <FormProblem fault={fault} labels={files.fields} />
      {choices.length === 0 ? (
        <p className="wb-refusal">{text.none}</p>
      ) : (
        <GroundForm key={uscc} choices={choices} typed={fault?.typed} />
      )}
      {elsewhere.length > 0 && (
        <p className="wb-note">{text.elsewhere(elsewhere.map((role) => roles[role]).join("、"))}</p>
      )}
    </TaskPage>
  );
}

export { WorkbenchError as ErrorBoundary } from "../ui/WorkbenchError.tsx";
