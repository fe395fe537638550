import { hash } from "node:crypto";
import type { RawBuilder } from "kysely";
import type { Database } from "./db.ts";

const names = new Map<string, string>();
const mostNames = 5000;

/** The same text has the same name in every process. */
const nameOf = (text: string): string => {
  let name = names.get(text);
  if (name === undefined) {
    if (names.size >= mostNames) names.clear();
    name = hash("sha256", text, "base64url").slice(0, 32);
    names.set(text, name);
  }
  return name;
};

/**
 * Runs a query as a prepared statement, so that PostgreSQL plans it once a connection rather than each time: over eight
 * partitions planning takes several times as long as the page of a list itself. For queries with few different texts:
 * what a reader may choose belongs into parameters, except LIMIT, whose size must stand in the text for the plan to be kept.
 */
export const prepared = async <Row>(database: Database, query: RawBuilder<Row>): Promise<Row[]> => {
  const { sql: text, parameters } = query.compile(database.sql);
  const { rows } = await database.pool.query({ name: nameOf(text), text, values: [...parameters] });
  return rows as Row[];
};
