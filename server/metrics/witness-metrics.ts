import { Gauge, type Registry } from "prom-client";
import type { Database } from "../platform/db.ts";

/** How it stands with the witnesses of the log. The label is what the operator calls a witness: an institution. */

const sql = `
  with present as (select max(log_no) as log_no from log)
  select w.name, s.time, s.failing_since is not null as failing
  from log_witness w cross join present left join log_witness_state s on s.log_no = present.log_no and s.witness_no = w.witness_no
  where w.ended_at is null`;

/** @returns what reads them anew; whatever is not known is not told */
export const witnessMetrics = (register: Registry): ((reads: Pick<Database, "pool">, at: Date) => Promise<void>) => {
  const registers = [register];
  const age = new Gauge({
    name: "chengxin_log_witness_age_seconds",
    help: "Since the newest cosignature of this witness; absent: it gave none yet",
    labelNames: ["witness"],
    registers,
  });
  const failing = new Gauge({
    name: "chengxin_log_witness_failing",
    help: "1 while this witness of the log does not cosign",
    labelNames: ["witness"],
    registers,
  });
  return async ({ pool }, at) => {
    age.reset();
    failing.reset();
    const { rows } = await pool
      .query<{ name: string; time: number | null; failing: boolean }>(sql)
      .catch(() => ({ rows: [] }));
    for (const { name, time, failing: fails } of rows) {
      failing.set({ witness: name }, fails ? 1 : 0);
      if (time !== null) age.set({ witness: name }, at.getTime() / 1000 - time);
    }
  };
};
