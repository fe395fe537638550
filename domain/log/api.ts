import { z } from "zod";
import { pageOf, paging } from "../paging.ts";
import { defineRoute } from "../route.ts";
import { PlainDate, Words } from "../words.ts";

/** A signed state of the log: the first `size` entries and the root of their tree. */
const Checkpoint = z.object({
  size: z.number().int(),
  /** Base64, as it stands in the signed note. */
  root: z.string(),
  at: z.string(),
});

export const showLog = defineRoute({
  name: "showLog",
  method: "GET",
  path: "/log",
  action: "log.read",
  tag: "log",
  summary: {
    zh: "透明日志：名称、公钥、最新检查点、是否停签",
    en: "The transparency log: name, keys, newest checkpoint, whether it has stopped signing",
  },
  params: z.object({}),
  query: z.object({}),
  answer: z.object({
    /** Number of the log; its files lie below `/log/<number>/`. */
    log: z.number().int(),
    /** First line of its checkpoints. */
    origin: z.string(),
    begunAt: z.string(),
    /** Every key that signed or signs, oldest first. */
    keys: z.array(z.object({ vkey: z.string(), activeFrom: z.string(), activeUntil: z.string().nullable() })),
    /** The one that readers get; null: nothing has been signed yet. */
    checkpoint: Checkpoint.nullable(),
    /** Since when entries wait in vain for their place; null: none does. */
    standsSince: z.string().nullable(),
  }),
  maxAge: 2,
  problems: ["log.not_found"],
});

export const showRecordProof = defineRoute({
  name: "showRecordProof",
  method: "GET",
  path: "/organisations/:uscc/records/:recordId/proof",
  action: "record.read-public",
  tag: "log",
  summary: {
    zh: "一条公开记录（现行版本）在透明日志中的登记证明",
    en: "Proof that the present version of a public record stands in the transparency log",
  },
  params: z.object({ uscc: z.string().max(64), recordId: z.string().max(64) }),
  query: z.object({}),
  answer: z.object({
    version: z.number().int(),
    /** Of the version, as its entry says. */
    knownFrom: z.string(),
    /** Does the public see all of the content, as it is stored? Else the proof lays its salted hash open, not the content. */
    whole: z.boolean(),
    /** Names of filled fields that the public does not see, or sees masked. */
    hidden: z.array(Words),
    /** null: the entry waits for its place, which takes a second as a rule. */
    logged: z
      .object({
        log: z.number().int(),
        origin: z.string(),
        index: z.number().int(),
        checkpoint: Checkpoint,
        /** Witnesses whose cosignatures the checkpoint has, and when they gave them. */
        cosigned: z.array(z.object({ name: z.string(), at: z.string() })),
        /** Verifier keys of the log, oldest first. */
        keys: z.array(z.string()),
        /** `c2sp.org/tlog-proof@v1`: save it as it is, and check it. */
        proof: z.string(),
      })
      .nullable(),
  }),
  maxAge: 2,
  problems: ["organisation.code_invalid", "organisation.not_found", "record.not_found"],
});

/** A random value of one day: entered in the log, salted, when the day begins, and laid open when it is over. */
const Beacon = z.object({
  day: PlainDate,
  /** Number of the log. */
  log: z.number().int(),
  index: z.number().int(),
  /** Of the entry, in microseconds since 1970. */
  time: z.number().int(),
  /** What the entry says, and the salt that opens it; null: the day is not over. */
  revealed: z.object({ salt: z.string(), statement: z.string() }).nullable(),
});

export const listBeacons = defineRoute({
  name: "listBeacons",
  method: "GET",
  path: "/log/beacons",
  action: "log.read",
  tag: "log",
  summary: {
    zh: "每日随机数，最近的在前：当天开始时以密文登记进透明日志，当天结束后公布；当天的只给出登记位置",
    en: "Random values of the days, latest first: in the log since the day began, laid open when it was over; of the present day the place in the log alone",
  },
  params: z.object({}),
  query: z.object(paging),
  answer: pageOf(Beacon),
  maxAge: 0,
  problems: ["request.cursor_invalid"],
});
