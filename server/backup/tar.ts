/** One entry of a tar archive; `data` must be read to its end before the next entry is asked for. */
export interface TarEntry {
  readonly name: string;
  readonly kind: "file" | "folder";
  readonly bytes: number;
  readonly data: AsyncIterable<Buffer>;
}

const block = 512;

const text = (header: Buffer, from: number, length: number): string => {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString("utf8");
};

/** Octal digits, or base 256 where the first bit is set (a file over 8 GiB). */
const number = (header: Buffer, from: number, length: number): number => {
  const field = header.subarray(from, from + length);
  if (((field[0] ?? 0) & 0x80) === 0) return Number.parseInt(field.toString("latin1").trim() || "0", 8);
  return [...field].reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte), 0);
};

/** Sum of the header's bytes, its own field read as spaces. */
const checksum = (header: Buffer): number =>
  header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);

/** A name that stays below the folder into which it is unpacked. */
const isInside = (name: string): boolean =>
  name !== "" && !name.startsWith("/") && !name.includes("\0") && !name.split("/").includes("..");

/**
 * Reads a tar archive as PostgreSQL writes them (ustar, plain files and folders) from a stream of bytes.
 * @throws Error when the archive is cut off or damaged, or holds anything else than files and folders below its root
 */
export async function* tarEntries(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const input = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await input.next();
    if (next.done === true) return false;
    rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
    return true;
  };
  const take = async (length: number): Promise<Buffer> => {
    while (rest.length < length) if (!(await more())) throw new Error("the archive is cut off");
    const taken = rest.subarray(0, length);
    rest = rest.subarray(length);
    return taken;
  };
  for (;;) {
    const header = await take(block);
    if (header.every((byte) => byte === 0)) break;
    if (number(header, 148, 8) !== checksum(header)) throw new Error("the archive is damaged: a header's sum is wrong");
    const prefix = text(header, 345, 155);
    const name = `${prefix === "" ? "" : `${prefix}/`}${text(header, 0, 100)}`.replace(/^\.\//, "").replace(/\/$/, "");
    const type = String.fromCharCode(header[156] ?? 0);
    const kind = type === "5" ? "folder" : type === "0" || type === "\0" ? "file" : null;
    if (kind === null || !isInside(name))
      throw new Error(`the archive holds what it should not: ${JSON.stringify(name)}`);
    const bytes = kind === "file" ? number(header, 124, 12) : 0;
    let left = bytes;
    const data = async function* (): AsyncGenerator<Buffer> {
      while (left > 0) {
        if (rest.length === 0 && !(await more())) throw new Error("the archive is cut off");
        const part = rest.subarray(0, left);
        rest = rest.subarray(part.length);
        left -= part.length;
        yield part;
      }
    };
    yield { name, kind, bytes, data: data() };
    if (left > 0) throw new Error(`${name} was not read to its end`);
    await take((block - (bytes % block)) % block);
  }
  // what follows the closing blocks is read too, so that the source's own end (checksum, compression) is reached
  while (await more()) rest = Buffer.alloc(0);
}
