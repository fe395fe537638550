import type { Reading } from "@chengxin/domain/dossier/readers-api.ts";
import { readBasisKinds, readerRelations, readWhat } from "@chengxin/domain/text/dossier.ts";
import { useOwnText } from "../../text/own-text.ts";
import { useLanguage, useText } from "../../text/use-text.ts";
import { Moment } from "../../ui/Day.tsx";
import { formatDay, inWords } from "../../ui/format.ts";
import { Reported } from "../../ui/Reported.tsx";
import { Table } from "../../ui/Table.tsx";

/** Readings, newest first: when, who, what for, on what basis, what. */
export const Readings = ({ readings, caption }: { readings: readonly Reading[]; caption: string }) => {
  const text = useOwnText().readers;
  return (
    <Table
      caption={caption}
      hideCaption
      rows={readings}
      rowKey={({ chainNo }) => String(chainNo)}
      columns={[
        {
          key: "when",
          width: 22,
          name: text.when,
          cell: ({ at, chainNo, isNew }) => (
            <span>
              <Moment at={at} /> {isNew && <strong className="mark">{text.isNew}</strong>}
              <span className="muted block">
                {text.no} {chainNo}
              </span>
            </span>
          ),
        },
        { key: "who", width: 24, name: text.who, cell: (reading) => <Who reading={reading} /> },
        { key: "purpose", width: 18, name: text.purpose, cell: ({ purpose }) => <InWords words={purpose} /> },
        { key: "basis", width: 20, name: text.basis, cell: ({ basis }) => <Basis basis={basis} /> },
        { key: "what", width: 16, name: text.what, cell: ({ what }) => <What what={what} /> },
      ]}
    />
  );
};

const InWords = ({ words }: { words: Reading["purpose"] }) => <>{inWords(words, useLanguage())}</>;

const Who = ({ reading: { role, unit, account } }: { reading: Reading }) => {
  const text = useOwnText().readers;
  return (
    <span>
      <InWords words={role} />
      {unit && (
        <span className="block">
          <Reported>{unit}</Reported>
        </span>
      )}
      {account && <span className="muted block">{text.accountNumber(account)}</span>}
    </span>
  );
};

const Basis = ({ basis: { kind, number, words, relation } }: Pick<Reading, "basis">) => {
  const language = useLanguage();
  return (
    <span>
      {number && `${inWords(readBasisKinds[kind], language)} ${number}`}
      {words && (
        <span className="block">
          <Reported>{words}</Reported>
        </span>
      )}
      {relation && <span className="block">{inWords(readerRelations[relation], language)}</span>}
    </span>
  );
};

const What = ({ what: { kind, item, decidedOn, records } }: Pick<Reading, "what">) => {
  const text = useOwnText().readers;
  const words = useText().word;
  const language = useLanguage();
  const more = [
    item && inWords(item, language),
    decidedOn && text.decided(formatDay(decidedOn, language)),
    records !== null && text.records(records),
  ].filter((part): part is string => typeof part === "string");
  return (
    <span>
      {inWords(readWhat[kind], language)}
      {more.length > 0 && words.colon + more.join(words.comma)}
    </span>
  );
};
