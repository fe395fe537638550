import type { BatchDetail } from "@chengxin/domain/batch/api.ts";
import { receiptWords } from "@chengxin/domain/text/receipt-words.ts";
import { useLanguage } from "../../text/use-text.ts";
import { formatNumber, inWords } from "../../ui/format.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";

/** What the sender must not overlook, directly below the counts. */
export const WarningLines = ({ batch }: { batch: BatchDetail }) => {
  const { intake, fileNote } = receiptWords(useLanguage());
  const say = [
    ["record.superseded_content", intake.superseded],
    ["record.withdrawn_before", intake.withdrawnBefore],
    ["record.withdrawn", intake.withdrawn],
    ["record.corrected_within_file", intake.correctedWithinFile],
  ] as const;
  const lines = say.flatMap(([code, sentence]) => {
    const count = batch.notes[code] ?? 0;
    return count > 0 ? [sentence(count, batch.noteRows[code] ?? [])] : [];
  });
  return (
    <>
      {[...lines, ...batch.fileNotes.map(fileNote)].map((line) => (
        <p key={line} className="wb-notice">
          {line}
        </p>
      ))}
    </>
  );
};

/** Natural persons' rows: that there were some, and why they are not here (charter 3). */
export const TurnedAway = ({ batch }: { batch: BatchDetail }) => {
  const text = useWorkbenchText().batches;
  const { reason } = receiptWords(useLanguage());
  if (batch.turnedAway === 0) return null;
  return (
    <section>
      <h3>{text.turnedAwayTitle}</h3>
      <p>{text.turnedAwayLead}</p>
      <ul>
        {Object.entries(batch.reasons).map(([code, count]) => (
          <li key={code}>
            {formatNumber(count)} · {reason(code)}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** What was read otherwise than it was written. */
export const Notes = ({ batch }: { batch: BatchDetail }) => {
  const text = useWorkbenchText().batches;
  const language = useLanguage();
  const { intake, note } = receiptWords(language);
  const notes = Object.entries(batch.notes).sort((a, b) => b[1] - a[1]);
  if (notes.length === 0) return null;
  return (
    <section>
      <h3>{text.notes}</h3>
      <p className="wb-note">{text.notesLead}</p>
      <ul>
        {notes.map(([code, count]) => (
          <li key={code}>
            {text.times(formatNumber(count))} ·{" "}
            {intake.byField(
              note(code),
              (batch.noteFields[code] ?? []).map(({ field, count: n }) => [inWords(field, language), n] as const),
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};
