import { scopeEn } from "../../text/scope.en.ts";
import { scopeZh } from "../../text/scope.zh-CN.ts";
import { useLanguage } from "../../text/use-text.ts";
import { Page, type PageHandle } from "../../ui/Page.tsx";

/** Read and left: needs no script of its own. */
export const handle: PageHandle = { plain: true };

export default function ScopePage() {
  const text = useLanguage() === "en" ? scopeEn : scopeZh;
  return (
    <Page title={text.title} description={text.lead} lead={text.lead}>
      <section className="prose">
        <h2>{text.rulesTitle}</h2>
        <ol className="rules">
          {text.rules.map(([rule, meaning]) => (
            <li key={rule}>
              <h3>{rule}</h3>
              <p>{meaning}</p>
            </li>
          ))}
        </ol>
        <h2>{text.whyTitle}</h2>
        {text.why.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <h2>{text.testedTitle}</h2>
        {text.tested.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <h2>{text.meaningTitle}</h2>
        <ul>
          {text.meaning.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "../../ui/PageError.tsx";
