import { z } from "zod";
import { defineRoute } from "../route.ts";

const Size = z.number().int().nonnegative();
const Moment = z.iso.datetime();

export const showLogWitnesses = defineRoute({
  name: "showLogWitnesses",
  method: "GET",
  path: "/log/witnesses",
  action: "log.read",
  tag: "log",
  summary: {
    zh: "谁在见证透明日志，各签到哪里，需要几方签名，对外出示的检查点有几方签名",
    en: "Who witnesses the transparency log, how far each has cosigned, how many have to, and how many did of what is shown",
  },
  params: z.object({}),
  query: z.object({}),
  answer: z.object({
    /** First line of the log's checkpoints. */
    origin: z.string(),
    /** So many witnesses have to cosign; 0: none has to. */
    quorum: z.number().int().nonnegative(),
    newestSize: Size,
    shownSize: Size,
    shownCosignatures: z.number().int().nonnegative(),
    /** Checkpoints that witnesses showed, signed by the log's own key, which the log does not have. While there is one it signs nothing. */
    contradictions: z.number().int().nonnegative(),
    witnesses: z.array(
      z.object({
        name: z.string(),
        url: z.string(),
        vkey: z.string(),
        addedAt: Moment,
        cosignedSize: Size.nullable(),
        cosignedAt: Moment.nullable(),
        askedAt: Moment.nullable(),
        /** Code of why it does not cosign at present. */
        failure: z.string().nullable(),
        failingSince: Moment.nullable(),
      }),
    ),
  }),
  maxAge: 5,
  problems: ["log.not_found"],
});
