import type { FileHead } from "@chengxin/domain/dossier/file.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useText } from "../../text/use-text.ts";
import { Reported } from "../../ui/Reported.tsx";
import { Terms } from "../../ui/Terms.tsx";

const schemeIn = (schemes: Readonly<Record<string, string>>, scheme: string): string => schemes[scheme] ?? scheme;

/** Under which other names and numbers the organisation is stored. */
export const FileNames = ({ organisation }: { organisation: FileHead["organisation"] }) => {
  const text = useOwnText().file;
  const { schemes } = useText();
  return (
    <>
      {!organisation.registered && <p>{text.unregistered}</p>}
      <Terms
        pairs={[
          [
            text.names,
            organisation.names.length > 0 && (
              <ul>
                {organisation.names.map(({ name, kind }) => (
                  <li key={name}>
                    <Reported>{name}</Reported> <span className="muted">{text.nameKinds[kind]}</span>
                  </li>
                ))}
              </ul>
            ),
          ],
          [
            text.codes,
            organisation.codes.length > 0 && (
              <ul>
                {organisation.codes.map(({ scheme, code }) => (
                  <li key={scheme + code}>
                    {schemeIn(schemes, scheme)} <code className="code">{code}</code>
                  </li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
    </>
  );
};
