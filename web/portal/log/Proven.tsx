import { useLogText } from "../../text/log-text.ts";
import { useLanguage, useText } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { formatMoment, formatNumber, inWords } from "../../ui/format.ts";
import { Terms } from "../../ui/Terms.tsx";
import { Lines } from "./Lines.tsx";
import type { ProofData } from "./ProofPage.tsx";

/** What the proof of a record shows, in words, and what it does not. */
export const Proven = ({
  proof: { version, knownFrom, whole, hidden },
  place: { index, origin, checkpoint, cosigned },
}: {
  proof: ProofData["proof"];
  place: NonNullable<ProofData["place"]>;
}) => {
  const own = useLogText().proof;
  const language = useLanguage();
  const { listSeparator } = useText().word;
  const size = formatNumber(checkpoint.size);
  const names = hidden.map((name) => inWords(name, language)).join(listSeparator);
  const said = own.proven;
  return (
    <>
      <Terms
        pairs={[
          [own.version, own.versionOf(version)],
          [own.since, <Moment at={knownFrom} />],
          [own.place, own.placeOf(formatNumber(index))],
          [own.log, <code className="code break">{origin}</code>],
          [own.checkpoint, own.checkpointOf(size, formatMoment(checkpoint.at, language))],
          [
            own.cosigned,
            cosigned.length === 0
              ? own.cosignedNone
              : cosigned.map(({ name, at }) => `${name} ${formatMoment(at, language)}`).join("\n"),
          ],
        ]}
      />
      <Lines
        title={own.provenTitle}
        lines={[
          said.version(version, formatMoment(knownFrom, language)),
          said.until,
          whole ? said.whole : said.hashed(names === "" ? "" : said.names(names)),
          said.signed(size),
          ...(cosigned.length > 0 ? [said.witnessed] : []),
        ]}
      />
      <Lines
        title={own.notTitle}
        lines={[own.not.true, own.not.newest, own.not.time, ...(cosigned.length === 0 ? [own.not.unwitnessed] : [])]}
      />
      <p className="hint">{own.newer}</p>
    </>
  );
};
