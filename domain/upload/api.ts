import { z } from "zod";
import { Outcome } from "../batch/api.ts";
import { defineRoute } from "../route.ts";
import { Words } from "../words.ts";
import { mostPartBytes, UploadState } from "./upload.ts";

const Named = z.object({ id: z.string(), name: Words });

/** Why a whole file was not taken in; the words are in `domain/text`. */
const FileFault = z.object({ code: z.string(), data: z.record(z.string(), z.union([z.string(), z.number()])) });

/** One file on its way to becoming a batch. */
export const Upload = z.object({
  uploadId: z.uuid(),
  fileName: z.string(),
  bytes: z.number().int(),
  /** Bytes that are safely kept: where the next part begins. */
  received: z.number().int(),
  fingerprint: z.string(),
  item: Named,
  source: Named,
  state: UploadState,
  /** Of those that wait: 1 is next. */
  place: z.number().int().nullable(),
  /** Sent by the one who asks. */
  mine: z.boolean(),
  createdAt: z.string(),
  /** Where it goes on, and where its receipt is. */
  batch: z.number().int().nullable(),
  /** Rows read so far, and how much of the file that is (0–1); null before the first. */
  progress: z.object({ rows: z.number().int(), part: z.number() }).nullable(),
  /** What became of its rows so far; null: none was read yet. */
  result: z
    .object({
      outcome: Outcome,
      read: z.number().int(),
      rejected: z.number().int(),
      turnedAway: z.number().int(),
    })
    .nullable(),
  faults: z.array(FileFault),
});
export type Upload = z.infer<typeof Upload>;

const anUpload = z.object({ upload: z.uuid() });
const signedIn = ["session.required", "session.second_factor_required", "access.refused"] as const;

export const createUpload = defineRoute({
  name: "createUpload",
  method: "POST",
  path: "/uploads",
  action: "upload.create",
  tag: "upload",
  summary: {
    zh: "登记要上传的文件；同一文件未传完的，接着传",
    en: "Announce a file; one that was not sent to its end goes on",
  },
  params: z.object({}),
  query: z.object({}),
  body: z.object({
    fileName: z.string().min(1).max(1000),
    bytes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
    item: z.string().max(40),
    source: z.string().max(60),
    /** Made by the sender from what identifies the file, so that choosing it again finds its upload. */
    fingerprint: z.string().min(1).max(100),
    language: z.enum(["zh", "en"]).default("zh"),
  }),
  answer: Upload,
  maxAge: 0,
  problems: [
    ...signedIn,
    "request.invalid",
    "object.not_found",
    "catalogue.item_not_found",
    "upload.item_not_of_source",
    "upload.name_empty",
    "upload.type_refused",
    "upload.old_workbook",
    "upload.empty",
    "upload.too_large",
    "upload.too_many",
    "upload.disk_full",
  ],
});

export const listUploads = defineRoute({
  name: "listUploads",
  method: "GET",
  path: "/uploads",
  action: "upload.list",
  tag: "upload",
  summary: { zh: "最近上传的文件", en: "Files sent lately" },
  params: z.object({}),
  query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(50) }),
  answer: z.object({ items: z.array(Upload) }),
  maxAge: 0,
  problems: [...signedIn],
});

export const showUpload = defineRoute({
  name: "showUpload",
  method: "GET",
  path: "/uploads/:upload",
  action: "upload.read",
  tag: "upload",
  summary: { zh: "一个上传文件的状态", en: "Where one upload stands" },
  params: anUpload,
  query: z.object({}),
  answer: Upload,
  maxAge: 0,
  problems: [...signedIn, "object.not_found"],
});

/** A part begins where the ones before end: at `received`. It is safe on disk when the answer comes. */
export const sendPart = defineRoute({
  name: "sendPart",
  method: "PUT",
  path: "/uploads/:upload/parts/:offset",
  action: "upload.send",
  tag: "upload",
  summary: { zh: "上传一段；应答即已落盘", en: "Send a part; it is on disk when the answer comes" },
  params: anUpload.extend({ offset: z.coerce.number().int().min(0) }),
  query: z.object({}),
  bytes: mostPartBytes,
  answer: z.object({ received: z.number().int() }),
  maxAge: 0,
  problems: [
    ...signedIn,
    "object.not_found",
    "request.too_large",
    "upload.offset_wrong",
    "upload.part_beyond_end",
    "upload.closed",
    "upload.file_lost",
    "upload.disk_full",
  ],
});

export const completeUpload = defineRoute({
  name: "completeUpload",
  method: "POST",
  path: "/uploads/:upload/completion",
  action: "upload.send",
  tag: "upload",
  summary: {
    zh: "上传完毕：核对大小和 SHA-256，排队导入",
    en: "All is sent: size and SHA-256 are compared, the import is queued",
  },
  params: anUpload,
  query: z.object({}),
  body: z.object({
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
  answer: Upload,
  maxAge: 0,
  problems: [
    ...signedIn,
    "object.not_found",
    "upload.incomplete",
    "upload.digest_differs",
    "upload.closed",
    "upload.file_lost",
  ],
});

export const cancelUpload = defineRoute({
  name: "cancelUpload",
  method: "DELETE",
  path: "/uploads/:upload",
  action: "upload.send",
  tag: "upload",
  summary: { zh: "取消还没有开始导入的上传", en: "Cancel an upload whose import has not begun" },
  params: anUpload,
  query: z.object({}),
  answer: Upload,
  maxAge: 0,
  problems: [...signedIn, "object.not_found", "upload.closed"],
});

/** What the one who asks may send, and what it is in all likelihood when it has these headers. */
export const guessUpload = defineRoute({
  name: "guessUpload",
  method: "POST",
  path: "/uploads/guess",
  action: "upload.list",
  tag: "upload",
  summary: {
    zh: "可以报送的目录项；按列名猜一个",
    en: "The items that may be sent; one of them guessed by the column names",
  },
  params: z.object({}),
  query: z.object({}),
  body: z.object({ headers: z.array(z.string().max(200)).max(300).default([]) }),
  answer: z.object({
    sources: z.array(Named.extend({ items: z.array(Named) })),
    guess: z
      .object({
        item: z.string(),
        /** Of so many columns so many are this item's. */
        known: z.number().int(),
        columns: z.number().int(),
        /** Columns that no field of it has; as they stand in the file. */
        unknown: z.array(z.string()),
      })
      .nullable(),
  }),
  maxAge: 0,
  problems: [...signedIn],
});
