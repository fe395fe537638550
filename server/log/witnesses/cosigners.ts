import type { Database } from "../../platform/db.ts";

/** Who cosigned a checkpoint, of the witnesses whose cosignatures are shown, and when as they say. */
export const cosignersOf = async (
  { pool }: Pick<Database, "pool">,
  logNo: number,
  size: number,
): Promise<{ readonly name: string; readonly at: string }[]> => {
  const { rows } = await pool.query<{ name: string; time: number }>(
    `select w.name, s.time from log_cosignature s join log_witness w using (witness_no)
     where s.log_no = $1 and s.size = $2 and w.ended_at is null order by witness_no`,
    [logNo, size],
  );
  return rows.map(({ name, time }) => ({ name, at: new Date(time * 1000).toISOString() }));
};
