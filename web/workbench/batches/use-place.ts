import type { RejectedRow } from "@chengxin/domain/batch/api.ts";
import { useLanguage } from "../../text/use-text.ts";
import { inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

type Fault = Pick<RejectedRow["problems"][number], "column" | "header" | "field">;

/** Says where in its row a fault stands: the column's own header, with the field's name where that is a mere code. */
export const usePlace = (): ((fault: Fault) => string) => {
  const { batches } = useWorkbenchText();
  const language = useLanguage();
  return ({ column, header, field }) => {
    const name = field === null ? null : inWords(field, language);
    if (header) return name !== null && !/\p{Script=Han}/u.test(header) ? `“${header} ${name}”` : `“${header}”`;
    if (name !== null) return `“${name}”`;
    return column === null ? batches.wholeRow : batches.noHeader(String(column + 1));
  };
};
