import { createHash } from "node:crypto";
import { pipeline, Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";

/** One file of an archive, made piece by piece when its turn comes. */
export interface ZipEntry {
  readonly name: string;
  readonly pieces: AsyncIterable<string> | Iterable<string>;
}

export interface WrittenEntry {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface Placed {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly bytes: number;
  readonly offset: number;
}

// APPNOTE.TXT 4.3.7, 4.3.9, 4.3.12, 4.3.16
const signature = { local: 0x0403_4b50, sizes: 0x0807_4b50, central: 0x0201_4b50, end: 0x0605_4b50 } as const;
const largest = 0xffff_ffff;

/** Numbers of two and four bytes, one after the other. */
const bytesOf = (...numbers: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer => {
  const buffer = Buffer.alloc(numbers.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of numbers) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
};

/** Version 2.0; sizes follow the data and names are UTF-8 (4.4.4, bits 3 and 11); deflated; time in the city's own clock. */
const facts = (at: Date): (readonly [number, 2])[] => {
  const local = new Date(at.getTime() + 8 * 3_600_000);
  const time = (local.getUTCHours() << 11) | (local.getUTCMinutes() << 5) | (local.getUTCSeconds() >> 1);
  const date = ((local.getUTCFullYear() - 1980) << 9) | ((local.getUTCMonth() + 1) << 5) | local.getUTCDate();
  return [
    [20, 2],
    [0x0808, 2],
    [8, 2],
    [time, 2],
    [date, 2],
  ];
};

const localHead = (name: Buffer, at: Date): Buffer =>
  Buffer.concat([bytesOf([signature.local, 4], ...facts(at), [0, 4], [0, 4], [0, 4], [name.length, 2], [0, 2]), name]);

const centralHead = ({ name, crc, packed, bytes, offset }: Placed, at: Date): Buffer =>
  Buffer.concat([
    bytesOf([signature.central, 4], [20, 2], ...facts(at), [crc, 4], [packed, 4], [bytes, 4], [name.length, 2]),
    bytesOf([0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
    name,
  ]);

/**
 * A zip archive, written while it is made: memory stays at a few pieces.
 * @param entries may be made one by one, each after `onEntry` was told of the one before, so that a last one can list the others
 * @throws Error beyond 4 GB, and what the pieces throw: the archive then has no directory and opens nowhere
 */
export async function* zipOf(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
  at: Date,
  onEntry: (entry: WrittenEntry) => void,
): AsyncGenerator<Buffer> {
  const placed: Placed[] = [];
  let offset = 0;
  for await (const { name: text, pieces } of entries) {
    const name = Buffer.from(text);
    const hash = createHash("sha256");
    let [crc, bytes, packed] = [0, 0, 0];
    const head = localHead(name, at);
    yield head;
    const counted = async function* () {
      for await (const piece of pieces) {
        const buffer = Buffer.from(piece);
        hash.update(buffer);
        crc = crc32(buffer, crc);
        bytes += buffer.length;
        yield buffer;
      }
    };
    const deflate = createDeflateRaw();
    pipeline(Readable.from(counted()), deflate, () => {});
    for await (const chunk of deflate as AsyncIterable<Buffer>) {
      packed += chunk.length;
      yield chunk;
    }
    yield bytesOf([signature.sizes, 4], [crc, 4], [packed, 4], [bytes, 4]);
    placed.push({ name, crc, packed, bytes, offset });
    offset += head.length + packed + 16;
    if (offset > largest || bytes > largest) throw new Error("an archive of more than 4 GB");
    onEntry({ name: text, bytes, sha256: hash.digest("hex") });
  }
  const directory = Buffer.concat(placed.map((entry) => centralHead(entry, at)));
  yield directory;
  const { length } = placed;
  yield bytesOf(
    [signature.end, 4],
    [0, 2],
    [0, 2],
    [length, 2],
    [length, 2],
    [directory.length, 4],
    [offset, 4],
    [0, 2],
  );
}
