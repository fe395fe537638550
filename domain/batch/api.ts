import { z } from "zod";
import { format, language, pageOf, paging } from "../paging.ts";
import { defineRoute } from "../route.ts";
import { PlainDate, Words } from "../words.ts";

const Named = z.object({ id: z.string(), name: Words });
const Coded = z.object({ code: z.string(), data: z.record(z.string(), z.union([z.string(), z.number()])) });
const Tally = z.record(z.string(), z.number().int());
/** One fault, and where it stands. */
const CellFault = Coded.extend({
  /** 0-based; null: the row as a whole, or a column that is missing. */
  column: z.number().int().nullable(),
  header: z.string().nullable(),
  field: Words.nullable(),
});

/** `read` = accepted + corrected + duplicate + rejected + turnedAway, always. */
const counts = {
  read: z.number().int(),
  accepted: z.number().int(),
  corrected: z.number().int(),
  duplicate: z.number().int(),
  rejected: z.number().int(),
  turnedAway: z.number().int(),
};

/**
 * What became of a batch, in one word that never flatters: `empty` read no row, `unchanged` brought nothing new, `stopped` ended before the end of the file,
 * `returned` has rejected rows, `done` has none.
 */
export const outcomes = ["running", "stopped", "empty", "returned", "unchanged", "done"] as const;
export const Outcome = z.enum(outcomes);
export type Outcome = z.infer<typeof Outcome>;

export const outcomeOf = (batch: {
  readonly state: string;
  readonly read: number;
  readonly duplicate: number;
  readonly rejected: number;
}): Outcome => {
  if (batch.state === "running") return "running";
  if (batch.state === "failed") return "stopped";
  if (batch.read === 0) return "empty";
  if (batch.rejected > 0) return "returned";
  return batch.duplicate === batch.read ? "unchanged" : "done";
};

export const BatchSummary = z.object({
  batch: z.number().int(),
  fileName: z.string(),
  bytes: z.number().int(),
  item: Named,
  source: Named,
  outcome: Outcome,
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Through the browser, or by the import command. */
  channel: z.enum(["upload", "command"]),
  /** Somebody of the department has seen what came back. */
  looked: z.boolean(),
  ...counts,
});
export type BatchSummary = z.infer<typeof BatchSummary>;

export const BatchDetail = BatchSummary.extend({
  sha256: z.string(),
  layout: z.string(),
  encoding: z.string().nullable(),
  /** How much of the file has been stored (0–1); null: not known. */
  part: z.number().nullable(),
  /** Rows a second of this batch so far. */
  rowsPerSecond: z.number().nullable(),
  fileNotes: z.array(Coded),
  /** Why it ended before the end of the file; null: it did not. */
  failure: z.string().nullable(),
  /** Cells with a fault, and the rows they are in, by kind of fault, most frequent first. `rows` null: too many to count at once. */
  problems: z.array(
    z.object({
      code: z.string(),
      cells: z.number().int(),
      rows: z.number().int().nullable(),
      /** The first rows of the file that have it (header = 1). */
      firstRows: z.array(z.number().int()),
      /** The first one of them, with what its words need; null: not counted row by row. */
      example: CellFault.extend({ row: z.number().int() }).nullable(),
    }),
  ),
  reasons: Tally,
  notes: Tally,
  /** Note → field's name → how often. */
  noteFields: z.record(z.string(), z.array(z.object({ field: Words, count: z.number().int() }))),
  noteRows: z.record(z.string(), z.array(z.number().int())),
});
export type BatchDetail = z.infer<typeof BatchDetail>;

/** A rejected row as it may be shown: cells cut short, each fault with where it stands. */
export const RejectedRow = z.object({
  /** The file's row (header = 1). */
  row: z.number().int(),
  cells: z.array(z.string()),
  problems: z.array(CellFault),
});
export type RejectedRow = z.infer<typeof RejectedRow>;

