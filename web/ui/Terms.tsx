import type { ReactNode } from "react";

/** Pairs of name and value, stacked on a phone. `null` values are left out. */
export const Terms = ({ pairs }: { pairs: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className="terms">
    {pairs.map(([name, value]) =>
      value === null || value === undefined || value === "" ? null : (
        <div key={name} className={typeof value === "string" && value.length > 24 ? "wide" : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ),
    )}
  </dl>
);
