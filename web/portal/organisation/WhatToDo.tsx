import { Link } from "react-router";
import { usePaths, useText } from "../../text/use-text.ts";

/** What the organisation can do here today, and where to turn for what is not here yet. No button that does nothing. */
export const WhatToDo = () => {
  const text = useText();
  const own = text.organisation;
  const paths = usePaths();
  return (
    <section aria-labelledby="what-to-do" className="prose">
      <h2 id="what-to-do">{own.whatToDo}</h2>
      <h3>{own.wrong}</h3>
      <p>{own.wrongNote}</p>
      <h3>{own.repair}</h3>
      <p>{own.repairNote}</p>
      <h3>{own.expire}</h3>
      <p>{own.expireNote}</p>
      <p className="muted">
        {own.noScore} <Link to={paths.scope()}>{text.nav.scope}</Link>
      </p>
    </section>
  );
};
