import { bytesOf } from "./fingerprint.ts";

/** Most bytes of one unpacked part that are looked at: a sheet says its columns at its beginning. */
const mostUnpacked = 512 * 1024;
const mostRows = 20;

interface Entry {
  readonly name: string;
  readonly packed: boolean;
  readonly packedBytes: number;
  readonly at: number;
}

/** The parts of a ZIP file, by its list at the end (APPNOTE 4.3.12, 4.3.16). @throws RangeError where it has none */
const entriesOf = async (file: Blob): Promise<Entry[]> => {
  const tail = new DataView((await bytesOf(file, Math.max(0, file.size - 66_000), file.size)).buffer);
  let end = tail.byteLength - 22;
  while (tail.getUint32(end, true) !== 0x06054b50) end--;
  const at = tail.getUint32(end + 16, true);
  const list = await bytesOf(file, at, at + Math.min(tail.getUint32(end + 12, true), 4 << 20));
  const view = new DataView(list.buffer);
  const entries: Entry[] = [];
  for (let i = 0; i + 46 <= list.length && view.getUint32(i, true) === 0x02014b50;) {
    const nameBytes = view.getUint16(i + 28, true);
    entries.push({
      name: new TextDecoder().decode(list.subarray(i + 46, i + 46 + nameBytes)),
      packed: view.getUint16(i + 10, true) === 8,
      packedBytes: view.getUint32(i + 20, true),
      at: view.getUint32(i + 42, true),
    });
    i += 46 + nameBytes + view.getUint16(i + 30, true) + view.getUint16(i + 32, true);
  }
  return entries;
};

/** The beginning of one part as text. */
const beginningOf = async (file: Blob, { at, packed, packedBytes }: Entry): Promise<string> => {
  const head = new DataView((await bytesOf(file, at, at + 30)).buffer);
  const start = at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const bytes = file.slice(start, start + packedBytes);
  const reader = (
    packed ? bytes.stream().pipeThrough(new DecompressionStream("deflate-raw")) : bytes.stream()
  ).getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (let read = 0; read < mostUnpacked;) {
      const { done, value } = await reader.read();
      if (done) break;
      read += value.length;
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
  return text;
};

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
const unescape = (text: string): string =>
  text.replaceAll(/&(#x?)?(\w+);/g, (_, number: string | undefined, name: string) =>
    number ? String.fromCodePoint(Number.parseInt(name, number === "#x" ? 16 : 10)) : (named[name] ?? ""),
  );

/** The text of a cell or of a shared text: all its runs, phonetic ones aside. */
const textOf = (xml: string): string =>
  unescape(
    [...xml.replaceAll(/<rPh[\s\S]*?<\/rPh>/g, "").matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)]
      .map(([, text]) => text)
      .join(""),
  );

/** "BC12" → 54. */
const columnOf = (reference: string): number =>
  [...(/^[A-Z]+/.exec(reference)?.[0] ?? "")].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

const rowsIn = (sheet: string, shared: readonly string[]): string[][] =>
  [...sheet.matchAll(/<row[\s>][\s\S]*?<\/row>/g)].slice(0, mostRows).map(([row]) => {
    const cells: string[] = [];
    for (const [, attributes = "", content = ""] of row.matchAll(/<c(\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/c>)/g)) {
      const reference = /\sr="([A-Z]+)/.exec(attributes)?.[1];
      const at = reference ? columnOf(reference) : cells.length;
      while (cells.length < Math.min(at, 1024)) cells.push("");
      const value = /<v[^>]*>([^<]*)<\/v>/.exec(content)?.[1] ?? "";
      cells.push(
        /\st="s"/.test(attributes)
          ? (shared[Number(value)] ?? "")
          : /<is>/.test(content)
            ? textOf(content)
            : unescape(value),
      );
    }
    return cells;
  });

/** The first rows of a workbook's first sheet, as far as they can be told from its beginning. */
export const firstRowsOfWorkbook = async (file: Blob): Promise<readonly (readonly string[])[]> => {
  const entries = await entriesOf(file);
  const sheets = entries.filter(({ name }) => /^xl\/worksheets\/[^/]+\.xml$/.test(name));
  const first = sheets.find(({ name }) => name === "xl/worksheets/sheet1.xml") ?? sheets[0];
  if (!first) return [];
  const texts = entries.find(({ name }) => name === "xl/sharedStrings.xml");
  const shared = texts
    ? [...(await beginningOf(file, texts)).matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, text = ""]) => textOf(text))
    : [];
  return rowsIn(await beginningOf(file, first), shared);
};
