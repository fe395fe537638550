import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { intakeRig, penaltyCsv, type IntakeRig } from "./intake-rig.ts";

let rig: IntakeRig;
before(async () => {
  rig = await intakeRig();
});
after(() => rig.close());

test("entries stand in the order of the file: those of one organisation are not put side by side, where anybody could count what is not public", async () => {
  const rows = [
    { org: 1, no: "测罚〔2026〕1号" },
    { org: 2, no: "测罚〔2026〕2号" },
    { org: 1, no: "测罚〔2026〕3号" },
    { org: 3, no: "测罚〔2026〕4号" },
    { org: 2, no: "测罚〔2026〕5号" },
    { org: 1, no: "测罚〔2026〕1号", fact: "未按规定公示年度报告" },
  ];
  await rig.take(rig.file("penalties.csv", penaltyCsv(rows)), "penalty");
  const logged = await rig.rows<{ position: number; row: number; version: number; own: number; named: number }>(
    `select (r.log_at % 1048576)::integer as position, r.row_no as row, r.version, r.organisation_id as own,
       ('x' || encode(substr(g.organisations, (r.log_at % 1048576)::integer * 4 + 1, 4), 'hex'))::bit(32)::integer as named
     from record r join log_group g on g.group_no = r.log_at / 1048576 order by r.log_at`,
  );
  assert.deepEqual(
    logged.map(({ position }) => position),
    rows.map((_, i) => i),
  );
  assert.deepEqual(
    logged.map(({ row }) => row),
    logged.map(({ row }) => row).toSorted((a, b) => a - b),
  );
  assert.deepEqual(
    logged.map(({ version }) => version),
    [1, 1, 1, 1, 1, 2],
  );
  for (const { own, named } of logged) assert.equal(named, own);
});
