import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import ExcelJS from "exceljs";
import pg from "pg";
import { identityCheckCharacter } from "@chengxin/domain/intake/identity-number.ts";
import { readConfig } from "../platform/config.ts";
import { useEmbeddedPostgres } from "../platform/embedded-postgres.ts";
import { openServices, type Services } from "../services.ts";
import { csvOf, penaltyCsv, usccOf } from "./intake-rig.ts";
import { importFile } from "./import-file.ts";
import type { Receipt } from "./receipt.ts";

/** Attacks on rules 1, 3 and 4 of the charter, through files and through the database as the application itself. */

const folder = mkdtempSync(join(tmpdir(), "chengxin-charter-"));
chmodSync(folder, 0o755);
let services: Services;
before(async () => {
  services = await openServices(readConfig({ DATA_DIR: folder, DEMO: "off" }), () => {});
});
after(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});

let people = 0;
/** An identity number of nobody: invented region, birth date and sequence, right check character. */
const inventNumber = (): string => {
  people++;
  const first17 = `210602198${people % 10}${String(1 + (people % 12)).padStart(2, "0")}${String(1 + (people % 28)).padStart(2, "0")}${String(100 + ((people * 7) % 900))}`;
  return first17 + identityCheckCharacter(first17);
};
const wide = (text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

const headers = [
  "行政相对人名称",
  "行政相对人类别",
  "行政相对人代码_1（统一社会信用代码）",
  "行政相对人代码_2（工商注册号）",
  "行政相对人代码_4（税务登记号）",
  "法定代表人",
  "法定代表人证件类型",
  "法定代表人证件号码",
  "（自然人）证件类型",
  "（自然人）证件号码",
  "行政处罚决定书文号",
  "违法行为类型",
  "违法事实",
  "处罚依据",
  "处罚类别",
  "处罚内容",
  "罚款金额（万元）",
  "处罚决定日期",
  "处罚机关",
  "备注",
];
type Column =
  | "name"
  | "kind"
  | "uscc"
  | "registration"
  | "tax"
  | "representative"
  | "idType"
  | "idNumber"
  | "personType"
  | "personNumber"
  | "no"
  | "act"
  | "fact"
  | "basis"
  | "types"
  | "content"
  | "fine"
  | "decided"
  | "authority"
  | "remarks";
const order: Column[] = [
  "name",
  "kind",
  "uscc",
  "registration",
  "tax",
  "representative",
  "idType",
  "idNumber",
  "personType",
  "personNumber",
  "no",
  "act",
  "fact",
  "basis",
  "types",
  "content",
  "fine",
  "decided",
  "authority",
  "remarks",
];
let made = 900;
const row = (fields: Partial<Record<Column, string>>): string[] => {
  made++;
  const plain: Record<Column, string> = {
    name: `测试样例${made}号有限公司`,
    kind: "法人及非法人组织",
    uscc: usccOf(made),
    registration: "",
    tax: "",
    representative: "",
    idType: "",
    idNumber: "",
    personType: "",
    personNumber: "",
    no: `测罚〔2026〕${made}号`,
    act: "未按规定公示",
    fact: "未按期公示年度报告",
    basis: "《企业信息公示暂行条例》第十八条",
    types: "罚款",
    content: "罚款一万元",
    fine: "1",
    decided: "2026-05-06",
    authority: "样例市市场监督管理局",
    remarks: "",
  };
  return order.map((column) => fields[column] ?? plain[column]);
};

/** Rows with planted numbers and names, one for each way they can come; and what must be found nowhere afterwards. */
const planted: string[] = [];
const plant = (text: string): string => {
  planted.push(text);
  return text;
};
const number = (): string => plant(inventNumber());

const turnedAway = (): string[][] => [
  row({ name: plant("欧阳留痕甲"), kind: "自然人", uscc: "", personType: "身份证", personNumber: number() }),
  row({ name: plant("欧阳留痕乙"), kind: "自然人", fact: `${plant("欧阳留痕乙在某网吧")}，证号${number()}` }),
  row({ name: plant("司马留痕丙"), kind: "", uscc: number() }),
  row({ name: plant("司马留痕丁"), kind: "", uscc: wide(number()) }),
  row({ kind: "", uscc: "", registration: number() }),
  row({ name: plant("诸葛留戊"), uscc: "", kind: "" }),
  row({ personType: "身份证", personNumber: number(), name: plant("测留痕己某某") }),
  // too many or too few cells, one of them nothing but a number: nobody knows whose row it is
  [...row({ idNumber: number() }), number(), "多余"],
  row({ idNumber: number() }).slice(0, 12),
];
const accepted = (): string[][] => [
  row({ representative: plant("上官留痕庚"), idType: "身份证", idNumber: number() }),
  row({ fact: `当事人法定代表人身份证号${number()}，于五月六日` }),
  row({ content: `罚款一万元（身份证：${wide(number())}）`, remarks: number() }),
  row({ basis: `依据条例，${number().replace(/(\d{6})(\d{8})/, "$1 $2 ")}` }),
];
const rejected = (): string[][] => [
  row({
    decided: "2026-02-30",
    representative: plant("皇甫留痕辛"),
    idNumber: number(),
    remarks: `电话与证号 ${number()}`,
  }),
  row({ fine: "一大笔", fact: `证号：${number()}；${wide(number())}` }),
  row({ no: number() }),
  row({ uscc: `${usccOf(999).slice(0, 17)}*`, idNumber: number(), fact: number() }),
  row({ authority: "局".repeat(400), idNumber: number() }),
];

const filesBelow = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(path, entry.name)) : entry.isFile() ? [join(path, entry.name)] : [],
  );

