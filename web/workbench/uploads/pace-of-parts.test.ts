import assert from "node:assert/strict";
import { test } from "node:test";
import { mostPartBytes, mostUploadBytes } from "@chengxin/domain/upload/upload.ts";
import { checkFile } from "./check-file.ts";
import { firstPartBytes, nextPartBytes, waitBeforeTry } from "./pace-of-parts.ts";

/** Sizes of the parts over a line of so many bytes a second. */
const sizesOver = (bytesPerSecond: number, parts: number): number[] => {
  const sizes = [firstPartBytes];
  while (sizes.length < parts) {
    const last = sizes.at(-1) ?? 0;
    sizes.push(nextPartBytes(last, (last * 1000) / bytesPerSecond));
  }
  return sizes;
};

test("parts grow on a fast line up to what the server takes, and none takes longer than the server waits on a slow one", () => {
  assert.equal(sizesOver(1e9, 10).at(-1), mostPartBytes);
  for (const rate of [4_000, 20_000, 100_000, 1_000_000, 10_000_000])
    for (const size of sizesOver(rate, 30).slice(rate < firstPartBytes / 14 ? 2 : 0))
      assert.ok(size / rate < 14, `${size} bytes at ${rate} a second`);
});

test("a part that did not arrive is sent smaller, but never too small to get anywhere", () => {
  assert.equal(nextPartBytes(mostPartBytes, null), mostPartBytes / 4);
  assert.equal(nextPartBytes(1, null), 32 * 1024);
});

test("tries follow each other more and more slowly, up to half a minute", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 60].map(waitBeforeTry), [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

test("what can't be sent is known before it is: no name, no table, an old workbook, nothing in it, too much in it", () => {
  const fault = (name: string, size = 1): string | null => checkFile({ name, size })?.code ?? null;
  assert.deepEqual(
    [fault("好.csv"), fault("好.XLSX"), fault("C:\\数据\\好.jsonl"), fault("好.csv", mostUploadBytes)],
    [null, null, null, null],
  );
  assert.deepEqual(
    [
      fault(""),
      fault(".csv"),
      fault("旧.xls"),
      fault("图.png"),
      fault("空.csv", 0),
      fault("大.csv", mostUploadBytes + 1),
    ],
    [
      "upload.name_empty",
      "upload.name_empty",
      "upload.old_workbook",
      "upload.type_refused",
      "upload.empty",
      "upload.too_large",
    ],
  );
});