const signedIn = ["session.required", "session.second_factor_required", "access.refused"] as const;
const aBatch = z.object({ batch: z.coerce.number().int().positive() });

export const listBatches = defineRoute({
  name: "listBatches",
  method: "GET",
  path: "/batches",
  action: "batch.list",
  tag: "batch",
  summary: { zh: "本单位报送的批次", en: "The department's batches" },
  params: z.object({}),
  query: z.object({
    ...paging,
    format,
    language,
    source: z.string().max(60).optional(),
    item: z.string().max(40).optional(),
    outcome: Outcome.optional(),
    from: PlainDate.optional(),
    to: PlainDate.optional(),
    /** Came back with rejected rows and nobody of the department has looked. */
    unseen: z.enum(["yes"]).optional(),
    sort: z.enum(["started", "-started", "read", "-read", "rejected", "-rejected"]).default("-started"),
  }),
  answer: pageOf(BatchSummary),
  maxAge: 0,
  problems: [...signedIn, "request.invalid", "request.cursor_invalid"],
  csv: [
    ["batch", { zh: "批次", en: "Batch" }],
    ["fileName", { zh: "文件", en: "File" }],
    ["source.name", { zh: "报送单位", en: "Department" }],
    ["item.name", { zh: "目录项", en: "Item" }],
    [
      "outcome",
      { zh: "结果", en: "Outcome" },
      {
        running: { zh: "正在导入", en: "Being imported" },
        stopped: { zh: "中途停止", en: "Stopped on the way" },
        empty: { zh: "没有数据行", en: "No data rows" },
        returned: { zh: "有退回", en: "Rows returned" },
        unchanged: { zh: "没有变化", en: "Nothing new" },
        done: { zh: "全部收下", en: "All taken" },
      },
    ],
    ["startedAt", { zh: "开始时间", en: "Started" }],
    ["finishedAt", { zh: "结束时间", en: "Finished" }],
    ["read", { zh: "读取", en: "Read" }],
    ["accepted", { zh: "新收", en: "Accepted" }],
    ["corrected", { zh: "更正", en: "Corrected" }],
    ["duplicate", { zh: "重复", en: "Duplicate" }],
    ["rejected", { zh: "退回", en: "Rejected" }],
    ["turnedAway", { zh: "不收（自然人）", en: "Turned away (natural persons)" }],
  ],
});

export const showBatch = defineRoute({
  name: "showBatch",
  method: "GET",
  path: "/batches/:batch",
  action: "batch.read",
  tag: "batch",
  summary: { zh: "一个批次：进度与回执", en: "One batch: progress and receipt" },
  params: aBatch,
  query: z.object({}),
  answer: BatchDetail,
  maxAge: 0,
  problems: [...signedIn, "object.not_found"],
});

export const listRejections = defineRoute({
  name: "listRejections",
  method: "GET",
  path: "/batches/:batch/rejections",
  action: "rejects.read",
  tag: "batch",
  summary: { zh: "退回的行，错在哪一格", en: "Rejected rows, and which cell is at fault" },
  params: aBatch,
  query: z.object({ ...paging, code: z.string().max(60).optional() }),
  answer: pageOf(RejectedRow).extend({ headers: z.array(z.string()) }),
  maxAge: 0,
  problems: [...signedIn, "object.not_found", "request.cursor_invalid"],
});

export const downloadRejects = defineRoute({
  name: "downloadRejects",
  method: "GET",
  path: "/batches/:batch/rejects.xlsx",
  action: "rejects.read",
  tag: "batch",
  summary: {
    zh: "退回的行，标出错处的工作簿，改好可再上传",
    en: "Rejected rows as a workbook with the faults marked, to be mended and sent again",
  },
  params: aBatch,
  query: z.object({ language }),
  answer: z.object({}),
  download: true,
  maxAge: 0,
  problems: [...signedIn, "object.not_found", "batch.not_ended"],
});
