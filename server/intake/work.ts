import { grantsOf, holds } from "@chengxin/domain/access/actor.ts";
import type { Database } from "../platform/db.ts";
import type { WorkSource } from "../workbench/work.ts";

/** Days for which a finished file with rejected rows is somebody's work. */
const days = 30;

/** Files that came back with rejected rows and that nobody of the department has looked at: to the department's clerks their own, to the credit centre all. */
export const intakeWork =
  ({ pool }: Database): WorkSource =>
  async (actor, today) => {
    const all = holds(actor, "creditCentre");
    const sources = grantsOf(actor, "departmentClerk").flatMap(({ source }) => source ?? []);
    if (!all && sources.length === 0) return [];
    const { rows } = await pool.query<{ files: number; rejected: number }>(
      `select count(*)::integer as files, coalesce(sum(rejected), 0)::integer as rejected
       from (
         select sum(c.rejected) as rejected
         from batch b join source s using (source_id) join batch_chunk c using (batch_id)
         where b.state = 'finished' and b.finished_at >= ($1::date - $2::integer)::timestamp at time zone 'Asia/Shanghai' and ($3 or s.code = any($4))
           and not exists (select from batch_look l where l.batch_id = b.batch_id)
         group by b.batch_id
         having sum(c.rejected) > 0
       ) as returned`,
      [today, days, all, sources],
    );
    const [found] = rows;
    if (!found || found.files === 0) return [];
    return [
      {
        code: "batch.rejected",
        data: { rejected: found.rejected, days },
        count: found.files,
        dueOn: null,
        page: "/batches?unseen=yes",
      },
    ];
  };
