import { equal } from "@chengxin/verifier/bytes.js";
import { NothingToDo, transactIfDue } from "../platform/db.ts";
import type { WitnessServices } from "./add-checkpoint.ts";
import type { CosignRequest } from "./read-request.ts";
import { originHash } from "./witnessed-logs.ts";

/** One is proof enough; some more show how it went on. */
const mostKept = 20;

/**
 * A log that signed two roots for one size is proven to show different things to different people: both checkpoints are kept, and it is an event.
 * A proof that doesn't fit is none: anybody can send one.
 */
export const noteFork = async (
  { database, clock, warn }: WitnessServices,
  { origin, size, root }: CosignRequest,
  refused: string,
): Promise<void> => {
  const { rows } = await database.pool.query<{ root: Buffer; cosigned: string }>(
    `select root, signed || cosignatures as cosigned from witnessed_log where origin = $1 and size = $2 and root is not null
       and (select count(*) from witnessed_fork f where f.origin = $1) < $3`,
    [origin, size, mostKept],
  );
  if (!rows[0] || equal(rows[0].root, root)) return;
  const { cosigned } = rows[0];
  const noted = await transactIfDue(
    database,
    { actor: { kind: "system", name: "witness" }, at: clock.now() },
    async ({ client, at, note }) => {
      const { rowCount } = await client.query(
        `insert into witnessed_fork (origin, size, root, at, cosigned, refused) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [origin, size, Buffer.from(root), at, cosigned, refused],
      );
      if (rowCount === 0) throw new NothingToDo();
      note({
        action: "witness.fork-seen",
        object: `witnessed_log:${originHash(origin).toString("hex")}`,
        data: { origin, size },
      });
      return true;
    },
  );
  if (noted) warn({ origin, size }, "a witnessed log signed two checkpoints of one size with different roots");
};
