import type { downloadReaders as route, Reading } from "@chengxin/domain/dossier/readers-api.ts";
import { readBasisKinds, readerRelations, readWhat } from "@chengxin/domain/text/dossier.ts";
import type { CsvColumn, RouteArgs } from "@chengxin/domain/route.ts";
import type pg from "pg";
import type { FileServices } from "../mandate/services.ts";
import { whileActing, type WhileActing } from "../mandate/while-acting.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai, timeInShanghai } from "../platform/clock.ts";
import { toCsv } from "../platform/csv.ts";
import type { Download } from "../platform/http.ts";
import { streamSnapshot } from "../platform/snapshot.ts";
import { readersOf, readReadings } from "./list-readers.ts";
import { ownAccess } from "./own-file.ts";
import type { ReadersOf } from "./reading-rows.ts";

const readersColumns: readonly CsvColumn[] = [
  ["chainNo", { zh: "链内编号", en: "Number in the chain" }],
  ["at", { zh: "时间（北京时间）", en: "Time (UTC+8)" }],
  ["account", { zh: "账号编号", en: "Account number" }],
  ["role", { zh: "身份", en: "As what" }],
  ["unit", { zh: "单位", en: "Place of work" }],
  ["purpose", { zh: "目的", en: "Purpose" }],
  ["basis.kind", { zh: "依据", en: "Basis" }, readBasisKinds],
  ["basis.number", { zh: "依据编号", en: "Number of the basis" }],
  ["basis.words", { zh: "事由", en: "Ground" }],
  ["basis.relation", { zh: "来人", en: "Person at the window" }, readerRelations],
  ["what.kind", { zh: "看了什么", en: "What was read" }, readWhat],
  ["what.item", { zh: "目录项", en: "Item" }],
  ["what.decidedOn", { zh: "决定日期", en: "Decided" }],
  ["what.records", { zh: "记录数", en: "Records" }],
];

const rowsAtOnce = 500;

/** Every reading that the organisation may see, newest first. */
async function* everyReading(
  client: pg.ClientBase,
  services: Pick<FileServices, "catalogue">,
  of: ReadersOf,
): AsyncGenerator<Reading[]> {
  let before: number | null = null;
  for (;;) {
    const rows: Reading[] = await readReadings(client, services, of, { before, all: true, limit: rowsAtOnce });
    if (rows.length > 0) yield rows;
    if (rows.length < rowsAtOnce) return;
    before = rows.at(-1)?.chainNo ?? 0;
  }
}

const inLocalTime = (reading: Reading): Reading => {
  const at = new Date(reading.at);
  const time = timeInShanghai(at).replace(/(..)(..)(..)/, "$1:$2:$3");
  return { ...reading, at: `${dayInShanghai(at)} ${time}` };
};

/** A line that no program takes for a reading. */
const cutOff = {
  zh: "未完：您对这个组织的经办授权在下载中途终止，名单到此为止。\r\n",
  en: "Incomplete: your right to act for this organisation ended while this was being downloaded.\r\n",
};

/** The whole list, own readings too, in words of one language. */
export async function* readersCsv(
  client: pg.ClientBase,
  services: Pick<FileServices, "catalogue">,
  of: ReadersOf,
  language: "zh" | "en",
  acting: WhileActing,
): AsyncGenerator<string> {
  const head = toCsv([], readersColumns, language);
  yield head;
  for await (const rows of acting.through(everyReading(client, services, of)))
    yield toCsv(rows.map(inLocalTime), readersColumns, language).slice(head.length);
  if (acting.isOver()) yield cutOff[language];
}

export const downloadReaders = async (
  services: FileServices,
  { uscc, language = "zh" }: RouteArgs<typeof route>,
  ask: Ask<"dossier.read-readers">,
): Promise<Download> => {
  const of = await readersOf(services, uscc, ask);
  ask.noteAccess(ownAccess(ask, uscc, `readers:${uscc}`, { form: "csv" }));
  const acting = whileActing(services.database, of.organisationId, ask);
  return {
    name: language === "en" ? `readings-${uscc}-${of.today}.csv` : `查询名单-${uscc}-${of.today}.csv`,
    type: "text/csv; charset=utf-8; header=present",
    body: streamSnapshot(services.database, ask.account().accountId, (client) =>
      readersCsv(client, services, of, language, acting),
    ),
  };
};
