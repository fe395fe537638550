import type { ReactNode } from "react";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { WorkbenchPage } from "./WorkbenchPage.tsx";

interface TaskPageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** What is to be decided on; left. */
  readonly facts: ReactNode;
  readonly factsTitle: string;
  /** Where it is decided; right. */
  readonly children: ReactNode;
  readonly formTitle: string;
}

/** A task is one screen: the facts on the left, the form on the right; on a phone one after the other. */
export const TaskPage = ({ title, lead, facts, factsTitle, children, formTitle }: TaskPageProps) => (
  <WorkbenchPage title={title} lead={lead}>
    <div className="wb-task">
      <section aria-label={factsTitle}>
        <h2>{factsTitle}</h2>
        {facts}
      </section>
      <section aria-label={formTitle} className="wb-task-form">
        <h2>{formTitle}</h2>
        {children}
      </section>
    </div>
  </WorkbenchPage>
);

/** What sending the form does, in words, above its buttons. */
export const Consequence = ({ children }: { children: ReactNode }) => {
  const text = useWorkbenchText().ui;
  return (
    <p className="wb-consequence">
      <strong>{text.consequence}</strong> {children}
    </p>
  );
};

/** Named facts, one a line. */
export const Facts = ({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className="wb-facts">
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
