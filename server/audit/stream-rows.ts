import type pg from "pg";

let cursors = 0;

/**
 * The rows of a query in batches, each an array of values, inside the caller's transaction. The next batch is being read while the caller works on one.
 * @param rows in a batch
 */
export async function* streamRows<Row extends unknown[]>(
  client: pg.ClientBase,
  query: string,
  values: readonly unknown[] = [],
  rows = 4000,
): AsyncGenerator<Row[]> {
  const name = `stream_${++cursors}`;
  await client.query(`declare ${name} no scroll cursor for ${query}`, [...values]);
  const fetch = async (): Promise<Row[]> =>
    (await client.query<Row>({ text: `fetch forward ${rows} from ${name}`, rowMode: "array" })).rows;
  let next = fetch();
  // Nobody may be waiting for it yet when it fails.
  next.catch(() => {});
  try {
    for (;;) {
      const batch = await next;
      if (batch.length === 0) return;
      next = fetch();
      next.catch(() => {});
      yield batch;
    }
  } finally {
    await next.catch(() => {});
    await client.query(`close ${name}`).catch(() => {});
  }
}
