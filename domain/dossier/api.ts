import { z } from "zod";
import { language, pageOf, paging } from "../paging.ts";
import { defineRoute } from "../route.ts";
import { PlainDate } from "../words.ts";
import { FileHead, FileRecord } from "./file.ts";

const one = z.object({ uscc: z.string().max(64) });

export const showOwnFile = defineRoute({
  name: "showOwnFile",
  method: "GET",
  path: "/organisations/:uscc/file",
  action: "dossier.read-own",
  tag: "dossier",
  summary: {
    zh: "本组织的完整档案：全部记录的全部版本，不公开的和已到期的也在内；查看本身也留下记录",
    en: "The organisation's full file: every version of every record, closed and ended ones too; the reading is logged",
  },
  params: one,
  query: z.object({ item: z.string().max(40).optional(), ...paging }),
  answer: pageOf(FileRecord).extend({
    ...FileHead.shape,
    /** Up to the end of which day there is a proof that nothing is missing; null: none yet. */
    provenDay: PlainDate.nullable(),
  }),
  maxAge: 0,
  problems: [
    "organisation.code_invalid",
    "organisation.not_found",
    "request.cursor_invalid",
    "catalogue.item_not_found",
  ],
});

export const downloadOwnFile = defineRoute({
  name: "downloadOwnFile",
  method: "GET",
  path: "/organisations/:uscc/file.zip",
  action: "dossier.read-own",
  tag: "dossier",
  summary: {
    zh: "下载本组织的完整档案（zip）：全部记录的全部版本、查询名单、条数和摘要",
    en: "The organisation's full file as zip: every version of every record, the list of readings, counts and digests",
  },
  params: one,
  query: z.object({ language }),
  answer: z.object({}),
  download: true,
  maxAge: 0,
  problems: ["organisation.code_invalid", "organisation.not_found", "service.busy"],
});

export const downloadFileProof = defineRoute({
  name: "downloadFileProof",
  method: "GET",
  path: "/organisations/:uscc/file-proof",
  action: "dossier.read-own",
  tag: "dossier",
  summary: {
    zh: "下载本组织的完整性证明（chengxin-file-proof@v1）：截至最近一次制作时的全部登记条目，以及没有遗漏的证明，可离线核对",
    en: "Proof of completeness of the own file (chengxin-file-proof@v1): all entries in the transparency log up to the newest day, and that none was left out; verifies offline",
  },
  params: one,
  query: z.object({ language }),
  answer: z.object({}),
  download: true,
  maxAge: 0,
  problems: ["organisation.code_invalid", "organisation.not_found", "log.file_proof_not_yet", "service.busy"],
});
