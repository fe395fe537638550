import { Link } from "react-router";
import { useText } from "../text/use-text.ts";

interface PagingProps {
  /** URL of the next page; null = this is the last. */
  readonly next: string | null;
  /** URL of the first page; null = this is the first. */
  readonly first: string | null;
}

/** Forward, or back to the beginning: what a cursor can promise while records come and go. */
export const Paging = ({ next, first }: PagingProps) => {
  const text = useText().paging;
  if (!next && !first) return null;
  return (
    <nav className="paging" aria-label={text.label}>
      {first && <Link to={first}>{text.first}</Link>}
      {next ? (
        <Link to={next} rel="next" className="button">
          {text.next}
        </Link>
      ) : (
        <span className="muted">{text.end}</span>
      )}
    </nav>
  );
};
