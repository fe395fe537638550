import type { FileHead } from "@chengxin/domain/dossier/file.ts";
import type { z } from "zod";
import { useLanguage, useText } from "../../text/use-text.ts";
import { formatNumber, inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

/** How much there is of each item; the sums show that they add up. Each leads to its records. */
export const FileCounts = ({ counts }: { counts: z.infer<typeof FileHead>["counts"] }) => {
  const text = useWorkbenchText().files.file;
  const { disclosures } = useText();
  const language = useLanguage();
  const sum = (of: "records" | "public" | "versions"): string =>
    formatNumber(counts.reduce((all, count) => all + count[of], 0));
  if (counts.length === 0) return null;
  return (
    <section>
      <h2>{text.countsTitle}</h2>
      <table className="wb-counts wb-file-counts">
        <thead>
          <tr>
            <th scope="col">{text.counts.item}</th>
            <th scope="col">{text.counts.disclosure}</th>
            <th scope="col">{text.counts.records}</th>
            <th scope="col">{text.counts.public}</th>
            <th scope="col">{text.counts.versions}</th>
          </tr>
        </thead>
        <tbody>
          {counts.map(({ item, name, disclosure, records, public: open, versions }) => (
            <tr key={item}>
              <th scope="row">
                <a href={`#item-${item}`}>{inWords(name, language)}</a>
              </th>
              <td>{disclosures[disclosure]}</td>
              <td>{formatNumber(records)}</td>
              <td>{formatNumber(open)}</td>
              <td>{formatNumber(versions)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {text.sum}
            </th>
            <td>{sum("records")}</td>
            <td>{sum("public")}</td>
            <td>{sum("versions")}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
};
