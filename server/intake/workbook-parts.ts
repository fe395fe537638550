import { posix } from "node:path";
import { refuseFile } from "./file-refused.ts";
import { maxSharedTextBytes } from "./limits.ts";
import { parseWhole, type WorkbookZip } from "./workbook-zip.ts";

export interface Sheet {
  readonly name: string;
  readonly path: string;
}

export interface Workbook {
  /** Visible sheets, in the order of their tabs. */
  readonly sheets: readonly Sheet[];
  readonly date1904: boolean;
  /** Texts that cells refer to by number. */
  readonly shared: readonly string[];
  /** By a cell's style number: it shows a date. */
  readonly dateStyles: readonly boolean[];
}

/** Relations of a part: id → path, and the kind at the end of the type's URL. */
const relationsOf = async (zip: WorkbookZip, part: string): Promise<{ id: string; kind: string; path: string }[]> => {
  const folder = posix.dirname(part);
  const path = posix.join(folder, "_rels", `${posix.basename(part)}.rels`);
  const relations: { id: string; kind: string; path: string }[] = [];
  if (!zip.has(path)) return relations;
  await parseWhole(zip, path, {
    open(name, attributes) {
      const { Id, Type, Target } = attributes;
      if (name !== "Relationship" || !Id || !Type || !Target || attributes["TargetMode"] === "External") return;
      const target = Target.startsWith("/") ? Target.slice(1) : posix.normalize(posix.join(folder, Target));
      relations.push({ id: Id, kind: Type.slice(Type.lastIndexOf("/") + 1), path: target });
    },
  });
  return relations;
};

/** ECMA-376 18.8.30: the built-in number formats that show a date (the East Asian ones too). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58);

/** A format code shows a date when it has a year or a day outside quotes and brackets. */
const isDateFormat = (code: string): boolean => /[yde]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]|general/gi, ""));

const dateStylesOf = async (zip: WorkbookZip, path: string): Promise<boolean[]> => {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCellXfs = false;
  await parseWhole(zip, path, {
    open(name, attributes) {
      if (name === "numFmt") own.set(Number(attributes["numFmtId"]), isDateFormat(attributes["formatCode"] ?? ""));
      else if (name === "cellXfs") inCellXfs = true;
      else if (name === "xf" && inCellXfs) {
        const id = Number(attributes["numFmtId"] ?? 0);
        styles.push(own.get(id) ?? isBuiltInDate(id));
      }
    },
    close(name) {
      if (name === "cellXfs") inCellXfs = false;
    },
  });
  return styles;
};

const sharedTextsOf = async (zip: WorkbookZip, path: string): Promise<string[]> => {
  if (zip.unpackedBytes(path) > maxSharedTextBytes)
    throw refuseFile("file.xlsx_too_large_unpacked", { megabytes: Math.ceil(zip.unpackedBytes(path) / 2 ** 20) });
  const texts: string[] = [];
  let text = "";
  let inText = false;
  let phonetic = 0;
  await parseWhole(zip, path, {
    open(name) {
      if (name === "si") text = "";
      else if (name === "t") inText = true;
      else if (name === "rPh") phonetic++;
    },
    text(part) {
      if (inText && phonetic === 0) text += part;
    },
    close(name) {
      if (name === "si") texts.push(text);
      else if (name === "t") inText = false;
      else if (name === "rPh") phonetic--;
    },
  });
  return texts;
};

/** Reads what all sheets share. @throws FileRefused when it is a zip of something else, or damaged */
export const readWorkbook = async (zip: WorkbookZip): Promise<Workbook> => {
  const main =
    (await relationsOf(zip, "")).find((relation) => relation.kind === "officeDocument")?.path ?? "xl/workbook.xml";
  if (!zip.has(main)) throw refuseFile("file.xlsx_not_a_workbook");
  const relations = await relationsOf(zip, main);
  const sheets: Sheet[] = [];
  let date1904 = false;
  await parseWhole(zip, main, {
    open(name, attributes) {
      if (name === "workbookPr") date1904 = ["1", "true"].includes(attributes["date1904"] ?? "");
      if (name !== "sheet" || (attributes["state"] ?? "visible") !== "visible") return;
      const id = Object.entries(attributes).find(([key]) => key === "id" || key.endsWith(":id"))?.[1];
      const relation = relations.find((candidate) => candidate.id === id && candidate.kind === "worksheet");
      if (relation && zip.has(relation.path)) sheets.push({ name: attributes["name"] ?? "", path: relation.path });
    },
  });
  if (sheets.length === 0) throw refuseFile("file.xlsx_not_a_workbook");
  const part = (kind: string): string | undefined =>
    relations.find((relation) => relation.kind === kind && zip.has(relation.path))?.path;
  const styles = part("styles");
  const shared = part("sharedStrings");
  return {
    sheets,
    date1904,
    shared: shared ? await sharedTextsOf(zip, shared) : [],
    dateStyles: styles ? await dateStylesOf(zip, styles) : [],
  };
};
