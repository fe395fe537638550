import type { RowNoteCode } from "../intake/row-problem.ts";
import { given, quotedZh as q, type Sentence } from "./sentence.ts";

/** Why a file can't be read at all; beside `fileProblems`, which is about its header. */
export const fileFaults = {
  "file.not_found": (d) => `打不开文件${given(d.reason, (r) => `（${r}）`)}。`,
  "file.empty": () => "文件是空的。",
  "file.kind_unknown": () => "这不是可以导入的表格；请用 CSV、XLSX 或每行一个对象的 JSON。",
  "file.line_ends_cr": () => "行尾是旧式 Mac 的回车符；请另存为普通的 CSV（UTF-8）。",
  "file.encoding_utf16": () => "文件是 UTF-16 编码；请另存为“CSV UTF-8（逗号分隔）”。",
  "file.encoding_damaged": (d) => `文件是 UTF-8 编码，但第 ${d.row} 行有损坏的字符；请从原系统重新导出。`,
  "file.encoding_unknown": (d) =>
    `第 ${d.row} 行附近既不是 UTF-8 也不是 GB18030 编码；请另存为“CSV UTF-8（逗号分隔）”。`,
  "file.line_too_long": (d) =>
    `${d.row === 0 ? "有一行" : `第 ${d.row} 行`}超过 ${d.megabytes} MB，不可能是一条记录；多半是少了换行，或有不成对的英文双引号。`,
  "file.quote_unclosed": (d) => `从第 ${d.row} 行起有一个英文双引号没有配对，直到文件末尾。`,
  "file.no_header": () => "前 20 行里找不到列名。",
  "file.json_array": () => "JSON 文件要每行一个对象（JSON Lines），不要放在一个数组里。",
  "file.json_line_invalid": (d) => `第 ${d.row} 行不是一个只有一层的 JSON 对象。`,
  "file.xls_old_format": () => "这是旧的 XLS 格式；请另存为 XLSX 或 CSV。",
  "file.xlsx_encrypted": () => "工作簿加了密码；请去掉密码后再导入。",
  "file.xlsx_damaged": (d) => `工作簿不完整或已损坏${given(d.part, (p) => `（${p}）`)}；请重新保存或重新传送。`,
  "file.xlsx_not_a_workbook": () => "这个压缩文件里没有工作表；请用 XLSX 或 CSV。",
  "file.xlsx_empty": () => "工作簿里没有内容。",
  "file.xlsx_too_large_unpacked": (d) => `工作簿解压后过大（${d.megabytes} MB），为安全起见没有读取；请改用 CSV。`,
  "file.changed_while_reading": () => "读取期间文件被改动了；请等它写完后再导入。",
  "file.import_failed": (d) =>
    `程序处理这个文件时出错（${d.where}），再导入一次也会停在同一处；请把文件和这段文字交给平台的维护者。`,
} as const satisfies Readonly<Record<string, Sentence>>;

/** What the sender should know about a file that was read. */
export const fileNotes = {
  "file.title_rows_skipped": (d) => `列名在第 ${Number(d.rows) + 1} 行，它上面的标题没有读。`,
  "file.first_sheet_of_several": (d) => `工作簿有 ${d.sheets} 张工作表，只读了第一张有内容的${q(d.sheet)}。`,
  "file.formula_values_taken": (d) => `有 ${d.cells} 格是公式，取的是文件里保存的计算结果。`,
  "file.formula_without_value": (d) => `其中 ${d.cells} 格公式没有保存结果，当作没有填。`,
} as const satisfies Readonly<Record<string, Sentence>>;

/** What the counts of notes in a receipt are counts of; `rowNotes` says the same of one cell. */
export const noteCounts: Readonly<Record<RowNoteCode, string>> = {
  "text.width_normalised": "全角字符读作半角",
  "text.spaces_removed": "去掉首尾空格或不可见字符",
  "text.brackets_normalised": "文书号中的括号写法统一（只用于识别）",
  "text.identity_number_removed": "删去居民身份证号码",
  "text.longer_than_standard": "超过标准长度，照收",
  "code.upper_cased": "代码中的小写字母读作大写",
  "code.separators_removed": "去掉代码中的空格和连字符",
  "code.inner_check_digit": "代码内含的组织机构代码校验不符，值得核对",
  "code.region_outside_city": "代码的登记机关不在本市",
  "code.placeholder_as_missing": "占位的代码当作没有填",
  "value.null_word": "“无”“—”“N/A”等当作没有填",
  "value.mapped": "按对照表换成标准用语",
  "date.form_read": "日期换成标准写法",
  "date.open_ended": "读作没有截止日期（长期）",
  "date.placeholder_as_missing": "占位的日期当作没有填",
  "date.order_unusual": "日期先后少见，值得核对",
  "amount.unit_converted": "金额换算单位",
  "amount.chinese_capitals": "读作数字的中文大写金额",
  "amount.thousands_separator": "去掉千位分隔符",
  "field.dropped": "这类列不保存",
  "field.missing_by_standard": "标准要求填写而没有填，照收",
  "legacy.check_digit": "旧代码校验不符，照收，不用于查找",
  "record.superseded_content": "内容与已被更正的旧版本相同，没有采用",
  "record.withdrawn_before": "决定已经撤回，撤回前的内容没有采用",
  "record.corrected_within_file": "更正了同一文件里前面的同一决定",
  "record.withdrawn": "报为撤销或无效，不再公开",
  "subject.registered_from_record": "登记机关尚未报送该组织，先按本行建立",
};

