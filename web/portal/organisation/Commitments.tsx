import { Link } from "react-router";
import type { Organisation } from "@chengxin/domain/organisation/api.ts";
import { usePaths, useText } from "../../text/use-text.ts";
import { formatNumber } from "../../ui/format.ts";

/** Class 8 of the national base catalogue: 信用承诺及履行情况信息. */
const commitmentCategory = 8;

/** What it has promised and kept: how many public commitments, each a fact row of its own. */
export const Commitments = ({ organisation }: { organisation: Organisation }) => {
  const text = useText().organisation;
  const paths = usePaths();
  const kept = organisation.counts.filter(({ category, count }) => category === commitmentCategory && count > 0);
  return (
    <section aria-labelledby="commitments">
      <h2 id="commitments">{text.commitments}</h2>
      {kept.length === 0 && <p>{text.commitmentsNone}</p>}
      {kept.map(({ item, count }) => (
        <p key={item}>
          {text.commitmentsSome(formatNumber(count))}{" "}
          <Link to={`${paths.organisation(organisation.uscc, { item })}#records`}>{text.commitmentsLink}</Link>
        </p>
      ))}
    </section>
  );
};
