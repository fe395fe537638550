import type pg from "pg";

/**
 * Runs `work` in a transaction on a connection of its own. It notes no event: facts are written through `transact` (db.ts), which is made of this; whoever else writes
 * by it says why what it writes is no fact.
 * @throws what `work` throws, after rolling back
 */
export const inTransaction = async <T>(
  { pool }: { readonly pool: pg.Pool },
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query("begin");
    const result = await work(client);
    const committed = await client.query("commit");
    // A statement that failed and was caught leaves the transaction aborted, and COMMIT then rolls back without an error.
    if (committed.command !== "COMMIT") throw new Error("the transaction was rolled back by an earlier error");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
};
