import type { ReactNode } from "react";
import { useRootData } from "../../root-data.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

interface WorkbenchPageProps {
  readonly title: string;
  /** One sentence below the heading. */
  readonly lead?: ReactNode;
  /** What can be begun here; right of the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What every page of the workbench has: title, one heading, and never a place in a search engine. */
export const WorkbenchPage = ({ title, lead, actions, children }: WorkbenchPageProps) => {
  const text = useWorkbenchText().shell;
  return (
    <>
      <title>{text.title(title, useRootData()?.siteName ?? "")}</title>
      <meta name="robots" content="noindex" />
      <div className="wb-head">
        <div>
          <h1>{title}</h1>
          {lead && <p className="wb-lead">{lead}</p>}
        </div>
        {actions && <div className="wb-actions">{actions}</div>}
      </div>
      {children}
    </>
  );
};
