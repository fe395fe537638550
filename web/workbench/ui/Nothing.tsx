import type { ReactNode } from "react";

interface NothingProps {
  readonly title: string;
  /** What to do now. */
  readonly advice: ReactNode;
  readonly children?: ReactNode;
}

/** An empty place that says what was looked for and what to do. */
export const Nothing = ({ title, advice, children }: NothingProps) => (
  <div className="wb-nothing">
    <p className="wb-nothing-title">{title}</p>
    <p>{advice}</p>
    {children}
  </div>
);
