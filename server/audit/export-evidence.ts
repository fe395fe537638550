import { createHash } from "node:crypto";
import { mostInBundle, type exportEvidence as route, type measureEvidence } from "@chengxin/domain/audit/api.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteAnswer, RouteArgs } from "@chengxin/domain/route.ts";
import { eventFaults as en } from "@chengxin/domain/text/event-faults.en.ts";
import { eventFaults as zh } from "@chengxin/domain/text/event-faults.zh-CN.ts";
import type pg from "pg";
import type { Ask } from "../platform/ask.ts";
import { timeInShanghai, dayInShanghai } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import type { Download } from "../platform/http.ts";
import { conditionsOf, type Conditions } from "./event-filters.ts";
import { Found } from "./found.ts";
import { noteAudit } from "./note-audit.ts";
import { verifyChains } from "./verify-chains.ts";
import { tarOf } from "./write-tar.ts";

const readme = `证据包 · Evidence bundle

events.jsonl   事件，一行一个，按链和链内编号排列，含认证码；内容与数据库所存完全一致。
               Events, one a line, by chain and number, with their authentication codes; exactly as they are stored.
report.json    导出时对这些事件所在的每条链从头到尾核验的结果（verified.faults 为空即完整），以及覆盖它们的封印。
               What the verifier found when every chain that occurs here was walked from end to end (whole when verified.faults is empty), and the seals that cover it.
SHA256SUMS     各文件的摘要；sha256sum -c SHA256SUMS 可核对。这些摘要也记在平台自己的事件（audit.exported）中。
               Digests; check by sha256sum -c SHA256SUMS. They also stand in the platform's own event (audit.exported).

认证码的密钥由平台保管，不在包内；要当面核验，请平台运行 npm run verify-events。
The key of the codes is kept by the platform and is not in here; to have them checked before your eyes, ask the platform to run npm run verify-events.
`;

type Row = Record<string, unknown> & { organisation_id: number };

const readEvents = async (client: pg.ClientBase, { sql, values }: Conditions): Promise<readonly Row[]> => {
  const { rows } = await client.query<Row>(
    `select e.organisation_id, e.chain_no, e.event_id, e.transaction::text, e.at, e.actor, e.role, e.action, e.object, e.purpose, e.basis, e.data, e.key_version, encode(e.mac, 'hex') as mac
     from event e where ${sql.join(" and ")} order by e.organisation_id, e.chain_no limit ${mostInBundle + 1}`,
    [...values],
  );
  if (rows.length > mostInBundle) throw problem("audit.too_many_events", { most: mostInBundle });
  return rows;
};

/** Walks every chain that the events lie in, and says which seals cover the events. */
const reportOn = async (client: pg.ClientBase, database: Database, rows: readonly Row[]) => {
  const found = new Found();
  const walked = await verifyChains({
    client,
    chain: database.chain(),
    found,
    unchainedAllowed: true,
    onProgress: () => {},
    signal: undefined,
    only: [...new Set(rows.map((row) => row.organisation_id))],
  });
  const seals = await client.query(
    `select seal_no, at, from_transaction::text, to_transaction::text, events, encode(digest, 'hex') as digest, key_version, encode(mac, 'hex') as mac
     from event_seal s where exists (select from unnest($1::xid8[]) t where t >= s.from_transaction and t < s.to_transaction) order by seal_no`,
    [[...new Set(rows.map((row) => row["transaction"]))]],
  );
  return {
    verified: {
      ...walked,
      faultCount: found.count,
      faults: found.faults.map((fault) => ({ ...fault, zh: zh[fault.kind](fault), en: en[fault.kind](fault) })),
    },
    seals: seals.rows,
  };
};

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** @throws Problem request.invalid */
const assertOneOf = ({ organisation, actor }: RouteArgs<typeof measureEvidence>): void => {
  if ((organisation === undefined) === (actor === undefined)) throw problem("request.invalid");
};

/**
 * How many events a bundle would hold, counted up to one more than it may.
 * @throws Problem as `makeEvidence`
 */
export const sizeOfEvidence = async (
  database: Database,
  args: RouteArgs<typeof measureEvidence>,
): Promise<RouteAnswer<typeof measureEvidence>> => {
  assertOneOf(args);
  const { sql, values } = await conditionsOf(database, args);
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*) as n from (select from event e where ${sql.join(" and ")} limit ${mostInBundle + 1}) counted`,
    [...values],
  );
  return { events: rows[0]!.n, most: mostInBundle };
};

/**
 * Everything that happened to one organisation, or that one account did, to hand out as evidence; an event of its own says who took it.
 * @throws Problem request.invalid unless exactly one of both is named; audit.too_many_events; as `conditionsOf`
 */
export const makeEvidence = async (database: Database, args: RouteArgs<typeof route>, ask: Ask): Promise<Download> => {
  assertOneOf(args);
  const conditions = await conditionsOf(database, args);
  const client = await database.pool.connect();
  let rows: readonly Row[];
  let report: Awaited<ReturnType<typeof reportOn>>;
  try {
    await client.query("begin isolation level repeatable read read only");
    rows = await readEvents(client, conditions);
    report = await reportOn(client, database, rows);
  } finally {
    const broken = await client.query("rollback").then(
      () => false,
      () => true,
    );
    client.release(broken);
  }
  const asked = { ...args, at: ask.at.toISOString(), events: rows.length };
  const files = [
    { name: "README.txt", bytes: Buffer.from(readme) },
    { name: "events.jsonl", bytes: Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join("")) },
    { name: "report.json", bytes: Buffer.from(`${JSON.stringify({ asked, ...report }, null, 2)}\n`) },
  ];
  const sums = files.map(({ name, bytes }) => `${sha256(bytes)}  ${name}\n`).join("");
  await noteAudit(database, ask, {
    action: "audit.exported",
    object: args.organisation === undefined ? `actor:${args.actor}` : `organisation:${args.organisation}`,
    data: { ...args, events: rows.length, sums: files.map(({ name, bytes }) => [name, sha256(bytes)]) },
  });
  return {
    name: `evidence-${dayInShanghai(ask.at)}-${timeInShanghai(ask.at)}.tar`,
    type: "application/x-tar",
    body: tarOf([...files, { name: "SHA256SUMS", bytes: Buffer.from(sums) }], ask.at),
  };
};