/** 第 3、9、12 行等 40 行 */
const someRowsZh = (n: number, rows: readonly number[]): string =>
  `第 ${rows.join("、")} 行${n > rows.length ? `等 ${n} 行` : ""}`;

/** The receipt of a file and the progress until then. */
export const intake = {
  receiptOf: (file: string, item: string, source: string) => `回执：${file}（${item}，${source}报送）`,
  total: (files: number) => `合计：${files} 个文件`,
  read: "读取",
  accepted: "新收",
  corrected: "更正（新版本）",
  duplicate: "重复（未变）",
  rejected: "退回",
  turnedAway: "不收（自然人）",
  adds: (sum: string) => `= ${sum}`,
  nothingRead: "注意：文件里只有列名，没有读到任何数据行，什么也没有导入。",
  nothingNew: "这些内容以前已经收到，这次没有任何改动。",
  superseded: (n: number, rows: readonly number[]) =>
    `${n} 行与已被更正的旧版本内容相同，没有采用；确要改回，请在“备注”里写明原因再报（${someRowsZh(n, rows)}）。`,
  withdrawnBefore: (n: number, rows: readonly number[]) =>
    `${n} 行是已经撤回的决定在撤回前的内容，没有采用（${someRowsZh(n, rows)}）。`,
  correctedWithinFile: (n: number, rows: readonly number[]) => `${someRowsZh(n, rows)}更正了同一文件里前面的同一决定。`,
  withdrawn: (n: number, rows: readonly number[]) => `${someRowsZh(n, rows)}报为撤销或无效：这些决定不再公开。`,
  besideDemonstration:
    "注意：这里还存有演示数据，真实数据会与它混在一起，以后也不能分开。要不带演示数据开始：设 DEMO=off，并给 DATA_DIR 一个新的空目录。",
  reasons: "退回原因",
  turnAwayReasons: "不收的原因（不留任何内容）",
  notes: "读取说明",
  times: (n: number) => `${n} 处`,
  /** A note and how often it is about which field. */
  byField: (note: string, fields: readonly (readonly [string, number])[]) =>
    fields.length === 0 ? note : `${note}：${fields.map(([field, n]) => `${field} ${n}`).join("、")}`,
  example: (row: number, header: string | null) => `第 ${row} 行${header === null ? "" : `“${header}”`}`,
  rejects: (path: string) => `退回的行（已标出错处，改好后可直接再次导入）：${path}`,
  rejectsCut: (n: number) => `工作簿只含前 ${n} 行；改好导入后，其余各行会再次退回。`,
  receiptFile: (path: string) => `回执文件：${path}`,
  resumed: (chunks: number, all: number) => `上次导入中断过，从断点继续（${all} 段中已有 ${chunks} 段）。`,
  waiting: "另一个进程正在导入同一个文件，等它结束。",
  checking: "核对编码、分行",
  refused: (file: string) => `${file}：不能按这一目录项读取，没有保存任何内容。`,
  stopped: (file: string, rows: number | null) =>
    `${file}：导入中途停止，这一批已标为失败。${rows === null ? "停止前读过的行可能已经保存，但写不出回执。" : rows === 0 ? "还没有保存任何一行。" : `停止前的 ${rows} 行已经处理、保存，见上面的回执。`}原因消除后，请把整个文件再导入一次；已保存的不会重复。`,
  stoppedReceipt: "!! 这份回执不完整：导入中途停止，下面只是停止前已处理的行。",
  progress: (percent: string, rows: string, rate: string, left: string) =>
    `${percent}  ${rows} 行  ${rate} 行/秒  剩余 ${left}`,
  seconds: (n: number) => (n < 60 ? `${n} 秒` : `${Math.floor(n / 60)} 分 ${n % 60} 秒`),
  usage: "用法：npm run import -- --item 目录项 --source 报送单位 [--json] [--lang zh|en] 文件…",
  unknownItem: (id: string, all: string) => `没有目录项“${id}”。可用的：${all}`,
  unknownSource: (id: string, all: string) => `没有报送单位“${id}”。可用的：${all}`,
  sourceMayNot: (source: string, item: string, all: string) => `${source}不报送“${item}”。它可以报送：${all}`,
  unknownOption: (option: string) => `不认识的选项：${option}`,
  missing: (what: string) => `缺少 ${what}。`,
  sheet: "退回的行",
} as const;
export type IntakeWords = {
  readonly [K in keyof typeof intake]: (typeof intake)[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : string;
};
