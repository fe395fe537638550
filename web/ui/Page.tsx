import type { ReactNode } from "react";
import { useLocation } from "react-router";
import { useRootData } from "../root-data.ts";
import { pathInLanguage } from "../text/language.ts";
import { useText } from "../text/use-text.ts";

/** What a page's module says of it to the frame around it. */
export interface PageHandle {
  /** Opened first, it is sent without scripts. */
  readonly plain?: boolean;
  /** Seen only by those who are signed in: the header leads to their account and out. Any other page is the same for everybody. */
  readonly own?: boolean;
}

interface PageProps {
  readonly title: string;
  readonly description?: string;
  /** Robots directive, where a page should not be found or kept by search engines. */
  readonly robots?: string;
  /** Sentence below the heading. */
  readonly lead?: ReactNode;
  /** Instead of the plain heading. */
  readonly heading?: ReactNode;
  readonly children: ReactNode;
}

/** What every page has: title, description, addresses in both languages, one heading. */
export const Page = ({ title, description, robots, lead, heading, children }: PageProps) => {
  const { pathname } = useLocation();
  const root = useRootData();
  const text = useText();
  const siteName = root?.siteName ?? text.site.tagline;
  return (
    <>
      <title>{`${title} — ${siteName}`}</title>
      {description && <meta name="description" content={description} />}
      {robots && <meta name="robots" content={robots} />}
      {root && (
        <>
          <link rel="canonical" href={root.origin + pathname} />
          <link rel="alternate" hrefLang="zh-CN" href={root.origin + pathInLanguage(pathname, "zh")} />
          <link rel="alternate" hrefLang="en" href={root.origin + pathInLanguage(pathname, "en")} />
        </>
      )}
      {heading ?? <h1>{title}</h1>}
      {lead && <p className="lead">{lead}</p>}
      {children}
      {root && (
        <p className="print-only">
          {text.site.address} {root.origin + pathname}
        </p>
      )}
    </>
  );
};
