import { Link } from "react-router";
import { useRootData } from "../../root-data.ts";
import { aboutEn } from "../../text/about.en.ts";
import { aboutZh } from "../../text/about.zh-CN.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { Page, type PageHandle } from "../../ui/Page.tsx";
import { Terms } from "../../ui/Terms.tsx";

/** Read and left: needs no script of its own. */
export const handle: PageHandle = { plain: true };

export default function AboutPage() {
  const text = useLanguage() === "en" ? aboutEn : aboutZh;
  const name = useText().nav;
  const paths = usePaths();
  const contact = useRootData()?.contact;
  const lists = [
    [text.factsTitle, text.facts],
    [text.accessTitle, text.access],
  ] as const;
  return (
    <Page title={text.title} description={text.lead} lead={text.lead}>
      <div className="prose">
        {lists.map(([title, lines]) => (
          <section key={title}>
            <h2>{title}</h2>
            <ul>
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </section>
        ))}
        <section>
          <h2>{text.keysTitle}</h2>
          <Terms pairs={text.keys.map(([key = "", meaning]) => [key, meaning])} />
        </section>
        <section>
          <h2>{text.privacyTitle}</h2>
          <ul>
            {text.privacy.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
        <section>
          <h2>{text.runBy}</h2>
          <p>{contact}</p>
          <h2>{text.logTitle}</h2>
          <p>
            {text.log} <Link to={paths.log()}>{name.log}</Link>
          </p>
          <h2>{text.sourceTitle}</h2>
          <p>{text.source}</p>
        </section>
      </div>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