const inEncodings = (text: string): Buffer[] => [
  Buffer.from(text),
  Buffer.from(text, "utf16le"),
  execFileSync("iconv", ["-f", "UTF-8", "-t", "GB18030"], { input: text }),
];

/** Text of a number with its digits together, as it would be found. */
const needles = (): Map<string, Buffer[]> =>
  new Map(
    planted.map((text) => [text, [...inEncodings(text), ...(/\d{15}/.test(text) ? inEncodings(wide(text)) : [])]]),
  );

const assertNowhere = async (outputs: readonly string[]): Promise<void> => {
  const superuser = await useEmbeddedPostgres({ dataDir: services.dataDir });
  const client = new pg.Client({ connectionString: superuser.url("superuser") });
  await client.connect();
  await client.query("checkpoint");
  const dump = await client.query<{ t: string }>(
    "select string_agg(t, ' ') as t from (select cells || problems as t from rejection union all select content from record union all select data || object from event union all select header || file_name from batch union all select name || name_folded from organisation union all select name from organisation_name union all select code from organisation_code union all select name from authority) x",
  );
  await client.end();
  const wanted = needles();
  const found: string[] = [];
  const look = (where: string, bytes: Buffer): void => {
    for (const [text, forms] of wanted)
      if (forms.some((form) => bytes.includes(form))) found.push(`${text} in ${where}`);
  };
  look("the tables", Buffer.from(dump.rows[0]?.t ?? ""));
  for (const [i, output] of outputs.entries()) look(`output ${i}`, Buffer.from(output));
  for (const file of filesBelow(services.dataDir)) {
    if (file.endsWith(".xlsx")) {
      const book = new ExcelJS.Workbook();
      await book.xlsx.readFile(file);
      const texts: string[] = [];
      book.eachSheet((sheet) =>
        sheet.eachRow((line) => line.eachCell((cell) => texts.push(cell.text, JSON.stringify(cell.note ?? "")))),
      );
      look(file, Buffer.from(texts.join(" ")));
    } else look(file, readFileSync(file));
  }
  await superuser.release();
  assert.deepEqual(found, []);
};

test(
  "nothing of a turned-away row and no identity number reaches database files, WAL, logs, receipts or the terminal, from CSV in either encoding, XLSX or JSON lines",
  { timeout: 120_000 },
  async () => {
    const outside = mkdtempSync(join(tmpdir(), "chengxin-sent-"));
    const run = (name: string, content: string | Uint8Array): { receipt: Receipt; outputs: string[] } => {
      const path = join(outside, name);
      writeFileSync(path, content);
      const ended = spawnSync(
        process.execPath,
        [
          fileURLToPath(new URL("../import.ts", import.meta.url)),
          "--item",
          "penalty",
          "--source",
          "market-supervision",
          "--json",
          path,
        ],
        {
          encoding: "utf8",
          env: { ...process.env, DATA_DIR: folder, DEMO: "off", DATABASE_URL: "" },
        },
      );
      assert.equal(ended.status, 0, ended.stderr);
      return {
        receipt: JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "") as Receipt,
        outputs: [ended.stdout, ended.stderr],
      };
    };
    const outputs: string[] = [];
    const all = (): string[][] => [...turnedAway(), ...accepted(), ...rejected()];
    const counts = (receipt: Receipt): number[] => [
      receipt.read,
      receipt.accepted,
      receipt.rejected,
      receipt.turnedAway,
    ];
    const expected = [all().length, accepted().length, rejected().length, turnedAway().length];
    planted.length = 0;

    const csv = run(`处罚${number()}.csv`, csvOf([headers, ...all()]));
    const gb = run(
      "gb18030.csv",
      execFileSync("iconv", ["-f", "UTF-8", "-t", "GB18030"], { input: csvOf([headers, ...all()]) }),
    );
    const lines = run(
      "lines.jsonl",
      all()
        .map((cells) => JSON.stringify(Object.fromEntries(headers.map((header, i) => [header, cells[i] ?? ""]))))
        .join("\n"),
    );
    const book = new ExcelJS.Workbook();
    book.addWorksheet("a").addRows([headers, ...all()]);
    const xlsx = run("book.xlsx", Buffer.from(await book.xlsx.writeBuffer()));
    outputs.push(...csv.outputs, ...gb.outputs, ...lines.outputs, ...xlsx.outputs);

    assert.deepEqual(counts(csv.receipt), expected);
    assert.deepEqual(counts(gb.receipt), expected);
    for (const { receipt } of [lines, xlsx])
      assert.ok(
        receipt.turnedAway >= turnedAway().length - 2,
        "what has no place in the format may change how a row is refused, not that it is",
      );
    assert.ok(planted.length > 60);
    await assertNowhere(outputs);
    rmSync(outside, { recursive: true });
  },
);

