import type { Code } from "@chengxin/domain/catalogue/code-table.ts";
import type { Words } from "@chengxin/domain/words.ts";
import { useCatalogueText } from "../../text/catalogue-text.ts";
import { useLanguage, useText } from "../../text/use-text.ts";
import { inWords } from "../../ui/format.ts";
import { Table } from "../../ui/Table.tsx";

/** The values a code field may take, and what is read as the same. */
export const CodeTables = ({ tables }: { tables: readonly { id: string; name: Words; codes: readonly Code[] }[] }) => {
  const text = useText();
  const own = useCatalogueText().item;
  const language = useLanguage();
  if (tables.length === 0) return null;
  return (
    <section aria-labelledby="codes">
      <h2 id="codes">{own.codes}</h2>
      {tables.map((table) => (
        <details key={table.id}>
          <summary>
            {inWords(table.name, language)} <span className="count">{table.codes.length}</span>
          </summary>
          <Table<Code>
            caption={inWords(table.name, language)}
            hideCaption
            rows={table.codes}
            rowKey={(code) => code.value}
            columns={[
              { key: "value", name: own.codeValue, cell: (code) => <span lang="zh-CN">{code.value}</span> },
              { key: "name", name: own.field, cell: (code) => inWords(code.name, language) },
              {
                key: "aliases",
                name: own.codeAliases,
                cell: (code) => <span lang="zh-CN">{code.aliases.join(text.word.listSeparator) || "–"}</span>,
              },
            ]}
          />
        </details>
      ))}
    </section>
  );
};
