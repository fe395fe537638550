import assert from "node:assert/strict";
import { test } from "node:test";
import { readUscc } from "@chengxin/domain/organisation/uscc.ts";
import Papa from "papaparse";
import { mix } from "./generate-files.ts";
import { authorities, inventOrganisation, organisationHeaders, organisationLine } from "./invent-organisation.ts";
import { recordLine, recordSet } from "./invent-record.ts";
import { licence } from "./record-kinds.ts";

const cellsOf = (line: string): string[] => Papa.parse<string[]>(line.trimEnd()).data[0]!;

test("every organisation and authority has a valid code of its own, inner check character included", () => {
  const codes = [
    ...authorities.map(({ uscc }) => uscc),
    ...Array.from({ length: 20_000 }, (_, index) => inventOrganisation(index, 1).uscc),
  ];
  for (const code of codes) {
    const reading = readUscc(code);
    assert.ok(reading.ok && reading.notes.length === 0, code);
  }
  assert.equal(new Set(codes).size, codes.length);
});

test("a register row has a cell for every header and states the organisation of its index", () => {
  for (let index = 0; index < 500; index += 1) {
    const cells = cellsOf(organisationLine(index, 7));
    assert.equal(cells.length, organisationHeaders.length);
    const { name, uscc } = inventOrganisation(index, 7);
    assert.deepEqual(cells.slice(0, 2), [name, uscc]);
  }
});

for (const { kind } of mix) {
  test(`a ${kind.item} row has a cell for every header and depends on seed and index alone`, () => {
    const set = recordSet(1, 1000, 20);
    const forwards = Array.from({ length: 3000 }, (_, index) => recordLine(set, kind, index));
    for (const index of [2999, 17, 1500])
      assert.equal(recordLine(recordSet(1, 1000, 20), kind, index), forwards[index]);
    for (const line of forwards) assert.equal(cellsOf(line).length, kind.headers.length);
    assert.notEqual(recordLine(recordSet(2, 1000, 20), kind, 17), forwards[17]);
  });

  test(`no two decisions of a clean set of ${kind.item} rows share authority and document number`, () => {
    const set = recordSet(1, 1000, 0);
    const number = kind.headers.findIndex((header) =>
      /决定书?文书?号|承诺编码|合同编号|表彰文号|检查任务编号/.test(header),
    );
    const numbers = Array.from({ length: 5000 }, (_, index) => cellsOf(recordLine(set, kind, index))[number]!);
    assert.equal(new Set(numbers).size, numbers.length);
  });
}

test("of a thousand rows about --dirty are damaged and as many are sent again", () => {
  const clean = recordSet(1, 1000, 0);
  const dirty = recordSet(1, 1000, 50);
  const numberOf = (line: string): string => cellsOf(line)[14]!;
  let damaged = 0;
  let again = 0;
  for (let index = 2000; index < 12_000; index += 1) {
    const [before, after] = [recordLine(clean, licence, index), recordLine(dirty, licence, index)];
    if (before === after) continue;
    if (numberOf(before) === numberOf(after)) damaged += 1;
    else again += 1;
  }
  assert.ok(damaged > 400 && damaged < 600, `${damaged} damaged`);
  assert.ok(again > 400 && again < 600, `${again} sent again`);
});

test("the largest organisation has about 0.3 % of the records of 300,000 organisations", () => {
  const set = recordSet(1, 300_000, 0);
  const counts = new Map<string, number>();
  for (let index = 0; index < 60_000; index += 1) {
    const code = cellsOf(recordLine(set, licence, index))[2]!;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const share = Math.max(...counts.values()) / 60_000;
  assert.ok(share > 0.0025 && share < 0.004, String(share));
});
