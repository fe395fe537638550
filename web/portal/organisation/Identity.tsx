import type { Organisation } from "@chengxin/domain/organisation/api.ts";
import { useLanguage, useText } from "../../text/use-text.ts";
import { Uscc } from "../../ui/Code.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Day } from "../../ui/Day.tsx";
import { formatDay, formatMoment, inWords, localMoment } from "../../ui/format.ts";
import { Terms } from "../../ui/Terms.tsx";
import { Value } from "../../ui/Value.tsx";

const schemeIn = (schemes: Readonly<Record<string, string>>, scheme: string): string => schemes[scheme] ?? scheme;

/** Base fields that stand in the head already, in the reader's words. */
const shownAbove = new Set(["name", "uscc", "formerNames", "establishedOn", "status", "region"]);

/** Who is it: code, kind, status, since, region, then what the registration authority sent. */
export const Identity = ({ organisation }: { organisation: Organisation }) => {
  const text = useText();
  const own = text.organisation;
  const language = useLanguage();
  const { provenance } = organisation;
  return (
    <section aria-labelledby="who">
      <h2 id="who" className="visually-hidden">
        {own.who}
      </h2>
      <div className="identity">
        <p className="identity-code">
          <span className="muted">{own.code}</span> <Uscc code={organisation.uscc} />{" "}
          <CopyButton value={organisation.uscc} label={own.code} />
        </p>
        <Terms
          pairs={[
            [own.kind, text.kinds[organisation.kind]],
            [own.status, text.statuses[organisation.status]],
            [own.established, organisation.establishedOn && <Day day={organisation.establishedOn} />],
            [own.region, organisation.region && inWords(organisation.region.name, language)],
            [
              own.formerNames,
              organisation.formerNames.length > 0 && (
                <ul>
                  {organisation.formerNames.map(({ name, knownUntil }) => (
                    <li key={name}>
                      {name}{" "}
                      {knownUntil && (
                        <span className="muted">
                          {own.formerUntil(formatDay(localMoment(knownUntil).day, language))}
                        </span>
                      )}
                    </li>
                  ))}
                </ul>
              ),
            ],
            [
              own.otherCodes,
              organisation.codes.length > 0 && (
                <ul>
                  {organisation.codes.map(({ scheme, code }) => (
                    <li key={scheme + code}>
                      {schemeIn(text.schemes, scheme)} <code className="code">{code}</code>
                    </li>
                  ))}
                </ul>
              ),
            ],
            ...organisation.base
              .filter(({ id }) => !shownAbove.has(id) && !Object.hasOwn(text.schemes, id))
              .map(
                ({ id, name, value }) =>
                  [inWords(name, language), <Value key={id} value={value} />, value.length > 24] as const,
              ),
          ]}
        />
      </div>
      <p className="muted">
        {provenance
          ? own.provenance(
              inWords(provenance.source, language),
              formatMoment(provenance.receivedAt, language),
              provenance.versions,
            )
          : own.unregistered}
        {organisation.withheld.length > 0 &&
          ` ${own.withheld(organisation.withheld.map((name) => inWords(name, language)).join(text.word.listSeparator))}`}
      </p>
    </section>
  );
};
