import type { ReactNode } from "react";

/** Pairs of name and value, in two columns; `wide` ones span both. Empty values are left out. */
export const Terms = ({ pairs }: { pairs: readonly (readonly [name: string, value: ReactNode, wide?: boolean])[] }) => (
  <dl className="terms">
    {pairs.map(([name, value, wide]) =>
      value === null || value === undefined || value === false || value === "" ? null : (
        <div key={name} className={wide ? "wide" : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ),
    )}
  </dl>
);
