import { entryTypes } from "@chengxin/verifier/entry.js";
import { encodeStatement, type Statement } from "@chengxin/verifier/statement.js";
import type { Tx } from "../platform/db.ts";
import { EntryGroup, takeGroupNumber } from "./groups.ts";

/** Microseconds since 1970. */
export const microsOf = (moment: Date): bigint => BigInt(moment.getTime()) * 1000n;

/** A statement about no single organisation. */
export type OwnStatement = Exclude<Statement, { kind: "record" }>;

/** Logs statements that are no records, in the transaction of what they state. @returns where each is, as `log_at` */
export const logStatements = async (
  tx: Pick<Tx, "client" | "at">,
  statements: readonly OwnStatement[],
): Promise<readonly number[]> => {
  const group = new EntryGroup(await takeGroupNumber(tx), statements.length);
  const rows = statements.map((statement) => {
    const text = encodeStatement(statement);
    const type = entryTypes[statement.kind];
    const position = group.add(0, { type, time: microsOf(tx.at), uscc: null, statement: text });
    return { logAt: group.logAt(position), type, salt: group.random(position), text };
  });
  await group.store(tx);
  await tx.client.query(
    "insert into log_statement (log_at, type, salt, statement) select * from unnest($1::bigint[], $2::smallint[], $3::bytea[], $4::text[])",
    [rows.map((r) => r.logAt), rows.map((r) => r.type), rows.map((r) => r.salt), rows.map((r) => r.text)],
  );
  return rows.map(({ logAt }) => logAt);
};
