import { EntryGroup, mostLeaves } from "../log/groups.ts";
import { recordStatement, recordType } from "../log/log-versions.ts";
import { saltedContentHash, versionSalts } from "../log/salts.ts";
import type { CopyBody } from "./decide-outcomes.ts";
import { at, contentOf, dateInfinity, dateMinusInfinity, epochMs, publicUntilAt } from "./record-tuple.ts";

const epochMicros = BigInt(epochMs) * 1000n;
const dayMs = 86_400_000;
/** Days since 2000 → how they are written; a file has few different ones. */
const written = new Map<number, string>([
  [dateInfinity, "infinity"],
  [dateMinusInfinity, "-infinity"],
]);
const dayText = (day: number): string => {
  let text = written.get(day);
  if (text === undefined) {
    text = new Date(epochMs + day * dayMs).toISOString().slice(0, 10);
    if (written.size < 100_000) written.set(day, text);
  }
  return text;
};

/**
 * Makes the entries of the versions that are about to be copied and writes salt and place into their tuples. They stand in the log in the order of the file,
 * not in that of COPY, which is by organisation: between two entries of one organisation would stand its own alone, also those that are not public, and could be counted.
 * @param usccOf code of a draft's organisation
 */
export const logCopied = (
  { body, starts, drafts }: CopyBody,
  item: string,
  usccOf: (draft: number) => string,
  groupNo: number,
): EntryGroup => {
  const group = new EntryGroup(groupNo, starts.length);
  const inFileOrder = Float64Array.from(drafts, (draft, i) => draft * mostLeaves + i).sort();
  for (const [position, numbers] of inFileOrder.entries()) {
    const tuple = numbers % mostLeaves;
    const start = starts[tuple] as number;
    const stored = group.random(position);
    const salts = versionSalts(stored);
    const changeAt = start + at.change;
    const statement = recordStatement({
      item,
      recordId: body.toString("hex", start + at.recordId, start + at.recordId + 16),
      version: body.readInt16BE(start + at.version),
      change: body.toString("latin1", changeAt + 4, changeAt + 4 + body.readInt32BE(changeAt)),
      publicUntil: dayText(body.readInt32BE(publicUntilAt(body, start))),
      contentHash: saltedContentHash(contentOf(body, start), salts.content),
    });
    const facts = {
      type: recordType,
      time: body.readBigInt64BE(start + at.knownFrom) + epochMicros,
      uscc: usccOf(drafts[tuple] as number),
      statement,
    };
    group.add(body.readInt32BE(start + at.organisation), facts, salts.entry);
    body.set(stored, start + at.salt);
    body.writeBigInt64BE(BigInt(group.logAt(position)), start + at.logAt);
  }
  return group;
};
