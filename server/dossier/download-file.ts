import type { downloadOwnFile as route } from "@chengxin/domain/dossier/api.ts";
import { ownSight, type FileHead, type FileRecord } from "@chengxin/domain/dossier/file.ts";
import type { CsvColumn, RouteArgs } from "@chengxin/domain/route.ts";
import { changeWords, fileClassWords, publicityStateWords } from "@chengxin/domain/text/dossier.ts";
import type { Words } from "@chengxin/domain/words.ts";
import type pg from "pg";
import type { FileServices } from "../mandate/services.ts";
import { whileActing, type WhileActing } from "../mandate/while-acting.ts";
import { getOrganisationId } from "../organisation/queries.ts";
import type { Ask } from "../platform/ask.ts";
import { dayInShanghai } from "../platform/clock.ts";
import { toCsv } from "../platform/csv.ts";
import type { Download } from "../platform/http.ts";
import { streamSnapshot } from "../platform/snapshot.ts";
import { zipOf, type WrittenEntry, type ZipEntry } from "../platform/write-zip.ts";
import { readersCsv } from "./download-readers.ts";
import { ownAccess } from "./own-file.ts";
import { readHead, readRecords, type FileReading } from "./read-file.ts";
import { purposesOf } from "./reading-rows.ts";

const columns: readonly CsvColumn[] = [
  ["item.name", { zh: "记录类别", en: "Item" }],
  ["recordId", { zh: "记录编号", en: "Record id" }],
  ["version", { zh: "版本", en: "Version" }],
  ["change", { zh: "怎么来的", en: "How it came about" }, changeWords],
  ["knownFrom", { zh: "平台从何时起这样记载", en: "Known so from" }],
  ["knownUntil", { zh: "到何时", en: "Until" }],
  ["publicity", { zh: "公示情况", en: "Publicity" }, publicityStateWords],
  ["publicUntil", { zh: "公示至（含当日）", en: "Public until (inclusive)" }],
  ["disclosure", { zh: "谁能看到这一类", en: "Who sees this item" }, fileClassWords],
  ["source.name", { zh: "数据来源单位", en: "Source" }],
  ["authority", { zh: "决定机关", en: "Authority" }],
  ["decidedOn", { zh: "决定日期", en: "Decided" }],
  ["content", { zh: "全部内容", en: "All fields" }],
];

const recordsAtOnce = 200;

/** The whole file in lots, from the snapshot of the connection. */
async function* everyRecord(
  client: pg.ClientBase,
  { catalogue }: Pick<FileServices, "catalogue">,
  reading: FileReading,
): AsyncGenerator<FileRecord[]> {
  let after: readonly [string, string] | null = null;
  for (;;) {
    const records: FileRecord[] = await readRecords(client, catalogue, reading, {
      item: null,
      after,
      limit: recordsAtOnce,
    });
    if (records.length > 0) yield records;
    const last = records.at(-1);
    if (!last || records.length < recordsAtOnce) return;
    after = [last.decidedOn, last.recordId];
  }
}

const contentOf = (fields: FileRecord["versions"][number]["fields"]): Words => ({
  zh: fields.map(({ name, value }) => `${name.zh}：${value}`).join("\n"),
  en: fields.map(({ name, value }) => `${name.en}: ${value}`).join("\n"),
});

const csvRows = (record: FileRecord): object[] =>
  record.versions.map((version) => ({ ...record, ...version, content: contentOf(version.fields) }));

const readme = ({ organisation, asOf }: FileHead, records: number, versions: number): string => `${organisation.name}
${organisation.uscc}

${asOf} 本平台所存的完整档案：${records} 条记录、${versions} 个版本，不公开的和已到期的也在内；依法须保密的调查在期满以前不列入查询名单。
The full file as of ${asOf}: ${records} records in ${versions} versions, closed and ended ones too; readings of confidential investigations are listed once their time is over.

file.json     组织信息、按类别的条数、每条记录的每个版本和全部内容 / the organisation, counts by item, every version of every record with all fields
records.csv   同样的版本，一行一个 / the same versions, one a line
readers.csv   谁查过不公开的数据 / who read what is not public
SHA256SUMS    以上各文件的摘要（sha256sum -c SHA256SUMS）/ digests of the files above

压缩包打不开或者没有 SHA256SUMS，就是没有下载完整，请重新下载。
An archive that doesn't open, or has no SHA256SUMS, was cut off: download it again.
`;

