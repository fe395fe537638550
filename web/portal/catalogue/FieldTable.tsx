import type { Field } from "@chengxin/domain/catalogue/item.ts";
import { useCatalogueText } from "../../text/catalogue-text.ts";
import { useLanguage, useText } from "../../text/use-text.ts";
import { inWords } from "../../ui/format.ts";
import { Table } from "../../ui/Table.tsx";
import { disclosureIn } from "./disclosure.ts";

/** Every field with its standard code, type, length, whether it must be filled, and who may see it. */
export const FieldTable = ({ fields }: { fields: readonly Field[] }) => {
  const text = useText();
  const own = useCatalogueText().item;
  const language = useLanguage();
  const type = (field: Field): string => {
    if (field.type === "code" && field.multiple) return `${own.types.code}${text.word.comma}${own.several}`;
    if (field.type === "amount") return `${own.types.amount} (${field.unit})`;
    if (field.type === "legacyCode") return text.schemes[field.scheme];
    return own.types[field.type];
  };
  return (
    <section aria-labelledby="fields">
      <h2 id="fields">{own.fields}</h2>
      <Table<Field>
        caption={own.fields}
        hideCaption
        rows={fields}
        rowKey={(field) => field.id}
        columns={[
          {
            key: "name",
            name: own.field,
            cell: (field) => (
              <>
                {inWords(field.name, language)}
                {field.note && <span className="muted block">{inWords(field.note, language)}</span>}
              </>
            ),
          },
          { key: "code", name: own.code, cell: (field) => <code className="code">{field.id}</code> },
          { key: "type", name: own.type, cell: type },
          {
            key: "length",
            name: own.length,
            number: true,
            cell: (field) => (field.type === "text" ? field.length : "–"),
          },
          {
            key: "required",
            name: own.required,
            cell: (field) => (field.required ? own.required : field.requiredWhen ? own.requiredWhen : own.optional),
          },
          {
            key: "disclosure",
            name: own.disclosure,
            cell: (field) => (
              <>
                {disclosureIn(text, field.disclosure)}
                {field.mask && field.disclosure === "public" && (
                  <span className="muted block">{own.masks[field.mask]}</span>
                )}
              </>
            ),
          },
        ]}
      />
    </section>
  );
};
