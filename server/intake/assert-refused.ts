import assert from "node:assert/strict";
import { FileRefused } from "./file-refused.ts";
import type { IntakeRig } from "./intake-rig.ts";
import { receiptWords } from "@chengxin/domain/text/receipt-words.ts";

/** The file is refused with this code, in words of both languages, and nothing of it is stored: no batch, no record, no event. */
export const assertRefused = async (
  rig: Pick<IntakeRig, "rows" | "take">,
  path: string,
  code: string,
  data: Record<string, unknown> = {},
  item = "penalty",
): Promise<void> => {
  const stored = await rig.rows(
    "select (select count(*) from batch) as batches, (select count(*) from record) as records, (select count(*) from event) as events, (select count(*) from rejection) as rejections",
  );
  await assert.rejects(rig.take(path, item), (error: unknown) => {
    assert.ok(error instanceof FileRefused, String(error));
    const fault = error.faults.find((one) => one.code === code);
    assert.ok(fault, `${code} expected, not ${error.faults.map((one) => one.code).join()}`);
    for (const [key, value] of Object.entries(data)) assert.deepEqual([key, fault.data[key]], [key, value]);
    for (const language of ["zh", "en"] as const) {
      const words = receiptWords(language).fileFault(fault);
      assert.ok(words !== fault.code && !/undefined|NaN/.test(words), words);
    }
    return true;
  });
  const storedAfter = await rig.rows(
    "select (select count(*) from batch) as batches, (select count(*) from record) as records, (select count(*) from event) as events, (select count(*) from rejection) as rejections",
  );
  assert.deepEqual(storedAfter, stored);
};
