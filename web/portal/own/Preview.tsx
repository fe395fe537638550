import type { previewAuthorisation } from "@chengxin/domain/authorisation/api.ts";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useLanguage, usePaths, useText } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { formatDay, inWords } from "../../ui/format.ts";
import type { Asked } from "./NewAuthorisationPage.tsx";

interface PreviewProps {
  readonly uscc: string;
  readonly asked: Asked;
  readonly preview: RouteAnswer<typeof previewAuthorisation>;
}

/** What will happen, in words, with the way on and the way back. */
export const Preview = ({ uscc, asked, preview }: PreviewProps) => {
  const own = useOwnText();
  const words = useText().word;
  const paths = usePaths();
  const language = useLanguage();
  const items = preview.items.map(({ name }) => inWords(name, language)).join(words.listSeparator);
  const until = formatDay(preview.until, language);
  const { name } = preview.recipient;
  return (
    <form method="post" action={paths.newAuthorisation(uscc)}>
      <section className="answer" aria-labelledby="preview">
        <h2 id="preview">{own.grant.preview}</h2>
        <p>
          <strong>{own.authorisations.sentence(name, items, inWords(preview.purpose.name, language), until)}</strong>
        </p>
        <p>
          <Uscc code={preview.recipient.uscc} />
        </p>
        <ul>
          {own.grant.previewList(name).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
      {(["recipient", "recipientName", "purpose", "lastDay"] as const).map((field) => (
        <input key={field} type="hidden" name={field} value={asked[field]} />
      ))}
      {asked.items.map((item) => (
        <input key={item} type="hidden" name="items" value={item} />
      ))}
      <p className="paging">
        <button type="submit" name="step" value="confirmed">
          {own.grant.confirm}
        </button>
        <button type="submit" name="step" value="change" className="plain">
          {own.grant.change}
        </button>
      </p>
    </form>
  );
};
