import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usccCheckCharacter } from "@chengxin/domain/organisation/uscc.ts";
import { organisationCodeCheckCharacter } from "@chengxin/domain/organisation/legacy-codes.ts";
import { loadCatalogue, storeCatalogue } from "../catalogue/load.ts";
import { fixedClock } from "../platform/clock.ts";
import { freshDatabase, type FreshDatabase } from "../test/database.ts";
import { ChunkPool } from "./chunk-engine.ts";
import { importFile, type ImportOptions, type ImportServices } from "./import-file.ts";
import type { Receipt } from "./receipt.ts";

/** For tests of intake: a database with the catalogue, a folder, and files written by hand. */
export interface IntakeRig {
  readonly fresh: FreshDatabase;
  readonly services: ImportServices;
  readonly folder: string;
  /** Writes a file below the folder and gives its path. */
  file(name: string, content: string | Uint8Array): string;
  take(path: string, item: string, options?: Partial<ImportOptions>): Promise<Receipt>;
  rows<T extends object = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export const intakeRig = async (instant = "2026-06-01T04:00:00Z"): Promise<IntakeRig> => {
  const fresh = await freshDatabase();
  const clock = fixedClock(instant);
  const catalogue = await loadCatalogue("dandong");
  await storeCatalogue(fresh.database, catalogue, clock.now());
  const folder = mkdtempSync(join(tmpdir(), "chengxin-intake-"));
  chmodSync(folder, 0o755);
  const pool = new ChunkPool();
  const services: ImportServices = { database: fresh.database, catalogue, clock, dataDir: folder };
  return {
    fresh,
    services,
    folder,
    file: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    take: (path, item, options = {}) =>
      importFile(services, { path, item, source: "market-supervision", pool, ...options }),
    rows: async <T extends object>(sql: string, values: unknown[] = []) =>
      (await fresh.database.pool.query<T>(sql, values)).rows,
    close: async () => {
      await pool.close();
      await fresh.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Invented code number `n` of an enterprise (or of what the prefix says) in 丹东. */
export const usccOf = (n: number, prefix = "91"): string => {
  const own = `MA${String(n).padStart(6, "0")}`;
  const first17 = `${prefix}210602${own}${organisationCodeCheckCharacter(own)}`;
  return `${first17}${usccCheckCharacter(first17)}`;
};

export const csvOf = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) => row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(","))
    .join("\n") + "\n";

export const penaltyHeaders = [
  "行政相对人名称",
  "行政相对人代码_1（统一社会信用代码）",
  "行政处罚决定书文号",
  "违法行为类型",
  "违法事实",
  "处罚类别",
  "处罚内容",
  "罚款金额（万元）",
  "处罚决定日期",
  "处罚机关",
];

export interface PenaltyFields {
  /** Number of the organisation. */
  readonly org?: number;
  readonly name?: string;
  readonly uscc?: string;
  readonly no?: string;
  readonly fine?: string;
  readonly decided?: string;
  readonly authority?: string;
  readonly fact?: string;
  /** 当前状态; only `penaltyStateCsv` has the column. */
  readonly state?: string;
}

/** One invented penalty; only what matters to a test is said. */
export const penaltyRow = ({
  org = 1,
  name = `测试样例${org}号有限公司`,
  uscc = usccOf(org),
  no = "测罚〔2026〕1号",
  fine = "1",
  decided = "2026-05-06",
  authority = "样例市市场监督管理局",
  fact = "未按规定公示",
}: PenaltyFields): string[] => [
  name,
  uscc,
  no,
  "未按规定公示企业信息",
  fact,
  "罚款",
  `罚款${fine}万元`,
  fine,
  decided,
  authority,
];
export const penaltyCsv = (rows: readonly PenaltyFields[]): string => csvOf([penaltyHeaders, ...rows.map(penaltyRow)]);

/** The same with the column 当前状态. */
export const penaltyStateCsv = (rows: readonly PenaltyFields[]): string =>
  csvOf([[...penaltyHeaders, "当前状态"], ...rows.map((row) => [...penaltyRow(row), row.state ?? ""])]);

export const registerHeaders = [
  "企业名称",
  "统一社会信用代码",
  "注册日期",
  "企业类型",
  "注册地址",
  "登记状态",
  "曾用名",
  "备注",
];
export const registerRow = ({
  org = 1,
  name = `测试样例${org}号有限公司`,
  uscc = usccOf(org),
  since = "2015-03-02",
  status = "存续",
  former = "",
  address = "样例路1号",
  remarks = "",
}: {
  org?: number;
  name?: string;
  uscc?: string;
  since?: string;
  status?: string;
  former?: string;
  address?: string;
  remarks?: string;
}): string[] => [name, uscc, since, "有限责任公司", address, status, former, remarks];
export const registerCsv = (rows: readonly Parameters<typeof registerRow>[0][]): string =>
  csvOf([registerHeaders, ...rows.map(registerRow)]);

/** Everything that intake decides, without what merely tells when and by which batch: equal for equal outcomes. */
export const stateOf = async (rig: Pick<IntakeRig, "rows">): Promise<unknown> => ({
  records: await rig.rows(`
    select o.uscc, r.record_id::text, r.version, i.code as item, s.code as source, a.name as authority, r.region_code, r.decided_on, r.valid_from, r.valid_until, r.public_until, r.kind,
      r.amount_cents, r.change, r.content, encode(r.content_hash, 'hex') as hash, r.known_until = 'infinity' as current
    from record r join organisation o using (organisation_id) join item i using (item_id) join source s using (source_id) join authority a using (authority_id)
    order by o.uscc, r.record_id, r.version`),
  organisations: await rig.rows(
    "select uscc, name, name_folded, initials, kind, status, region_code, established_on, registered from organisation order by uscc",
  ),
  names: await rig.rows(
    "select o.uscc, n.name, n.name_folded, n.initials, n.kind, n.known_until is not null as ended from organisation_name n join organisation o using (organisation_id) order by 1, 2",
  ),
  codes: await rig.rows(
    "select o.uscc, c.scheme, c.code from organisation_code c join organisation o using (organisation_id) order by 1, 2, 3",
  ),
});

export const countsOf = (receipt: Receipt): number[] => [
  receipt.read,
  receipt.accepted,
  receipt.corrected,
  receipt.duplicate,
  receipt.rejected,
  receipt.turnedAway,
];