const cutOff = `您对这个组织的经办授权在下载中途终止，下载到此为止。以上文件不完整，也没有 SHA256SUMS。
Your right to act for this organisation ended while this was being downloaded, and it stops here. The files above are not complete, and there is no SHA256SUMS.
`;

interface Parts {
  readonly acting: WhileActing;
  readonly head: FileHead;
  readonly lots: () => AsyncGenerator<FileRecord[]>;
  readonly language: "zh" | "en";
}

const total = ({ counts }: FileHead, of: "records" | "versions"): number =>
  counts.reduce((sum, count) => sum + count[of], 0);

/** Everything that was counted must have come: a file that lacks something is no file, unless it says that it was cut off. */
async function* complete({ head, lots, acting }: Parts): AsyncGenerator<FileRecord[]> {
  let [records, versions] = [0, 0];
  for await (const lot of acting.through(lots())) {
    yield lot;
    records += lot.length;
    versions += lot.reduce((sum, record) => sum + record.versions.length, 0);
  }
  if (acting.isOver()) return;
  if (records !== total(head, "records") || versions !== total(head, "versions"))
    throw new Error(`a file of ${total(head, "records")} records came with ${records}`);
}

async function* json(parts: Parts): AsyncGenerator<string> {
  const about = { ...parts.head, records: total(parts.head, "records"), versions: total(parts.head, "versions") };
  yield `{"about":${JSON.stringify(about)},\n"records":[`;
  let separator = "\n";
  for await (const lot of complete(parts)) {
    yield separator + lot.map((record) => JSON.stringify(record)).join(",\n");
    separator = ",\n";
  }
  yield parts.acting.isOver() ? '\n],"incomplete":true}\n' : "\n]}\n";
}

async function* csv(parts: Parts): AsyncGenerator<string> {
  const head = toCsv([], columns, parts.language);
  yield head;
  for await (const lot of complete(parts))
    yield toCsv(lot.flatMap(csvRows), columns, parts.language).slice(head.length);
}

/** The whole file of the own organisation to take away, made from one look at the database while it is fetched. */
export const downloadOwnFile = async (
  services: FileServices,
  { uscc, language = "zh" }: RouteArgs<typeof route>,
  ask: Ask<"dossier.read-own">,
): Promise<Download> => {
  ask.permit({ uscc });
  const { database, catalogue } = services;
  const organisationId = await getOrganisationId(database, uscc, null);
  const today = dayInShanghai(ask.at);
  const reading: FileReading = { organisationId, sight: ownSight, source: null, today };
  const readers = { organisationId, accountId: ask.account().accountId, today, purposes: purposesOf(catalogue) };
  const { counts } = await readHead(database.pool, catalogue, reading);
  ask.noteAccess(
    ownAccess(ask, uscc, `file:${uscc}`, {
      form: "download",
      records: counts.reduce((sum, { records }) => sum + records, 0),
    }),
  );
  const written: WrittenEntry[] = [];
  const acting = whileActing(database, organisationId, ask);
  const whole = async function* (client: pg.ClientBase): AsyncGenerator<ZipEntry> {
    const head = await readHead(client, catalogue, reading);
    const parts: Parts = { head, language, acting, lots: () => everyRecord(client, services, reading) };
    yield { name: "README.txt", pieces: [readme(head, total(head, "records"), total(head, "versions"))] };
    yield { name: "file.json", pieces: json(parts) };
    yield { name: "records.csv", pieces: csv(parts) };
    yield { name: "readers.csv", pieces: readersCsv(client, services, readers, language, acting) };
  };
  const entries = async function* (client: pg.ClientBase): AsyncGenerator<ZipEntry> {
    yield* acting.through(whole(client));
    yield acting.isOver()
      ? { name: "INCOMPLETE.txt", pieces: [cutOff] }
      : { name: "SHA256SUMS", pieces: written.map(({ name, sha256 }) => `${sha256}  ${name}\n`) };
  };
  return {
    name: language === "en" ? `file-${uscc}-${today}.zip` : `信用档案-${uscc}-${today}.zip`,
    type: "application/zip",
    body: streamSnapshot(database, ask.account().accountId, (client) =>
      zipOf(entries(client), ask.at, (entry) => void written.push(entry)),
    ),
  };
};