test("the search of the test above does find a number that is stored", async () => {
  planted.length = 0;
  const kept = plant("测试样例留痕证明有限公司");
  const path = join(folder, "kept.csv");
  writeFileSync(path, penaltyCsv([{ org: 77, name: kept }]));
  await importFile(services, { path, item: "penalty", source: "market-supervision" });
  rmSync(path);
  await assert.rejects(
    assertNowhere([]),
    (error: unknown) =>
      error instanceof assert.AssertionError && /the tables/.test(error.message) && /base\//.test(error.message),
  );
});

test("the application's role can't change or delete a record, an event, a rejection or a finished chunk; of a version it may only end the time in which it was known", async () => {
  const { pool } = services.database;
  const denied = async (sql: string): Promise<void> => {
    await assert.rejects(pool.query(sql), (error: unknown) => (error as { code?: string }).code === "42501", sql);
  };
  for (const sql of [
    "delete from record",
    "truncate record",
    "update record set content = '{}'",
    "update record set public_until = 'infinity'",
    "update record set organisation_id = 1",
    "update record set known_from = now()",
    "delete from event",
    "update event set data = '{}'",
    "truncate event",
    "delete from rejection",
    "update rejection set cells = '[]'",
    "delete from batch_chunk",
    "update batch_chunk set read = 0",
    "delete from batch",
    "delete from organisation",
    "delete from organisation_directory",
    "update organisation_directory set uscc = uscc",
    "delete from organisation_name",
    "delete from organisation_code",
    "alter table record add column grade text",
    "drop table record",
    "create table watched (name text)",
  ])
    await denied(sql);
});

test("what is not an organisation's code gets into the directory by no way, and there is no kind for a natural person", async () => {
  const { pool } = services.database;
  const fails = async (sql: string, values: unknown[], code: string): Promise<void> => {
    await assert.rejects(pool.query(sql, values), (error: unknown) => (error as { code?: string }).code === code, sql);
  };
  for (const code of [
    inventNumber(),
    `${usccOf(1).slice(0, 17)}${usccOf(1).endsWith("0") ? "1" : "0"}`,
    "",
    "张三",
    usccOf(1).toLowerCase(),
    `${usccOf(1)} `,
    "00000000000000000X",
  ]) {
    await fails("insert into organisation_directory (uscc) values ($1)", [code], "23514");
  }
  for (const kind of ["naturalPerson", "person", "citizen", ""]) {
    await fails(
      "insert into organisation (organisation_id, uscc, name, name_folded, initials, kind, status, registered, first_known_at) values (999999, $1, 'x', 'x', 'X', $2, 'active', true, now())",
      [usccOf(1), kind],
      "23514",
    );
  }
});

test("a sole trader's business is taken by its own code, and its owner's number is not kept", async () => {
  planted.length = 0;
  const path = join(folder, "trader.csv");
  writeFileSync(
    path,
    csvOf([
      headers,
      row({ name: "样例渔具店", kind: "个体工商户", uscc: usccOf(5, "92"), tax: number(), idNumber: number() }),
    ]),
  );
  const receipt = await importFile(services, { path, item: "penalty", source: "market-supervision" });
  rmSync(path);
  assert.deepEqual([receipt.accepted, receipt.turnedAway, receipt.problems], [1, 0, []]);
  const { rows } = await services.database.pool.query<{ kind: string }>(
    "select kind from organisation where uscc = $1",
    [usccOf(5, "92")],
  );
  assert.deepEqual(rows, [{ kind: "soleTrader" }]);
  await assertNowhere([]);
});
